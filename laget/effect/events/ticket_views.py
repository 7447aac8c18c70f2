"""The ticket: what one who has signed up has in hand. No account is needed, only the address that came by mail.

Scanned by someone at the door who arranges the event, the same page lets them check the bearer in.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.refusals import NotInOrder
from laget.base.ui.qr import picture
from laget.effect.events import door_actions, sign_up_actions
from laget.effect.events.models import SignUp
from laget.effect.events.permissions import may_mark
from laget.effect.events.queries import by_ticket


@login_not_required
@require_GET
def case(request: Request, ticket: str) -> HttpResponse:
    found = _found(ticket)
    signed_in = request.user.is_authenticated
    context = {
        "who": found,
        "event": found.event,
        "picture": picture(settings.ADDRESS + reverse("ticket:case", args=[ticket])),
        "may_check_in": found.may_check_in(request.now) and not found.attended,
        "may_withdraw": found.event.is_coming and not found.attended and found.place != "withdrawn",
        "at_the_door": signed_in and may_mark(request.actor, found.event, day=timezone.localdate(request.now)),
    }
    response = render(request, "events/ticket.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_POST
def confirm(request: Request, ticket: str) -> HttpResponse:
    said = _("Takk. Da vet arrangøren at du kommer.")
    return _done(request, ticket, said, lambda: sign_up_actions.confirm_by_ticket(ticket, at=request.now))


@login_not_required
@require_POST
def withdraw(request: Request, ticket: str) -> HttpResponse:
    found = _found(ticket)
    try:
        sign_up_actions.withdraw_by_ticket(ticket, at=request.now)
    except NotInOrder as problem:
        messages.error(request, str(problem))
        return redirect("ticket:case", ticket)
    return render(request, "events/ticket_withdrawn.html", {"event": found.event})


@login_not_required
@require_POST
def check_in(request: Request, ticket: str) -> HttpResponse:
    said = _("Velkommen! Du er registrert som møtt.")
    return _done(request, ticket, said, lambda: door_actions.check_in_by_ticket(ticket, at=request.now))


def _done(request: Request, ticket: str, said: str, act: Callable[[], object]) -> HttpResponse:
    _found(ticket)
    attempt(request, said, act)
    return redirect("ticket:case", ticket)


def _found(ticket: str) -> SignUp:
    """Whoever doesn't know of it is told no more than that."""
    found = by_ticket(ticket)
    if found is None:
        raise Http404
    return found
