"""What an event costs, what is left of what was granted for it, and the way to a decision on that."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import NotInOrder
from laget.effect.events import money_actions, permissions, queries, telling
from laget.effect.events.models import Event, Funding
from laget.effect.events.money_forms import FundingForm
from laget.effect.events.states import State
from laget.grant.changes.models import Change
from laget.grant.changes.permissions import kinds_for
from laget.grant.changes.queries import visible_to as changes_visible_to
from laget.grant.ledger.queries import balances_of
from laget.rules.ledger import Balance

GOES_ON = (Change.Kind.REPURPOSE, Change.Kind.CARRY_OVER, Change.Kind.RETURN)


@dataclass(frozen=True, slots=True)
class Line:
    """One year of an award that pays for the event, and what may be proposed for what the event doesn't need."""

    share: Funding
    balance: Balance
    changes: list[Change]  # proposed or decided of that year, newest first
    ways: list[tuple[str, str]]  # words and address, for those who prepare decisions


@require_http_methods(["GET", "POST"])
def money(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = get_object_or_404(queries.money_visible_to(request.actor), pk=pk)
    funding = list(queries.funding_of([event]))
    form = None
    if permissions.arranges(request.actor, event):
        awards = list(queries.awards_for(event))
        form = FundingForm(
            request.POST or None,
            awards=awards,
            balances=balances_of(awards),
            funding=funding,
            initial={"revision": event.revision},
        )
        if form.is_valid():
            try:
                revision = form.cleaned_data["revision"]
                money_actions.set_funding(pk, form.shares(), revision=revision, actor=request.actor, at=request.now)
            except NotInOrder as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("Lagret hva arrangementet koster."))
                return redirect("events:money", pk)
    elif request.method == "POST":
        raise Http404
    context = {
        "event": event,
        "form": form,
        "lines": _lines(request, event, funding),
        "planned": sum(each.planned for each in funding),
        "spent": sum(each.spent for each in funding),
        "unspent": sum(each.unspent for each in funding),
        "is_asked": telling.is_asked_about_money(event),
        "may_settle": permissions.may_settle(request.actor, event),
        "is_off": event.state == State.CANCELLED or event.moves > 0,
    }
    return render(request, "events/money.html", context, status=422 if form and form.errors else 200)


@require_POST
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = get_object_or_404(queries.run_by(request.actor), pk=pk)
    try:
        money_actions.ask_about_money(pk, actor=request.actor, at=request.now)
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Statsforvalteren har fått det som oppgave."))
    return redirect("events:money", event.pk)


@require_POST
def settle(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = get_object_or_404(queries.money_visible_to(request.actor), pk=pk)
    if not permissions.may_settle(request.actor, event):
        raise Http404
    money_actions.settle_money(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Ført: det er ikke mer å avgjøre om pengene til dette arrangementet."))
    return redirect("events:money", pk)


def _lines(request: Request, event: Event, funding: list[Funding]) -> list[Line]:
    balances = balances_of([each.award for each in funding])
    changes = list(changes_visible_to(request.actor).filter(award__in=[each.award_id for each in funding]))
    prepares = permissions.may_settle(request.actor, event)
    return [
        Line(
            share=share,
            balance=(balance := balances.get((share.award_id, share.year), Balance())),
            changes=[each for each in changes if each.award_id == share.award_id and each.year == share.year],
            ways=_ways(event, share, balance) if prepares and share.unspent else [],
        )
        for share in funding
    ]


def _ways(event: Event, share: Funding, balance: Balance) -> list[tuple[str, str]]:
    """To the change itself, with the amount and the reason filled in."""
    page = reverse("changes:propose", args=[share.award_id, share.year])
    amount = min(share.unspent, balance.left)
    if not amount:
        return []
    allowed = kinds_for(balance)
    return [
        (kind.proposal, f"{page}?{urlencode({'kind': kind.value, 'amount': amount, 'reason': _why(event)})}")
        for kind in GOES_ON
        if kind in allowed
    ]


def _why(event: Event) -> str:
    """As the letter may say it: the case officer writes on."""
    if event.state == State.CANCELLED:
        return _("%(title)s er avlyst. %(reason)s") % {"title": event.title, "reason": event.reason}
    if event.moves:
        return _("%(title)s er flyttet. %(reason)s") % {"title": event.title, "reason": event.reason}
    return _("%(title)s ble rimeligere enn planlagt.") % {"title": event.title}
