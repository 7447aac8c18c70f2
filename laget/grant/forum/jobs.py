"""The mail of a meeting: to all who sit in the forum, members and deputies, when it is called, changed or called off.

It says when and where, and nothing of the matters: which of them are a person's to see, the page knows.
"""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from laget.base.accounts.models import Person
from laget.base.mail import FOR_DAYS, hand_over_each, message
from laget.grant.forum.models import Meeting


@app.task(name="mail_forum_member", retry=FOR_DAYS)
def mail_member(meeting: str, kind: str, person: str, revision: int = 0) -> None:
    """`kind` is "called", "changed" or "cancelled". One job for each, so that no mail waits for another."""
    found = Meeting.objects.select_related("forum").get(pk=UUID(meeting))
    to = Person.objects.get(pk=UUID(person))
    context = {
        "meeting": found,
        "address": settings.ADDRESS + found.get_absolute_url(),
    }
    template, name = f"forum/mail_{kind}.txt", f"forum-{kind}-{meeting}-{person}-{revision}"
    hand_over_each([message(template, context, to=to.email, language=to.language, name=name)])
