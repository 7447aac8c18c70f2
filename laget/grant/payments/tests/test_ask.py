"""The case officers have a task while there is something to pay, and none when there isn't."""

from datetime import datetime

import pytest
from django.test import Client

from laget.base.cycle.models import Task
from laget.grant.ledger.models import Award
from laget.grant.payments import jobs
from laget.grant.payments.actions import decline_list, take_receipts, withdraw_list
from laget.grant.payments.models import Payment
from laget.grant.payments.receipt_file import Receipt
from laget.grant.payments.states import PaymentState
from testing.money import MAY, award_to, make_list, pay_all, send_all
from testing.people import OSLO, World


def asked() -> bool:
    return Task.objects.filter(title="Betale ut tilskudd", role="case_officer", done_at=None).exists()


def test_what_is_granted_is_to_be_paid_once_its_letter_has_left(world: World, client: Client) -> None:
    world.carry("decide")
    assert not asked()
    world.carry("send")
    assert asked()
    client.force_login(world.people["eva"])
    page = client.get("/oppgaver/").content.decode()
    assert f'href="/penger/utbetaling/{world.county.slug}/">Betale ut tilskudd</a>' in page
    pay_all(world)
    assert not asked()


def test_what_is_declined_taken_back_or_did_not_arrive_is_to_be_paid_again(world: World, award: Award) -> None:
    decline_list(make_list(world, award).pk, reason="Feil konto.", actor=world.act("dag", MAY), at=MAY)
    assert asked()
    withdraw_list(make_list(world, award).pk, actor=world.act("eva", MAY), at=MAY)
    assert asked()
    send_all(world)
    assert not asked()
    payment = Payment.objects.get(state=PaymentState.ORDERED)
    bounced = Receipt(2, payment.reference, payment.amount, MAY.date(), PaymentState.BOUNCED)
    take_receipts(world.county, [bounced], actor=world.act("eva", MAY), at=MAY)
    assert asked()


def test_what_falls_due_by_itself_is_found_at_night(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    award_to(world, "Fosen", {2026: 100_000})
    nights = (MAY, False), (datetime(2026, 1, 5, 5, tzinfo=OSLO), True)  # it is for next year
    for night, is_asked in nights:
        monkeypatch.setattr("laget.grant.payments.jobs.now", lambda night=night: night)
        jobs.ask_for_payments()
        assert asked() == is_asked
