from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from laget.base.questions.answers import NotReady
from laget.base.questions.shown import NotAsShown
from laget.base.refusals import NotInOrder
from laget.base.ui.seal import NoSeal
from laget.rules.transitions import TransitionNotAllowed


class ActsThatCameTooLate:
    """Two people did the same, or a page stood open: say so, and show the document as it is now.

    A class, since Django finds process_exception by name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "pk" not in match.kwargs:
            return None
        if isinstance(exception, TransitionNotAllowed):
            messages.info(
                request, _("Dette er allerede gjort, eller så har dokumentet gått videre. Her er det slik det er nå.")
            )
        elif isinstance(exception, NotReady):
            messages.error(request, " ".join(problem.text for problem in exception.problems))
        elif isinstance(exception, NotAsShown):
            says = _("Ingenting er gjort, for noe er endret siden du åpnet siden: %(changes)s Se over, og prøv igjen.")
            messages.error(request, says % {"changes": " ".join(exception.changes)})
        elif isinstance(exception, NoSeal | NotInOrder):
            messages.error(request, str(exception))
        else:
            return None
        pk = match.kwargs["pk"]
        try:
            return redirect(f"{match.namespace}:case", pk=pk)
        except NoReverseMatch:
            return redirect(f"{match.namespace}:round", pk=pk)
