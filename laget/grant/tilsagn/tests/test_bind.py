"""What is granted is booked, and later years bind the next year's money before anything else is divided."""

from datetime import datetime
from uuid import uuid4

import pytest

from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.reading import COUNTIES
from laget.base.questions.answers import NotReady
from laget.grant.allocation.queries import inputs_for, money_of
from laget.grant.ledger.actions import book, make_known
from laget.grant.ledger.models import Award, Entry
from laget.grant.ledger.queries import balance_of, bound_in
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.rules import ledger
from laget.rules.apportionment import Post
from laget.rules.ledger import Kind
from testing.money import MAY, award_to
from testing.people import AUTUMN, OSLO, World


def test_every_krone_that_is_granted_is_in_the_ledger(world: World) -> None:
    world.carry("send")
    granted = GrantedAmount.objects.filter(amount__gt=0)
    assert granted.count() == Entry.objects.count()
    for each in granted.select_related("award"):
        assert each.award
        assert balance_of(each.award, each.year).granted == each.amount
        assert each.award.known_since


def test_a_tiltak_granted_for_two_years_is_one_award_that_binds_the_next_year(world: World) -> None:
    world.carry("decide")
    (goes_on,) = Award.objects.filter(entries__year=2026)
    assert goes_on.recipient == world.parties["Fosen"]
    assert sorted(goes_on.entries.values_list("year", "kind"))[-1] == (2026, "granted")
    at = datetime(2025, 9, 1, 9, tzinfo=OSLO)
    round = open_round(world.county, year=2026, actor=world.act("eva", at), at=at)
    assert bound_in(round) == [Post(f"{goes_on.name}, Fosen", 120_000)]
    assert inputs_for(round, day=at.date()).bound == tuple(bound_in(round))
    assert money_of(round).free == money_of(round).frame - 120_000


def test_what_was_given_before_laget_binds_the_year_beside_the_awards_that_are_here(world: World) -> None:
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    bound = '[years.2026]\nbound = [{ name = "Gitt på papir", amount = 7 }]\n'
    at = datetime(2025, 9, 1, 9, tzinfo=OSLO)
    load_county_file(text.replace("[years.2026]\n", bound), county=world.county, by=SYSTEM, at=at)
    round = open_round(world.county, year=2026, actor=world.act("eva", at), at=at)
    assert inputs_for(round, day=at.date()).bound == (Post("Gitt på papir", 7),)
    award_to(world, "Fosen", {2025: 10, 2026: 120_000})
    assert [post.amount for post in inputs_for(round, day=at.date()).bound] == [120_000, 7]
    assert money_of(round).bound == 120_007


def test_what_was_given_up_before_the_year_began_binds_no_longer(world: World) -> None:
    goes_on = award_to(world, "Fosen", {2025: 10, 2026: 120_000})
    out = ledger.give_up(balance_of(goes_on, 2026), Kind.RETURNED, 20_000, award=goes_on.pk, year=2026)
    book([out], round=world.round, about=(about := uuid4()), at=MAY)
    make_known(about, at=MAY)
    at = datetime(2025, 9, 1, 9, tzinfo=OSLO)
    round = open_round(world.county, year=2026, actor=world.act("eva", at), at=at)
    assert [post.amount for post in bound_in(round)] == [100_000]


def test_more_than_the_county_has_free_is_not_granted(world: World) -> None:
    world.carry("recommend")
    prepare_tilsagn(world.round, actor=world.act("eva"), at=AUTUMN)
    tilsagn = Tilsagn.objects.get(subject=world.parties["Nord universitet"])
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("eva"), at=AUTUMN)
    other = Award.objects.create(
        county=world.county, given_in=world.round, recipient=world.parties["Fosen"], name="Alt som er fritt"
    )
    free = ledger.Entry(other.pk, 2025, Kind.GRANTED, money_of(world.round).free)
    book([free], round=world.round, about=uuid4(), at=AUTUMN)
    with pytest.raises(NotReady, match="er mer enn fylket har igjen for året"):
        give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("dag"), at=AUTUMN)
    assert Tilsagn.objects.get(pk=tilsagn.pk).state == "proposed"
