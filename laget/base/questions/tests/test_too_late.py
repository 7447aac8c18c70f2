"""What an act refuses after its page was shown is said on the page of the thing as it is now."""

from uuid import uuid4

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from laget.base.questions.middleware import ActsThatCameTooLate
from laget.base.refusals import NotInOrder


def test_what_another_did_meanwhile_is_said_where_the_page_itself_has_no_words_for_it() -> None:
    """Nina froze the synthesis while Arne had its list of words open."""
    pk = uuid4()
    request = RequestFactory().post(reverse("synthesis:themes", args=[pk]))
    request.resolver_match = resolve(request.path)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    answer = ActsThatCameTooLate(lambda _request: HttpResponse())
    shown = answer.process_exception(request, NotInOrder("Oppsummeringen er fryst."))
    assert shown is not None
    assert (shown.status_code, shown["Location"]) == (302, reverse("synthesis:case", args=[pk]))
    assert [str(each) for each in get_messages(request)] == ["Oppsummeringen er fryst."]
