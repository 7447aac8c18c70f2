"""Every change that is decided has its letter, sealed and in the recipient's own language; and money is held back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.actors.models import Party
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, set_demo_day
from laget.base.cycle.calendar_queries import unread_by
from laget.base.cycle.models import Round, RuleSet, Task
from laget.base.cycle.permissions import may_decide
from laget.grant.changes.actions import Target, decide_change, propose_change
from laget.grant.changes.models import Change
from laget.grant.changes.permissions import can_decide, kinds_for, may_propose
from laget.grant.changes.queries import visible_to
from laget.grant.changes.states import State
from laget.grant.ledger.actions import book
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import deliver, send_letter, stop_letter
from laget.grant.tilsagn.queries import letters_visible_to
from laget.grant.tilsagn.verify import check
from laget.rules.ledger import Balance, CannotBook, Entry
from laget.rules.ledger import Kind as Booked
from testing.money import JUNE, MAY, award_to, pay_all, report_on
from testing.pdf import faults_in_pdf, lines_apart, text_of_pdf
from testing.people import World

Kind = Change.Kind
WAIT = timedelta(minutes=30)
GOES_ON = (Kind.CARRY_OVER, Kind.REPURPOSE, Kind.RETURN)
WHY = "Slik ble vi enige om i møtet."


def change(
    world: World, award: Award, kind: Change.Kind, amount: int = 50_000, *, wait: timedelta = timedelta(0)
) -> Change:
    made = proposed(world, award, kind, amount)
    return decide_change(made.pk, actor=world.act("dag", made.proposed_at), at=made.proposed_at, wait=wait)


def proposed(world: World, award: Award, kind: Change.Kind, amount: int = 50_000) -> Change:
    to = Target(None, 2026, "Fagdag om lek") if kind == Kind.REPURPOSE else None
    at = JUNE if balance_of(award, 2025).is_reported else MAY + timedelta(hours=kind == Kind.RELEASE)
    return propose_change(
        award, year=2025, kind=kind, amount=amount, reason=WHY, to=to, actor=world.act("eva", at), at=at
    )


def letter_of(found: Change) -> Letter:
    return Letter.objects.select_related("round__rule_set__stored", "recipient").get(about=str(found.pk))


def test_each_change_has_its_letter(world: World) -> None:
    award = award_to(world, "Nord universitet")
    pay_all(world)
    said = {kind: str(letter_of(change(world, award, kind))) for kind in (Kind.SUPPLEMENT, Kind.WITHHOLD, Kind.RELEASE)}
    report_on(award, used=100_000)
    said |= {kind: str(letter_of(change(world, award, kind))) for kind in GOES_ON}
    said[Kind.WRITE_OFF] = str(letter_of(change(world, award, Kind.WRITE_OFF, balance_of(award, 2025).owed)))
    assert said == {
        Kind.SUPPLEMENT: "Tillegg til tilskuddet for 2025",
        Kind.WITHHOLD: "Vi holder tilbake tilskudd for 2025",
        Kind.RELEASE: "Vi betaler ut tilskudd for 2025 igjen",
        Kind.CARRY_OVER: "Tilskudd for 2025 overføres til neste år",
        Kind.REPURPOSE: "Omdisponering av tilskudd for 2025",
        Kind.RETURN: "Krav om tilbakebetaling av tilskudd for 2025",
        Kind.WRITE_OFF: "Krav om tilbakebetaling for 2025 faller bort",
    }
    assert balance_of(award, 2025).owed == 0


DRAFT = ["Utkast. Dette er ikke et vedtak.", "Forberedt av Eva."]


@pytest.mark.parametrize("kind", [*GOES_ON, Kind.SUPPLEMENT, Kind.WITHHOLD])
def test_the_letter_is_looked_at_before_it_is_decided_and_then_says_the_same(
    world: World, client: Client, settings: Any, kind: Change.Kind
) -> None:
    settings.PICK_PERSON = True
    award = award_to(world, "Nord universitet")
    if kind == Kind.RETURN:
        pay_all(world)  # so that it demands what was paid
    made = proposed(world, award, kind)
    set_demo_day(MAY.date(), person=None)
    client.force_login(world.people["dag"])
    address = f"{made.get_absolute_url()}utkast/"
    assert address in client.get(made.get_absolute_url()).content.decode()
    draft = client.get(address).content
    assert faults_in_pdf(draft) == []
    decide_change(made.pk, actor=world.act("dag", MAY), at=MAY)
    with letter_of(made).file.open("rb") as file:
        only_in_draft, only_in_letter = lines_apart(draft, file.read())
    assert only_in_draft == DRAFT
    assert only_in_letter[0] == "Vedtatt av Dag, forberedt av Eva. Brevet er godkjent elektronisk og har derfor ingen"
    assert client.get(address).status_code == 404


def test_the_letter_is_sealed_in_nynorsk_and_says_what_was_decided(world: World, client: Client) -> None:
    Party.objects.filter(name="Nord universitet").update(language_decision="nn", email="post@nord.example")
    award = award_to(world, "Nord universitet")
    made = letter_of(change(world, award, Kind.SUPPLEMENT, 20_000))
    with made.file.open("rb") as file:
        content = file.read()
    verdict = check(content)
    assert (verdict.genuine, made.language) == (True, "nn")
    assert faults_in_pdf(content) == []
    text = " ".join(text_of_pdf(content).split())
    for words in (
        "Vi har vedteke å gi Nord universitet eit tillegg på 20 000 kr til «Språk».",
        WHY,
        "Vedteke av Dag, førebudd av Eva.",
        "De kan klage på vedtaket innan 3 veker",
    ):
        assert words in text.replace("\u202f", " ").replace("\xa0", " ")
    assert deliver(made.pk, at=MAY) is None
    assert [(m.to, m.subject) for m in mail.outbox] == [(["post@nord.example"], "Tillegg til tilskotet for 2025")]
    assert letter_of(Change.objects.get()).complain_by == (MAY + timedelta(days=21)).date()
    client.force_login(world.people["tom"])
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Klagefrist: 23. mai 2025." in page
    assert made.get_absolute_url() in client.get(made.page).content.decode()


def test_a_demand_says_where_to_pay_and_by_when(world: World) -> None:
    """As the county file has it; a county that has said nothing of it, sends that later."""
    award = award_to(world, "Nord universitet")
    pay_all(world)
    first = letter_of(change(world, award, Kind.RETURN, 20_000))
    assert first.said["intro"].endswith(" Vi sender kontonummer og frist.")
    text = world.round.rule_set.stored.text.replace("[letter]\n", '[letter]\nrepay_to = "00010007704"\n')
    load_county_file(text, county=world.county, by=SYSTEM, at=MAY)
    newest = RuleSet.objects.filter(county=world.county, key=world.round.rule_set.key).latest("loaded_at")
    Round.objects.filter(pk=world.round.pk).update(rule_set=newest)
    second = letter_of(change(world, Award.objects.get(pk=award.pk), Kind.RETURN, 20_000))
    last = f" Betal til konto 0001.00.07704 innen 1. juni 2025, og merk betalingen {second.reference}."
    assert second.said["intro"].endswith(last)


def test_a_letter_says_what_is_withheld_when_it_is_decided(world: World) -> None:
    award = award_to(world, "Nord universitet")
    withheld = proposed(world, award, Kind.WITHHOLD)
    assert withheld.amount == 300_000
    book([Entry(award.pk, 2025, Booked.PAID, 250_000)], round=world.round, about=award.pk, at=MAY)
    decide_change(withheld.pk, actor=world.act("dag", MAY), at=MAY)
    assert "holde tilbake 50\u202f000\xa0kr av tilskuddet" in letter_of(withheld).said["intro"]


def test_a_letter_promises_no_money_where_none_is_left(world: World) -> None:
    award = award_to(world, "Nord universitet")
    change(world, award, Kind.WITHHOLD)
    change(world, award, Kind.RETURN, 300_000)
    said = letter_of(change(world, award, Kind.RELEASE)).said
    assert said["intro"].endswith("Nå er det ikke noe igjen å betale ut.")
    assert said["lines"] == []


def test_the_letter_waits_and_can_be_stopped_and_sent(world: World, client: Client) -> None:
    award = award_to(world, "Nord universitet")
    made = letter_of(change(world, award, Kind.SUPPLEMENT, 20_000, wait=WAIT))
    tom, eva = world.act("tom", MAY), world.act("eva", MAY)
    assert not letters_visible_to(tom).exists()
    assert not unread_by(tom).exists()
    client.force_login(world.people["tom"])
    assert [client.get(page).status_code for page in (made.get_absolute_url(), made.page)] == [404, 404]
    assert not visible_to(tom).exists()
    assert visible_to(eva).exists()
    stop_letter(made.pk, actor=eva, at=MAY)
    assert list(Task.objects.filter(step="letter", done_at=None).values_list("title", "address")) == [
        ("Sende brev", made.get_absolute_url())
    ]
    send_letter(made.pk, actor=eva, at=MAY)
    assert not Task.objects.filter(step="letter", done_at=None).exists()
    assert letters_visible_to(tom).get() == made
    assert client.get(made.page).status_code == 200
    assert [(str(each), each.address) for each in unread_by(tom)] == [
        ("Dere har fått brev: Tillegg til tilskuddet for 2025.", made.get_absolute_url())
    ]
    assert not letters_visible_to(world.act("petra", MAY)).exists()


def test_money_may_go_back_before_any_report_and_is_then_owed(world: World) -> None:
    award = award_to(world, "Nord universitet")
    pay_all(world)
    change(world, award, Kind.RETURN, 300_000)
    assert (balance_of(award, 2025).right, balance_of(award, 2025).owed) == (0, 300_000)
    with pytest.raises(CannotBook, match="mer enn mottakeren skal betale tilbake"):
        change(world, award, Kind.WRITE_OFF, 300_001)
    change(world, award, Kind.WRITE_OFF, 100_000)
    assert (balance_of(award, 2025).owed, balance_of(award, 2025).written_off) == (200_000, 100_000)


@pytest.mark.parametrize(
    ("balance", "withheld", "kinds"),
    [
        (Balance(), False, []),
        (Balance(granted=9), False, [Kind.SUPPLEMENT, *GOES_ON, Kind.WITHHOLD]),
        (Balance(granted=9), True, [Kind.SUPPLEMENT, *GOES_ON, Kind.RELEASE]),
        (Balance(granted=9, paid=9), False, [Kind.SUPPLEMENT, *GOES_ON]),
        (Balance(granted=9, paid=9, used=9, is_reported=True), False, []),
        (Balance(granted=9, paid=9, used=5, is_reported=True), False, [*GOES_ON]),
        (Balance(granted=9, paid=9, returned=9, claimed=9), False, [Kind.WRITE_OFF]),
    ],
)
def test_what_may_be_done_with_money_as_it_stands(balance: Balance, withheld: bool, kinds: list[Change.Kind]) -> None:
    assert kinds_for(balance, withheld=withheld) == kinds


def test_who_may_do_what_with_a_change_in_every_state(world: World) -> None:
    award = award_to(world, "Nord universitet")
    found = change(world, award, Kind.SUPPLEMENT, 1)
    proposers = {name for name in world.people if may_propose(world.act(name, MAY), award)}
    assert proposers == {"eva"}
    for state in State:
        found.state = state
        for may, names in ((may_decide, {"dag"}), (can_decide, {"dag"} if state == State.PROPOSED else set())):
            assert {name for name in world.people if may(world.act(name, MAY), found)} == names, (may, state)
    found.proposed_by = world.people["dag"]
    assert not may_decide(world.act("dag", MAY), found)
    assert Role.DECIDER in {h.role for h in world.act("dag", MAY).holdings}
