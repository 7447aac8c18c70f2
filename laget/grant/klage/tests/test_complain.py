"""A decision that someone complains of: considered anew by two, and decided above when it isn't changed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry as Audited
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.calendar_queries import unread_by
from laget.base.cycle.models import Task
from laget.grant.allocation.queries import money_of
from laget.grant.corrections.actions import decide_correction, propose_correction
from laget.grant.klage import permissions
from laget.grant.klage.actions import (
    CannotAnswer,
    Proposal,
    decide_klage,
    propose_answer,
    register_answer,
    return_answer,
    withdraw_klage,
)
from laget.grant.klage.models import Klage
from laget.grant.klage.queries import lines_of, visible_to
from laget.grant.klage.states import TRANSITIONS, Act, Answer, Outcome, State
from laget.grant.klage.tests.answering import WANTS, WHY, answered, tom_complains
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import GrantedAmount, Letter
from laget.grant.tilsagn.outbox import deliver
from laget.grant.tilsagn.tests.letters import APRIL
from laget.rules.transitions import TransitionNotAllowed, allows
from testing.money import MAY, also
from testing.pdf import lines_apart
from testing.people import World

PDF = b"%PDF-1.7 svar"
LATE = MAY + timedelta(days=2)


def titles(klage: Klage) -> list[str]:
    return [str(each) for each in Letter.objects.filter(about=str(klage.pk)).order_by("pk")]


def tasks(klage: Klage) -> list[tuple[str, str]]:
    found = Task.objects.filter(about=str(klage.pk), done_at=None)
    assert all(each.due for each in found)
    return list(found.values_list("title", "role"))


def test_one_that_is_upheld_gives_a_new_decision_and_the_ledger_follows(world: World, letter: Letter) -> None:
    line = next(line for line in lines_of(letter) if line.award)
    assert line.award
    before, free = balance_of(line.award, 2025), money_of(world.round).free
    klage = tom_complains(world, letter)
    assert (klage.due, klage.is_late) == (letter.complain_by, False)
    assert tasks(klage) == [("Behandle klage", Role.CASE_OFFICER)]
    propose_answer(
        klage.pk,
        Proposal(Outcome.UPHOLD, "Dere har rett.", more={line.key: 7_000}),
        actor=world.act("eva", MAY),
        at=MAY,
    )
    assert balance_of(line.award, 2025) == before
    assert tasks(klage) == [("Avgjøre klage", Role.DECIDER)]
    decide_klage(klage.pk, proposed_at=MAY, actor=world.act("dag", MAY), at=MAY)
    assert balance_of(line.award, 2025).right == before.right + 7_000
    assert money_of(world.round).free == free - 7_000
    assert titles(klage) == ["Vi har fått klagen deres", "Vi har endret vedtaket etter klagen deres"]
    new = Letter.objects.filter(about=str(klage.pk)).latest("pk")
    assert new.is_decision
    assert new.said["grounds"] == ["Dere har rett."]
    assert new.said["lines"][0][2].replace("\u202f", " ") == f"{before.right + 7_000:,}\u00a0kr".replace(",", " ")
    assert tasks(klage) == []
    told = unread_by(world.act("tom")).filter(about=str(klage.pk))  # not of his own act
    assert [str(each) for each in told] == ["Dere har fått brev: Vi har endret vedtaket etter klagen deres."]
    acts = Audited.objects.filter(about=str(klage.pk)).order_by("number").values_list("act", "actor_name")
    assert list(acts) == [("complain", "Tom"), ("send", "Tom"), ("propose", "Eva"), ("uphold", "Dag"), ("send", "Dag")]


@pytest.mark.parametrize(
    ("outcome", "more"), [(Outcome.UPHOLD, 7_000), (Outcome.UPHOLD, 0), (Outcome.FORWARD, 0), (Outcome.DISMISS, 0)]
)
def test_the_letter_is_looked_at_before_it_is_decided_and_then_says_the_same(
    world: World, letter: Letter, client: Client, settings: Any, outcome: Outcome, more: int
) -> None:
    settings.PICK_PERSON = True
    set_demo_day(LATE.date(), person=None)
    klage = tom_complains(world, letter, at=LATE)
    why, line = "" if outcome == Outcome.DISMISS else "De var syke.", lines_of(letter)[0]
    address = f"{klage.get_absolute_url()}utkast/"
    client.force_login(world.people["dag"])
    assert client.get(address).status_code == 404
    proposal = Proposal(outcome, "Vi har sett på saken igjen.", why, {line.key: more})
    propose_answer(klage.pk, proposal, actor=world.act("eva", LATE), at=LATE)
    assert address in client.get(klage.get_absolute_url()).content.decode()
    draft = client.get(address).content
    decide_klage(klage.pk, proposed_at=LATE, actor=world.act("dag", LATE), at=LATE)
    with Letter.objects.filter(about=str(klage.pk)).latest("pk").file.open("rb") as file:
        only_in_draft, only_in_letter = lines_apart(draft, file.read())
    assert only_in_draft == ["Utkast. Dette er ikke et vedtak.", "Forberedt av Eva."]
    assert only_in_letter[0].startswith("Vedtatt av Dag, forberedt av Eva.")
    assert client.get(address).status_code == 404


def test_one_that_is_not_upheld_is_decided_above(world: World, letter: Letter) -> None:
    klage = answered(world, tom_complains(world, letter), Outcome.FORWARD)
    assert klage.state == State.FORWARDED
    assert tasks(klage) == [("Sende klagen til klageinstansen, og registrere svaret", Role.CASE_OFFICER)]
    eva = world.act("eva", MAY)
    found = register_answer(klage.pk, answer=Answer.CONFIRM, on=MAY.date(), file=PDF, actor=eva, at=MAY)
    with found.answer_file.open("rb") as file:
        assert (found.state, file.read(), tasks(klage)) == (State.CONFIRMED, PDF, [])
    assert titles(klage)[1:] == [
        "Klagen deres er sendt til Utdanningsdirektoratet",
        "Utdanningsdirektoratet har stadfestet vedtaket",
    ]


def test_what_is_changed_above_is_followed_by_two_here(world: World, letter: Letter) -> None:
    klage = answered(world, tom_complains(world, letter), Outcome.FORWARD)
    eva = world.act("eva", MAY)
    register_answer(klage.pk, answer=Answer.REVERSE, on=MAY.date(), file=PDF, actor=eva, at=MAY)
    assert tasks(klage) == [("Behandle klage", Role.CASE_OFFICER)]
    with pytest.raises(CannotAnswer):
        propose_answer(klage.pk, Proposal(Outcome.FORWARD, "Nei."), actor=eva, at=MAY)
    line = next(line for line in lines_of(letter) if line.award)
    assert line.award
    right = balance_of(line.award, 2025).right
    assert answered(world, klage, Outcome.UPHOLD, more={line.key: 3_000}).state == State.UPHELD
    assert balance_of(line.award, 2025).right == right + 3_000


def test_a_late_one_is_kept_and_taken_only_for_a_reason(world: World, letter: Letter) -> None:
    klage = tom_complains(world, letter, at=MAY + timedelta(days=1))
    assert klage.is_late
    with pytest.raises(CannotAnswer, match="Skriv hvorfor den likevel tas til behandling"):
        answered(world, klage, Outcome.FORWARD)
    with pytest.raises(IntegrityError, match="klage_a_late_one_is_taken_for_a_reason"), transaction.atomic():
        _set(klage, world, state="forwarded")
    taken = answered(world, klage, Outcome.FORWARD, late="De fikk vite om feilen først nå.")
    assert taken.state == State.FORWARDED
    withdraw_klage(klage.pk, actor=world.act("tom", MAY), at=MAY)
    again = tom_complains(world, letter, at=MAY + timedelta(days=2))
    assert answered(world, again, Outcome.DISMISS).state == State.DISMISSED
    assert titles(again)[-1] == "Klagen deres kom for sent"


def test_a_year_after_the_decision_it_is_too_late_for_any_reason(world: World, letter: Letter) -> None:
    klage = tom_complains(world, letter, at=APRIL + timedelta(days=365))
    assert permissions.outcomes_for(klage) == [Outcome.UPHOLD, Outcome.FORWARD, Outcome.DISMISS]
    klage.received_at += timedelta(days=1)
    assert permissions.outcomes_for(klage) == [Outcome.DISMISS]


def test_a_letter_that_was_corrected_is_no_newer_decision(world: World, letter: Letter) -> None:
    eva, dag = world.act("eva", MAY), world.act("dag", MAY)
    found = propose_correction(letter, what="Navnet.", texts={"recipient": "Nord"}, actor=eva, at=MAY)
    corrected = decide_correction(found.pk, actor=dag, at=MAY).becomes
    assert corrected
    klage = tom_complains(world, corrected, at=APRIL + timedelta(days=366))
    assert permissions.outcomes_for(klage) == [Outcome.DISMISS]


def test_one_in_time_is_never_dismissed(world: World, letter: Letter) -> None:
    klage = tom_complains(world, letter)
    with pytest.raises(CannotAnswer):
        answered(world, klage, Outcome.DISMISS)
    with pytest.raises(IntegrityError, match="klage_only_a_late_one_is_dismissed"), transaction.atomic():
        _set(klage, world, state="dismissed")


def test_it_takes_two_whoever_asks(world: World, letter: Letter) -> None:
    also(world, "eva", Role.DECIDER)
    klage = tom_complains(world, letter)
    propose_answer(klage.pk, Proposal(Outcome.FORWARD, "Nei."), actor=world.act("eva", MAY), at=MAY)
    with pytest.raises(PermissionDenied):
        decide_klage(klage.pk, proposed_at=MAY, actor=world.act("eva", MAY), at=MAY)
    for person, constraint in (("eva", "one_prepares_another"), ("tom", "nobody_answers_their_own")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            _set(klage, world, decided=person, state="forwarded")
    with pytest.raises(IntegrityError, match="klage_decided_by_two"), transaction.atomic():
        Klage.objects.update(state="upheld")
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        Klage.objects.update(wants="Ingenting.")


def _set(klage: Klage, world: World, *, decided: str = "dag", **fields: Any) -> None:
    people = {"proposed_by": world.people["eva"], "decided_by": world.people[decided], "decided_at": MAY}
    Klage.objects.filter(pk=klage.pk).update(**people, **fields)


def test_no_act_outside_the_table(world: World, letter: Letter) -> None:
    klage = tom_complains(world, letter, at=MAY + timedelta(days=2))
    eva, dag, tom = (world.act(name, MAY) for name in ("eva", "dag", "tom"))

    def deciding(outcome: Outcome) -> Callable[[], Klage]:
        def do() -> Klage:
            Klage.objects.filter(pk=klage.pk).update(outcome=outcome)
            return decide_klage(klage.pk, proposed_at=Klage.objects.get(pk=klage.pk).proposed_at, actor=dag, at=MAY)

        return do

    def registering(answer: Answer) -> Callable[[], Klage]:
        return lambda: register_answer(klage.pk, answer=answer, on=MAY.date(), file=PDF, actor=eva, at=MAY)

    acts: dict[Act, Callable[[], Klage]] = {
        Act.PROPOSE: lambda: propose_answer(klage.pk, Proposal(Outcome.UPHOLD, "Ja.", "Greit."), actor=eva, at=MAY),
        Act.RETURN: lambda: return_answer(klage.pk, reason="Mer.", actor=dag, at=MAY),
        Act.WITHDRAW: lambda: withdraw_klage(klage.pk, actor=tom, at=MAY),
        **{Act(each): deciding(each) for each in Outcome},
        **{Act(each): registering(each) for each in Answer},
    }
    written = {"proposed_by": eva.person, "proposed_at": MAY, "late_because": "Greit.", "answer_file": "x.pdf"}
    for state in State:
        for act, do in acts.items():
            decided = {"decided_by": dag.person, "decided_at": MAY} if state not in ("received", "proposed") else {}
            with connection.cursor() as cursor, transaction.atomic():
                Klage.objects.filter(pk=klage.pk).update(state=state, answer="", **written, **decided)
                if allows(TRANSITIONS, state, act):
                    assert do().state == TRANSITIONS[state, act], (state, act)
                else:
                    with pytest.raises(TransitionNotAllowed):
                        do()
                cursor.execute("SELECT 1")
                transaction.set_rollback(True)


def test_who_may_do_what_in_every_state(world: World, letter: Letter) -> None:
    klage = tom_complains(world, letter)
    klage.proposed_by = world.people["eva"]
    table = [
        (permissions.can_prepare, "eva", {State.RECEIVED}),
        (permissions.can_decide, "dag", {State.PROPOSED}),
        (permissions.can_register_answer, "eva", {State.FORWARDED}),
        (permissions.can_withdraw, "tom", {State.RECEIVED, State.PROPOSED, State.FORWARDED}),
    ]
    for may, names, states in table:
        found = set()
        for state in State:
            klage.state = state
            found |= {(name, state) for name in world.people if may(world.act(name, MAY), klage)}
        assert found == {(name, state) for name in names.split() for state in states}, may.__name__
    seen = {name for name in world.people if visible_to(world.act(name, MAY)).exists()}
    assert seen == {"eva", "dag", "tom"}


def test_the_pages_take_a_klage_from_the_letter_to_the_answer(
    world: World, letter: Letter, client: Client, settings: Any
) -> None:
    settings.PICK_PERSON = True
    set_demo_day(date(2025, 5, 20), person=None)
    client.force_login(world.people["tom"])
    page = client.get(f"/tilsagn/{letter.about}/").content.decode()
    assert "Klagefrist: 2. mai 2025." in page
    assert f"/klage/ny/{letter.pk}/" in page
    empty = client.post(f"/klage/ny/{letter.pk}/", {"wants": "", "grounds": ""})
    assert empty.status_code == 422
    assert '<a class="ds-link" href="#id_wants">' in empty.content.decode()  # on top of the page too
    client.post(f"/klage/ny/{letter.pk}/", {"wants": WANTS, "grounds": WHY})
    klage = Klage.objects.get()
    assert klage.is_late
    address = klage.get_absolute_url()
    assert client.get(f"/klage/ny/{letter.pk}/").headers["Location"] == address
    client.force_login(world.people["eva"])
    assert "Skal behandles innen 17. juni 2025, om 28 dager" in client.get(address).content.decode()
    proposed = {"outcome": "forward", "assessment": "Vi ser det ikke slik.", "late_because": ""}
    assert "Skriv hvorfor den likevel" in client.post(f"{address}svar/", proposed).content.decode()
    proposed["late_because"] = "Brevet var uklart."
    line = f"g{GrantedAmount.objects.filter(tilsagn=letter.tilsagn_id).earliest('year', 'pk').pk}"
    refused = client.post(f"{address}svar/", proposed | {line: "1 000"}).content.decode()
    assert "Skriv bare beløp når du foreslår å endre vedtaket." in refused
    assert 'value="1 000"' in refused
    client.post(f"{address}svar/", proposed)
    client.force_login(world.people["tom"])
    assert "Vi ser det ikke slik." not in client.get(address).content.decode()
    client.force_login(world.people["dag"])
    for seen, now in (("", "proposed"), (Klage.objects.get().proposed_at, "forwarded")):
        page = client.post(f"{address}avgjor/", {"proposed_at": seen}, follow=True).content.decode()
        assert ("Et annet svar er foreslått" in page, Klage.objects.get().state) == (not seen, now)
    client.force_login(world.people["tom"])
    waits = client.get(address).content.decode()
    assert ("Vi ser det ikke slik." in waits, "Statsforvalteren avgjør først om den blir behandlet." in waits) == (
        False,
        True,
    )
    assert "Hos klageinstansen" not in client.get(f"/klage/runde/{world.round.pk}/").content.decode()
    deliver(Letter.objects.latest("pk").pk, at=MAY + timedelta(days=30))
    assert "Vi ser det ikke slik." in client.get(address).content.decode()
    client.force_login(world.people["eva"])
    assert "Laget sender den ikke for deg." in client.get(address).content.decode()
    posted = {"answer": "annul", "answered_on": "2035-06-01"}
    bad = client.post(f"{address}klageinstans/", posted | {"file": SimpleUploadedFile("svar.pdf", PDF)})
    assert "Velg en dag etter at klagen kom, og ikke fram i tid." in bad.content.decode()
    posted["answered_on"] = "2025-05-20"
    bad = client.post(f"{address}klageinstans/", posted | {"file": SimpleUploadedFile("svar.pdf", b"Hei")})
    assert "Fila er ikke en PDF." in bad.content.decode()
    client.post(f"{address}klageinstans/", posted | {"file": SimpleUploadedFile("svar.pdf", PDF)})
    assert "Klageinstansen opphevet vedtaket 20. mai 2025. Statsforvalteren må" in client.get(address).content.decode()
    assert b"".join(client.get(f"{address}klageinstans/brev/").streaming_content) == PDF  # type: ignore[attr-defined]
