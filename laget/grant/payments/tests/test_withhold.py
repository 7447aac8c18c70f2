"""What is withheld by one who prepares and another who decides is paid by nobody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from laget.base.cycle.models import Task
from laget.grant.changes.actions import decide_change, propose_change, withdraw_change
from laget.grant.changes.models import Change
from laget.grant.changes.queries import is_withheld
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.payments.actions import approve_list
from laget.grant.payments.queries import payable_in
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import send_now
from laget.rules.ledger import CannotBook
from testing.money import MAY, award_to, make_list, with_accounts
from testing.people import World

Kind = Change.Kind
LATER = MAY + timedelta(hours=1)
PAID = (
    "INSERT INTO ledger_entry (award_id, year, kind, amount, in_hand, round_id, about, at, known_since)"
    " VALUES (%s, 2025, 'paid', 1, 0, %s, 'x', now(), now())"
)


def decide(world: World, award: Award, kind: Change.Kind, *, wait: timedelta = timedelta(0)) -> None:
    at, why = LATER if kind == Kind.RELEASE else MAY, "Rapporten mangler."
    made = propose_change(award, year=2025, kind=kind, amount=0, reason=why, actor=world.act("eva", at), at=at)
    decide_change(made.pk, actor=world.act("dag", at), at=at, wait=wait)


def test_what_is_withheld_is_not_paid_whoever_asks(world: World) -> None:
    award = award_to(world, "Nord universitet")
    with_accounts(world)
    found = make_list(world, award)
    decide(world, award, Kind.WITHHOLD)
    assert [each.is_ready for each in payable_in(world.county.pk, day=MAY.date())] == [False]
    with pytest.raises(CannotBook, match="Pengene til Nord universitet for 2025 holdes tilbake"):
        approve_list(found.pk, actor=world.act("dag", MAY), at=MAY)
    refused = pytest.raises(DatabaseError, match="what is withheld is not paid")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(PAID, [award.pk, world.round.pk])
    with pytest.raises(CannotBook, match="slik de står nå"):
        decide(world, award, Kind.WITHHOLD)
    decide(world, award, Kind.RELEASE, wait=timedelta(minutes=30))
    assert is_withheld(award, 2025)
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(PAID, [award.pk, world.round.pk])
    send_now(Letter.objects.get(delivery="queued").pk, actor=world.act("eva", LATER), at=LATER)
    assert not is_withheld(award, 2025)
    approve_list(found.pk, actor=world.act("dag", MAY), at=MAY)
    assert balance_of(award, 2025).paid == 300_000


def test_a_release_that_is_taken_back_is_asked_about_again(world: World) -> None:
    award = award_to(world, "Nord universitet")
    decide(world, award, Kind.WITHHOLD)
    eva = world.act("eva", LATER)
    made = propose_change(award, year=2025, kind=Kind.RELEASE, amount=0, reason="Den kom.", actor=eva, at=LATER)
    withdraw_change(made.pk, actor=eva, at=LATER)
    assert is_withheld(award, 2025)
    assert Task.objects.filter(about=str(award.pk), step="withheld-2025", done_at=None).exists()
