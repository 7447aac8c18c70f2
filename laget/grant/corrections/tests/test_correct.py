"""An error of writing is corrected by two: a new letter, and the old one genuine but replaced wherever it shows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.models import Task
from laget.grant.corrections.actions import (
    NothingToCorrect,
    decide_correction,
    decline_correction,
    propose_correction,
    withdraw_correction,
)
from laget.grant.corrections.models import Correction
from laget.grant.corrections.permissions import can_decide, can_withdraw
from laget.grant.corrections.states import TRANSITIONS, Act, State
from laget.grant.corrections.texts import corrected, texts_in
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import deliver, send_tilsagn
from laget.grant.tilsagn.permissions import may_correct
from laget.grant.tilsagn.tests.letters import APRIL, content, decided, of
from laget.grant.tilsagn.verdicts import in_lines
from laget.grant.tilsagn.verify import check
from laget.rules.transitions import TransitionNotAllowed, allows
from testing.money import MAY, also
from testing.pdf import faults_in_pdf, lines_apart, text_of_pdf
from testing.people import World

WHAT = "«Mai» i begrunnelsen skal være «mars»."
NEW = "Vi følger innstillingen fra mars."


@pytest.fixture
def letter(world: World) -> Letter:
    made = decided(world)
    send_tilsagn(of(made).pk, actor=world.act("eva", APRIL), at=APRIL)
    deliver(made.pk, at=APRIL)
    return Letter.objects.get(pk=made.pk)


def propose(world: World, letter: Letter, **texts: str) -> Correction:
    found = texts or {"grounds": NEW}
    return propose_correction(letter, what=WHAT, texts=found, actor=world.act("eva", MAY), at=MAY)


def test_the_new_letter_replaces_the_old_and_says_what_is_corrected(world: World, letter: Letter) -> None:
    correction = propose(world, letter)
    (task,) = Task.objects.filter(about=str(correction.pk))
    assert (task.title, task.role, task.due) == ("Vedta retting av brev", Role.DECIDER, MAY.date() + timedelta(days=7))
    made = decide_correction(correction.pk, actor=world.act("dag", MAY), at=MAY).becomes
    assert made
    assert (made.replaces, made.reference, made.said["lines"]) == (letter, letter.reference, letter.said["lines"])
    assert faults_in_pdf(content(made)) == []
    text = " ".join(text_of_pdf(content(made)).split())
    for words in ("Dette brevet erstatter brevet av 10. april 2025. Rettet: " + WHAT, NEW, "Vedtatt av Dag, forberedt"):
        assert words in text
    deliver(made.pk, at=MAY)
    new = Letter.objects.get(pk=made.pk)
    assert new.complain_by == letter.complain_by  # the decision is the same
    old, later = check(content(letter)), check(content(made))
    assert old.genuine
    assert old.letter
    assert old.letter.later == made
    assert next(iter(in_lines(old))) == "Brevet er ekte."
    assert "Det er ERSTATTET av et senere brev, datert 2. mai 2025." in list(in_lines(old))
    assert not any("ERSTATTET" in line for line in in_lines(later))
    assert later.genuine


def test_the_new_letter_is_looked_at_before_it_is_decided_and_then_says_the_same(
    world: World, letter: Letter, client: Client, settings: Any
) -> None:
    settings.PICK_PERSON = True
    correction = propose(world, letter)
    set_demo_day(MAY.date(), person=None)
    client.force_login(world.people["dag"])
    address = f"{correction.get_absolute_url()}utkast/"
    assert address in client.get(correction.get_absolute_url()).content.decode()
    draft = client.get(address).content
    assert faults_in_pdf(draft) == []
    made = decide_correction(correction.pk, actor=world.act("dag", MAY), at=MAY).becomes
    assert made
    only_in_draft, only_in_letter = lines_apart(draft, content(made))
    assert only_in_draft == ["Utkast. Dette er ikke et vedtak.", "Forberedt av Eva."]
    assert only_in_letter[0] == "Vedtatt av Dag, forberedt av Eva. Brevet er godkjent elektronisk og har derfor ingen"
    assert client.get(address).status_code == 404


def test_until_the_new_one_leaves_the_old_one_holds(world: World, letter: Letter, client: Client) -> None:
    wait = timedelta(minutes=30)
    made = decide_correction(propose(world, letter).pk, actor=world.act("dag", MAY), at=MAY, wait=wait).becomes
    assert made
    assert not any("ERSTATTET" in line for line in in_lines(check(content(letter))))
    client.force_login(world.people["tom"])
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "erstattet" not in client.get(letter.get_absolute_url()).content.decode()
    deliver(made.pk, at=MAY + wait)
    assert "erstattet av et rettet brev" in client.get(letter.get_absolute_url()).content.decode()
    assert "Det rettede brevet er det du laster ned her" in client.get(f"/tilsagn/{letter.about}/").content.decode()
    assert client.get(made.get_absolute_url()).status_code == 200


def test_one_that_did_not_arrive_need_not_once_another_comes_instead(world: World) -> None:
    lost = decided(world, email="")
    send_tilsagn(of(lost).pk, actor=world.act("eva", APRIL), at=APRIL)
    deliver(lost.pk, at=APRIL)
    again = Task.objects.filter(about=lost.pk, done_at=None)
    assert again.values_list("title", flat=True).get() == "Sende på nytt et brev som ikke kom fram"
    decide_correction(propose(world, lost).pk, actor=world.act("dag", MAY), at=MAY)
    assert not again.exists()


def test_only_texts_are_corrected_and_something_has_to_be(world: World, letter: Letter) -> None:
    assert set(texts_in(letter.said)) >= {"recipient", "line.0", "grounds", "conditions"}
    with pytest.raises(NothingToCorrect, match="Du har ikke endret noe"):
        propose(world, letter, granted="1", grounds=texts_in(letter.said)["grounds"])
    propose(world, letter)
    with pytest.raises(NothingToCorrect, match="venter allerede"):
        propose(world, letter)


def test_a_corrected_text_stands_in_its_place_and_amounts_stay() -> None:
    said = {"recipient": "Nord", "lines": [["Språk", "2025", "1 kr"]], "grounds": ["a", "b"], "conditions": []}
    assert texts_in(said) == {"recipient": "Nord", "line.0": "Språk", "grounds": "a\nb"}
    now = corrected(said, {"line.0": "Lek", "grounds": "c"})
    assert now == {**said, "lines": [["Lek", "2025", "1 kr"]], "grounds": ["c"]}


def test_it_takes_two_whoever_asks(world: World, letter: Letter) -> None:
    also(world, "eva", Role.DECIDER)
    correction = propose(world, letter)
    with pytest.raises(PermissionDenied):
        decide_correction(correction.pk, actor=world.act("eva", MAY), at=MAY)
    with pytest.raises(IntegrityError, match="one_prepares_another_decides"), transaction.atomic():
        Correction.objects.update(state="declined", decided_by=world.people["eva"], decided_at=MAY)
    with pytest.raises(IntegrityError, match="corrections_give_a_new_letter"), transaction.atomic():
        Correction.objects.update(state="decided", decided_by=world.people["dag"], decided_at=MAY)
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        Correction.objects.update(texts={})
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        Letter.objects.update(said={})


def test_who_may_do_what_in_every_state_and_no_act_outside_the_table(world: World, letter: Letter) -> None:
    assert {name for name in world.people if may_correct(world.act(name, MAY), letter)} == {"eva"}
    eva, dag = world.act("eva", MAY), world.act("dag", MAY)
    acts: dict[Act, Callable[[UUID], Correction]] = {
        Act.DECIDE: lambda pk: decide_correction(pk, actor=dag, at=MAY),
        Act.DECLINE: lambda pk: decline_correction(pk, reason="Nei.", actor=dag, at=MAY),
        Act.WITHDRAW: lambda pk: withdraw_correction(pk, actor=eva, at=MAY),
    }
    leads_to = {state: act for (_before, act), state in TRANSITIONS.items()}
    correction = propose(world, letter)
    for state in State:
        correction.state = state
        may = {name for name in world.people if can_decide(world.act(name, MAY), correction)}
        assert may == ({"dag"} if state == State.PROPOSED else set())
        may = {name for name in world.people if can_withdraw(world.act(name, MAY), correction)}
        assert may == ({"eva"} if state == State.PROPOSED else set())
        for act, do in acts.items():
            with transaction.atomic():
                if state != State.PROPOSED:
                    acts[leads_to[state]](correction.pk)
                if allows(TRANSITIONS, state, act):
                    assert do(correction.pk).state == TRANSITIONS[state, act]
                else:
                    with pytest.raises(TransitionNotAllowed):
                        do(correction.pk)
                transaction.set_rollback(True)


def test_the_pages_correct_what_is_written_there(world: World, letter: Letter, client: Client) -> None:
    client.force_login(world.people["eva"])
    address = f"/retting/ny/{letter.pk}/"
    assert address in client.get(letter.get_absolute_url()).content.decode()
    texts = texts_in(letter.said)
    assert "Du har ikke endret noe." in client.post(address, {"what": WHAT, **texts}).content.decode()
    client.post(address, {"what": WHAT, **texts, "grounds": NEW})
    correction = Correction.objects.get()
    assert correction.texts == {"grounds": NEW}
    page = client.get(correction.get_absolute_url()).content.decode()
    assert NEW in page
    assert "Vedta rettingen" not in page
    client.force_login(world.people["tom"])
    assert client.get(correction.get_absolute_url()).status_code == 404
    client.force_login(world.people["dag"])
    client.post(f"{correction.get_absolute_url()}vedta/")
    assert Letter.objects.get(replaces=letter).delivery == Letter.Delivery.QUEUED
