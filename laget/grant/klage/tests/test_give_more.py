"""What a klage that is upheld gives: of the right year's money, in the right ordning, and no more than there is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import open_round
from laget.base.cycle.models import Task
from laget.base.ui.templatetags.ui import kr
from laget.grant.allocation.queries import money_of
from laget.grant.changes.models import Change
from laget.grant.corrections.actions import decide_correction, propose_correction
from laget.grant.klage.actions import (
    Proposal,
    complain,
    decide_klage,
    propose_answer,
)
from laget.grant.klage.queries import lines_of
from laget.grant.klage.states import Outcome
from laget.grant.klage.tests.answering import WANTS, WHY, answered, changed, tom_complains
from laget.grant.ledger.actions import book
from laget.grant.ledger.models import Entry
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import stop_letter
from laget.rules.ledger import CannotBook, Kind
from laget.rules.ledger import Entry as Booked
from testing.money import MAY, award_to, pay_all
from testing.people import AUTUMN, World
from testing.ranking import build_ranked_world


def test_no_more_is_given_than_the_county_has(world: World, letter: Letter) -> None:
    line, free = lines_of(letter)[0], money_of(world.round).free
    with pytest.raises(CannotBook, match="er mer enn fylket har igjen"):
        answered(world, tom_complains(world, letter), Outcome.UPHOLD, more={line.key: free + 1})


def test_a_second_one_goes_on_from_what_the_first_gave(world: World, letter: Letter) -> None:
    line = next(line for line in lines_of(letter) if line.award)
    answered(world, tom_complains(world, letter), Outcome.UPHOLD, more={line.key: 7_000})
    (again,) = [each for each in lines_of(letter) if each.key == line.key]
    assert again.now == line.now + 7_000
    klage = answered(world, tom_complains(world, letter), Outcome.UPHOLD, more={line.key: 5_000})
    new = Letter.objects.filter(about=str(klage.pk)).latest("pk")
    assert new.said["lines"][0][2] == kr(line.now + 12_000)


def test_what_is_given_is_booked_in_the_ordning_it_is_of(db: None) -> None:
    """A county may have several rounds in a year, one for each of its ordninger."""
    world = build_ranked_world()
    other = open_round(world.county, year=2025, ordning="desentralisert-ordning", actor=world.act("eva"), at=AUTUMN)
    award = award_to(replace(world, round=other), "Kysten")
    letter, before = changed(world, award, Change.Kind.SUPPLEMENT, 10), money_of(other).granted
    klage = complain(letter, wants=WANTS, grounds=WHY, actor=world.act("nina", MAY), at=MAY)
    answered(world, klage, Outcome.UPHOLD, more={lines_of(letter)[0].key: 5_000})
    assert money_of(other).granted == before + 5_000
    assert Entry.objects.get(about=str(klage.pk)).round == other


def test_what_comes_back_binds_the_year_that_has_begun_since(world: World) -> None:
    award = award_to(world, "Nord universitet", {2025: 10, 2026: 300_000})
    letter = changed(world, award, Change.Kind.RETURN, 300_000, year=2026)
    klage, at = tom_complains(world, letter, at=MAY), MAY + timedelta(days=130)
    round = open_round(world.county, year=2026, actor=world.act("eva", at), at=at)
    assert money_of(round).bound == 0
    proposal = Proposal(Outcome.UPHOLD, "Dere har rett.", more={lines_of(letter)[0].key: 300_000})
    propose_answer(klage.pk, proposal, actor=world.act("eva", at), at=at)
    free = Booked(award.pk, 2026, Kind.SUPPLEMENT, money_of(round).free)
    with transaction.atomic():
        book([free], round=round, about=klage.pk, at=at)
        with pytest.raises(CannotBook, match="er mer enn fylket har igjen"):
            decide_klage(klage.pk, proposed_at=at, actor=world.act("dag", at), at=at)
        transaction.set_rollback(True)
    decide_klage(klage.pk, proposed_at=at, actor=world.act("dag", at), at=at)
    assert balance_of(award, 2026).right == 300_000
    assert money_of(round).bound == 300_000


def test_what_is_withheld_is_asked_about_when_a_klage_over_it_is_upheld(world: World) -> None:
    award = award_to(world, "Nord universitet")
    klage = tom_complains(world, changed(world, award, Change.Kind.WITHHOLD), at=MAY)
    answered(world, klage, Outcome.UPHOLD)
    (task,) = Task.objects.filter(about=str(award.pk), done_at=None)
    assert (task.title, task.role) == ("Avgjøre om penger skal holdes tilbake lenger", Role.CASE_OFFICER)


def test_a_letter_that_is_corrected_does_not_tell_of_what_another_waits_to_tell(world: World, letter: Letter) -> None:
    line, klage, wait = lines_of(letter)[0], tom_complains(world, letter), timedelta(minutes=30)
    proposal = Proposal(Outcome.UPHOLD, "Dere har rett.", more={line.key: 7_000})
    propose_answer(klage.pk, proposal, actor=world.act("eva", MAY), at=MAY)
    decide_klage(klage.pk, proposed_at=MAY, actor=world.act("dag", MAY), at=MAY, wait=wait)
    new, received = Letter.objects.filter(about=str(klage.pk)).order_by("-pk")
    stop_letter(new.pk, actor=world.act("eva", MAY), at=MAY)
    found = propose_correction(
        received, what="Navnet.", texts={"recipient": "Nord"}, actor=world.act("eva", MAY), at=MAY
    )
    decide_correction(found.pk, actor=world.act("dag", MAY), at=MAY)
    assert not Entry.objects.filter(about=str(klage.pk), known_since__isnull=False).exists()


def test_a_demand_for_repayment_that_is_complained_of_falls_away(world: World) -> None:
    award = award_to(world, "Nord universitet")
    pay_all(world)
    letter = changed(world, award, Change.Kind.RETURN, 50_000)
    (line,) = lines_of(letter)
    klage = tom_complains(world, letter, at=MAY)
    with pytest.raises(CannotBook, match="ikke bli mer enn det vedtaket tok tilbake"):
        answered(world, klage, Outcome.UPHOLD, more={line.key: 50_001})
    answered(world, klage, Outcome.UPHOLD, more={line.key: 50_000})
    now = balance_of(award, 2025)
    assert (now.right, now.owed, now.returned, now.held) == (300_000, 0, 0, 300_000)
