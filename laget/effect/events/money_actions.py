"""What an event costs of what was granted, and that it is settled what becomes of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.cycle.actions import close_tasks
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.events import telling
from laget.effect.events.models import Event, Funding
from laget.effect.events.permissions import arranges, may_settle
from laget.effect.events.queries import awards_for, money_visible_to
from laget.effect.events.records import record_event
from laget.effect.events.states import Act
from laget.grant.ledger.actions import lock
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balances_of
from laget.grant.ledger.spending import spent_of
from laget.rules.ledger import Balance
from laget.rules.numbers import kr


@dataclass(frozen=True, slots=True)
class Share:
    """What an event is to take of an award's money for a year, and has taken. Whole kroner."""

    award: UUID
    year: int
    planned: int
    spent: int


@transaction.atomic
def set_funding(pk: UUID, shares: Iterable[Share], *, revision: int, actor: Actor, at: datetime) -> None:
    """Those, and no others, of the awards that may pay for it. `revision` is the page's.

    Raises ChangedMeanwhile, and NotInOrder when more is planned or spent than there is.
    """
    event = _locked(pk, actor=actor)
    if not arranges(actor, event):
        raise PermissionDenied
    if event.revision != revision:
        raise ChangedMeanwhile
    shares = [each for each in shares if each.planned or each.spent]
    awards = {each.pk: each for each in awards_for(event)}
    if any(each.award not in awards for each in shares):
        raise PermissionDenied
    _refuse_more_than_there_is(event, shares, awards)
    event.funding.filter(award__in=awards).delete()
    Funding.objects.bulk_create(
        Funding(event=event, award_id=each.award, year=each.year, planned=each.planned, spent=each.spent)
        for each in shares
    )
    event.revision += 1
    event.save(update_fields=["revision"])
    total = {"planned": sum(each.planned for each in shares), "spent": sum(each.spent for each in shares)}
    record_event(event, Act.FUND, by=actor.by(event.organiser_id), at=at, before=event.state, **total)


@transaction.atomic
def ask_about_money(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Ask Statsforvalteren to decide on what the event doesn't need: when it was moved, or became cheaper."""
    event = _locked(pk, actor=actor)
    if not arranges(actor, event):
        raise PermissionDenied
    if not any(each.unspent for each in event.funding.all()):
        raise NotInOrder(_("Det er ikke noe igjen av det som er satt av til arrangementet."))
    event.settled_at = None
    event.save(update_fields=["settled_at"])
    telling.ask_about_money(event, at=at)
    record_event(event, Act.FUND, by=actor.by(event.organiser_id), at=at, before=event.state, asked=True)


@transaction.atomic
def settle_money(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Nothing more is to be decided about what the event didn't use."""
    event = _locked(pk, actor=actor)
    if not may_settle(actor, event):
        raise PermissionDenied
    event.settled_at = at
    event.save(update_fields=["settled_at"])
    close_tasks(about=pk, step=telling.MONEY, at=at)
    record_event(event, Act.SETTLE, by=actor.by(event.county_id), at=at, before=event.state)


def _refuse_more_than_there_is(event: Event, shares: Sequence[Share], awards: Mapping[UUID, Award]) -> None:
    """Counting what is spent on other things. What was set aside before they were, may stand."""
    taken = {each.award for each in shares}
    balances, spent = balances_of(lock(taken)), spent_of(taken)
    before = {(each.award_id, each.year): each for each in event.funding.all()}
    for each in shares:
        key = (each.award, each.year)
        was = before.get(key)
        others = spent[key] - (was.spent if was else 0)
        right = balances.get(key, Balance()).right
        left = right - others
        if each.spent > left or (each.planned > left and each.planned > (was.planned if was else 0)):
            words = _("%(name)s har %(right)s i %(year)d. Skriv ikke mer enn det.")
            if others:
                words = _(
                    "%(name)s har %(right)s i %(year)d, og %(others)s er brukt på annet. Skriv ikke mer enn %(left)s."
                )
            known = {"name": awards[each.award].full_name, "right": kr(right), "year": each.year}
            raise NotInOrder(words % {**known, "others": kr(others), "left": kr(max(0, left))})


def _locked(pk: UUID, *, actor: Actor) -> Event:
    event = money_visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if event is None:
        raise PermissionDenied
    return event
