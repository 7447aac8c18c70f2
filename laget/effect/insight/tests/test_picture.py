"""The picture from need to change: every figure is the sum that SQL comes to by itself, and what lies under adds up."""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from laget.base.actors.models import Party
from laget.base.cycle.actions import open_round
from laget.base.ui.templatetags.ui import day, decimals, kr
from laget.effect.events.models import Funding, SignUp
from laget.effect.insight import money_queries, need_queries, reach_queries
from laget.effect.insight.below_queries import below
from laget.effect.insight.change_queries import shifts_of
from laget.effect.insight.map_queries import together_in
from laget.effect.insight.nation_queries import counties_in
from laget.effect.insight.picture_queries import Choice, Scope, choose, visible_to
from laget.effect.insight.steering_queries import steering_of
from laget.effect.insight.tests import sums
from laget.effect.insight.under_queries import FIGURES, under
from laget.effect.uptake.actions import count_county
from laget.effect.uptake.models import Attended
from laget.grant.ledger.actions import book, make_known, open_award
from laget.need.surveys.instrument_file import Layer
from laget.rules.ledger import Entry as Booked
from laget.rules.ledger import Kind
from testing.collecting import today_as
from testing.events import many_signed_up, open_event
from testing.money import MAY, award_to
from testing.people import AUTUMN, YEAR, World
from testing.surveys import frozen_survey

PARTIES = {
    "county": "Trøndelag",
    "network": "Innherred",
    "owner": "Inderøy kommune",
    "unit": "Solbakken barnehage",
    "partner": "Nord universitet",
}
SEEN_BY = {"county": "eva", "network": "nina", "owner": "ola", "unit": "kari", "partner": "tom"}
UNITS = ("Solbakken barnehage", "Sakshaug skole", "Fjordgløtt barnehage")
IN_INNHERRED = ("Innherred", "Inderøy kommune", "Fjordgløtt SA", *UNITS)


def scope_of(world: World, span: str) -> Scope:
    return Scope.of(Party.objects.get(pk=world.parties[PARTIES[span]].pk), day=AUTUMN.date())


def chosen(world: World, ordning: str = "") -> Choice:
    return choose(world.county.pk, year=str(YEAR), ordning=ordning, day=AUTUMN.date())


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


@pytest.mark.parametrize("span", PARTIES)
def test_each_figure_is_the_sum_that_sql_comes_to(year: World, span: str) -> None:
    scope, choice = scope_of(year, span), chosen(year)
    party = scope.party.pk
    found = money_queries.money_of(scope.awards, choice)[YEAR]
    shown = {name: getattr(found, name) for name in sums.WHAT}
    assert shown == sums.money(span, party, YEAR)
    assert shown["granted"] >= shown["used"] > 0
    sent = need_queries.many_sent(scope, choice)
    for kind in ("assessment", "behovsmelding"):
        assert sent[kind] == sums.sent(span, party, YEAR, kind)
    inside = {
        "county": list(Party.objects.values_list("pk", flat=True)),
        "network": [year.parties[name].pk for name in IN_INNHERRED],
        "owner": [year.parties[name].pk for name in (PARTIES["owner"], PARTIES["unit"], "Sakshaug skole")],
        "unit": [party],
    }
    attended = reach_queries.attended_by(scope, choice)
    if span == "partner":
        assert attended is None  # counted network by network
        return
    assert attended
    assert attended.number == sums.came(inside[span], YEAR) > 0


@pytest.mark.parametrize("span", PARTIES)
def test_the_page_says_what_sql_says(year: World, span: str) -> None:
    scope = scope_of(year, span)
    truth = sums.money(span, scope.party.pk, YEAR)
    page = as_(year, SEEN_BY[span]).get(f"/bildet/{scope.party.pk}/?aar={YEAR}").content.decode()
    chain = page.partition('<ol class="chain">')[2].partition("</ol>")[0]
    figures = [text.strip() for text in re.findall(r'">([^<>]+)<span class="ds-sr-only">', chain)]
    documents = "assessment" if span in ("owner", "unit") else "behovsmelding"
    need = sums.sent(span, scope.party.pk, YEAR, documents)
    assert figures[:3] == [str(need), str(truth["tiltak"]), kr(truth["granted"])]
    row = page.partition(f'aar={YEAR}">{YEAR}</a></th>')[2].partition("</tr>")[0]
    assert [kr(truth[name]) in row for name in ("granted", "paid", "used", "unused")] == [True] * 4


@pytest.mark.parametrize("span", PARTIES)
def test_what_lies_under_a_figure_adds_up_to_it(year: World, span: str) -> None:
    scope, choice, actor = scope_of(year, span), chosen(year), today_as(year, SEEN_BY[span])
    money = money_queries.money_of(scope.awards, choice)[YEAR]
    sent = need_queries.many_sent(scope, choice)
    rows = {figure: _rows(under(figure, scope, choice, actor)) for figure in FIGURES}
    assert len(rows["vurderinger"]) == sent["assessment"] > 0
    assert len(rows["behov"]) == sent["behovsmelding"]
    assert len(rows["tiltak"]) == money.tiltak > 0
    assert len(rows["arrangementer"]) > 0
    assert [sum(each[-3 + n] for each in rows["tildelinger"]) for n in range(3)] == [
        money.granted,
        money.paid,
        money.used,
    ]
    assert sum(each[-3] for each in rows["tiltak"]) == sum(each[-3] for each in rows["tildelinger"]) - _outside_tiltak(
        scope
    )


def _rows(found: Any) -> list[list[Any]]:
    return [[row.name, *row.cells] for row in found.rows_of(list(found.found))]


def _outside_tiltak(scope: Scope) -> int:
    return sum(
        each.amount
        for award in scope.awards.filter(tiltak=None)
        for each in award.entries.filter(year=YEAR, kind__in=sums.GRANTED)
    )


def test_the_money_flows_from_networks_to_recipients_and_all_of_it_arrives(year: World) -> None:
    scope, choice = scope_of(year, "county"), chosen(year)
    streams = money_queries.streams_of(scope, choice)
    total = sums.one("SELECT sum(amount) FROM ledger_entry WHERE kind IN ('granted', 'supplement')")
    assert sum(each.amount for each in streams) == total
    to_nord = sum(each.amount for each in streams if each.recipient == year.parties["Nord universitet"].pk)
    assert to_nord == sums.one(
        """SELECT sum(e.amount) FROM ledger_entry e JOIN ledger_award a ON a.id = e.award_id
           WHERE a.recipient_id = %(party)s AND e.kind IN ('granted', 'supplement')""",
        party=year.parties["Nord universitet"].pk,
    )


def test_those_below_have_the_figures_of_their_own_pictures(year: World) -> None:
    choice, eva = chosen(year), today_as(year, "eva")
    for each in below(scope_of(year, "county"), choice, eva):
        truth = sums.money("network", each.party.pk, YEAR)
        assert each.money
        assert (each.money.tiltak, each.money.granted) == (truth["tiltak"], truth["granted"])
        assert [each.sent[kind] for kind in ("assessment", "behovsmelding")] == [
            sums.sent("network", each.party.pk, YEAR, kind) for kind in ("assessment", "behovsmelding")
        ]
    owners = {each.party.name: each for each in below(scope_of(year, "network"), choice, today_as(year, "nina"))}
    page = as_(year, "eva").get(f"/bildet/{year.county.pk}/?aar={YEAR}").content.decode()
    innherred = sums.money("network", year.parties["Innherred"].pk, YEAR)
    under = f"/bildet/{year.parties['Innherred'].pk}/under/tiltak/?aar={YEAR}"
    assert f'<a href="{under}">{innherred["tiltak"]}</a>' in page
    assert innherred["granted"] > sums.one(
        """SELECT sum(e.amount) FROM ledger_entry e JOIN ledger_award a ON a.id = e.award_id
           JOIN tiltak_tiltak t ON t.id = a.tiltak_id
           WHERE t.network_id = %(party)s AND e.kind IN ('granted', 'supplement')""",
        party=year.parties["Innherred"].pk,
    )  # since it is paid to coordinate besides
    assert f'{under.replace("tiltak", "tildelinger")}">{kr(innherred["granted"])}</a>' in page
    inderoy = owners["Inderøy kommune"]
    assert inderoy.attended
    assert inderoy.attended.number == sums.came([year.parties[name].pk for name in UNITS[:2]], YEAR)
    assert inderoy.sent["behovsmelding"] == sums.sent("owner", inderoy.party.pk, YEAR, "behovsmelding")
    units = {each.party.name: each.sent["assessment"] for each in below(scope_of(year, "owner"), choice, eva)}
    assert units == {name: sums.sent("unit", year.parties[name].pk, YEAR, "assessment") for name in sorted(UNITS[:2])}


def test_an_ordning_is_a_part_of_the_whole_and_the_next_regulation_has_what_it_took_over(world: World) -> None:
    first = award_to(world, "Nord universitet", {YEAR: 300_000, YEAR + 1: 200_000})
    then = open_round(world.county, year=YEAR + 1, actor=world.act("eva", MAY), at=MAY)
    assert then.ordning_id != world.round.ordning_id
    second = open_award(then, recipient=world.parties["DMMH"], name="Nytt")
    book([Booked(second.pk, YEAR + 1, Kind.GRANTED, 70_000)], round=then, about=second.pk, at=MAY)
    make_known(second.pk, at=MAY)
    for event in (open_event(world), open_event(world, begins=MAY.replace(year=YEAR + 1))):
        many_signed_up(world, event, 36)
        SignUp.objects.filter(event=event).update(attended_at=event.begins)
        Funding.objects.create(event=event, award=first, year=event.begins.year)
    count_county(world.county.pk, at=MAY)
    scope, old, new = scope_of(world, "county"), world.round.ordning.key, then.ordning.key

    def shown(year: int, ordning: str) -> tuple[int, int | None]:
        choice = choose(world.county.pk, year=str(year), ordning=ordning, day=MAY.date())
        money, came = money_queries.money_of(scope.awards, choice), reach_queries.attended_by(scope, choice)
        return money.get(year, money_queries.Money()).granted, came.number if came else None

    assert [shown(YEAR, each) for each in ("", old, new)] == [(300_000, 36), (300_000, 36), (0, None)]
    # What was granted under the old one binds the new one's money.
    assert [shown(YEAR + 1, each) for each in ("", old, new)] == [(270_000, 36), (200_000, 36), (270_000, 36)]
    under = choose(world.county.pk, year=str(YEAR + 1), ordning=new, day=MAY.date())
    assert list(reach_queries.events_in(scope, under, world.act("eva", MAY))) == [event]
    told = {each.year: each for each in steering_of(world.county)}
    assert (told[YEAR + 1].bound, told[YEAR + 1].granted, told[YEAR + 1].recipients) == (200_000, 70_000, 2)
    assert (told[YEAR + 1].participants, told[YEAR + 1].public_units) == (36, 2)
    assert (told[YEAR].granted, told[YEAR].participants, told[YEAR].public_units, told[YEAR].private_units) == (
        300_000, 36, 2, 1,
    )  # fmt: skip
    (country,) = counties_in(YEAR + 1, whole=True, ordning=new)
    assert (country.money.granted, country.came) == (270_000, 36)


def test_units_are_covered_by_what_they_have_sent_and_been_to(year: World) -> None:
    scope, choice = scope_of(year, "county"), chosen(year)
    found = {each.name: each for each in need_queries.coverage(scope, choice)}
    units = sums.one("SELECT count(*) FROM actors_organisation WHERE kind IN ('kindergarten', 'school')")
    assert sum(each.units for each in found.values()) == units == 5
    assert (found["Private"].units, found["Private"].took_part) == (1, 1)
    assert found["Kommunale"].took_part == 2  # those of Inderøy, and none of Ørland
    assessed = sums.one(
        "SELECT count(DISTINCT subject_id) FROM questions_document WHERE kind = 'assessment' AND reach <> 'authors'"
    )
    assert sum(each.assessed for each in found.values()) == assessed
    both = need_queries.with_cover(need_queries.units_with_cover(scope, choice), "begge")
    assert both.count() == sum(each.by_cover["begge"] for each in found.values())


def test_the_country_is_the_sum_of_its_counties_and_the_public_sees_what_is_granted(year: World) -> None:
    truth = sums.money("county", year.county.pk, YEAR)
    (public,) = counties_in(YEAR, whole=False)
    (whole,) = counties_in(YEAR, whole=True)
    assert (public.money.granted, public.money.tiltak) == (truth["granted"], truth["tiltak"])
    assert (public.money.paid, public.money.used, public.came) == (0, 0, None)
    assert (whole.money.paid, whole.money.used) == (truth["paid"], truth["used"])
    assert whole.needs == sums.sent("county", year.county.pk, YEAR, "behovsmelding")
    page = Client().get("/bildet/landet/").content.decode()
    assert ("Utbetalt" in page, "Frammøter" in page, kr(truth["granted"]) in page) == (False, False, True)
    full = as_(year, "dag").get("/bildet/landet/").content.decode()
    assert [kr(truth[name]) in full for name in ("granted", "paid", "used")] == [True] * 3


def test_few_who_came_are_hidden_and_so_is_what_would_give_them_away(world: World) -> None:
    event = open_event(world)
    many_signed_up(world, event, 36)
    home = world.parties["Solbakken barnehage"].pk
    there = SignUp.objects.filter(event=event)
    there.exclude(party=home).update(attended_at=event.begins)
    there.filter(pk__in=there.filter(party=home).values("pk")[:3]).update(attended_at=event.begins)
    count_county(world.county.pk, at=AUTUMN)
    shown = {span: reach_queries.attended_by(scope_of(world, span), chosen(world)) for span in PARTIES}
    numbers = {span: each.number if each else 0 for span, each in shown.items()}
    assert numbers == {"county": 27, "network": 27, "owner": 15, "unit": None, "partner": 0}
    sakshaug = Scope.of(Party.objects.get(pk=world.parties["Sakshaug skole"].pk), day=AUTUMN.date())
    hidden = reach_queries.attended_by(sakshaug, chosen(world))
    assert hidden
    assert hidden.number is None  # the owner's less the school's would be the kindergarten's
    page = as_(world, "kari").get(f"/bildet/{home}/").content.decode()
    assert "Skjermet" in page


def test_three_who_came_three_times_are_still_three(world: World) -> None:
    for n in range(3):
        event = open_event(world)
        many_signed_up(world, event, 9)  # three from each of three units
        SignUp.objects.filter(event=event).update(attended_at=event.begins)
        if n:
            Funding.objects.create(event=event, award=award_to(world, "Innherred", name=f"Penger {n}"), year=YEAR)
    count_county(world.county.pk, at=AUTUMN)
    shown = {span: reach_queries.attended_by(scope_of(world, span), chosen(world)) for span in PARTIES}
    assert [each.number if each else 0 for each in shown.values()] == [27, 27, None, None, 0]
    told = {each.ordning_id: each.number for each in Attended.objects.filter(party=world.county)}
    assert told == {None: 27, world.round.ordning_id: 18}  # of the nine who came to each


def test_each_sees_where_they_work_what_they_own_carry_on_and_follow(world: World) -> None:
    def seen(name: str) -> set[str]:
        return {party.name for party in visible_to(world.act(name))}

    assert seen("kari") == seen("knut") == {"Solbakken barnehage"}
    assert seen("ola") == {"Inderøy kommune", "Solbakken barnehage", "Sakshaug skole"}
    assert seen("nina") == {"Innherred", "Inderøy kommune", "Fjordgløtt SA"}
    assert {"Nord universitet", "Innherred", "Fjordgløtt SA"} <= seen("tom")
    assert not {"DMMH", "Trøndelag", "Solbakken barnehage"} & seen("tom")
    assert {"Trøndelag", "Innherred", "Fosen", "Ørland kommune"} <= seen("eva")
    assert "Solbakken barnehage" not in seen("eva")
    assert seen("ada") == set()


def test_every_page_opens_for_those_who_may_and_its_files_too(year: World) -> None:
    eva = as_(year, "eva")
    address = f"/bildet/{year.county.pk}/"
    for page in ("", "penger/", "samarbeid/", "dekning/", "styring/", *(f"under/{each}/" for each in FIGURES)):
        answer = eva.get(f"{address}{page}?aar={YEAR}")
        assert answer.status_code == 200, page
    for page in ("penger/", "dekning/", "under/tiltak/", "under/tildelinger/", "under/vurderinger/"):
        assert eva.get(f"{address}{page}?som=xlsx").content[:2] == b"PK", page
    assert eva.get(f"{address}under/tildelinger/?mottaker={year.parties['Nord universitet'].pk}").status_code == 200
    for wrong in ("under/finnes-ikke/", "under/tildelinger/?mottaker=nei"):
        assert eva.get(f"{address}{wrong}").status_code == 404, wrong
    assert eva.get(f"{address}?aar=nei&ordning=finnes-ikke").status_code == 200
    assert as_(year, "nina").get(address).status_code == 404
    assert as_(year, "siri").get(f"{address}styring/").status_code == 404


def test_a_day_is_a_day_in_a_file_and_said_in_words_on_the_page(year: World) -> None:
    eva = as_(year, "eva")
    for figure in ("behov", "arrangementer"):
        address = f"/bildet/{year.county.pk}/under/{figure}/?aar={YEAR}"
        cell = load_workbook(BytesIO(eva.get(f"{address}&som=xlsx").content)).active.cell(2, 4)
        assert (type(cell.value), cell.number_format) == (datetime, "[$-414]d. mmmm yyyy")
        assert f">{day(cell.value.date())}<" in eva.get(address).content.decode()


def test_the_network_map_has_every_owner_and_the_partners_it_has_tiltak_with(year: World) -> None:
    (innherred,) = together_in(scope_of(year, "network"), chosen(year))
    assert [each.name for each in innherred.owners] == ["Fjordgløtt SA", "Inderøy kommune"]
    with_tiltak = {each.name: each.tiltak for each in innherred.partners if each.tiltak}
    truth = sums.one(
        """SELECT count(DISTINCT t.id) FROM tiltak_tiltak t JOIN tiltak_tiltak_partners p ON p.tiltak_id = t.id
           JOIN ledger_award a ON a.tiltak_id = t.id AND a.known_since IS NOT NULL
           WHERE t.network_id = %(network)s AND p.organisation_id = %(uh)s""",
        network=year.parties["Innherred"].pk,
        uh=year.parties["Nord universitet"].pk,
    )
    assert with_tiltak["Nord universitet"] == truth > 0


def test_the_pages_ask_as_much_with_three_hundred_as_with_one(year: World) -> None:
    eva = as_(year, "eva")
    address, asked = f"/bildet/{year.county.pk}/", []
    pages = ("", "penger/", "samarbeid/", "dekning/", "styring/", "under/tildelinger/", "under/tiltak/")
    for n in (1, 299):
        for _each in range(n):
            award = open_award(year.round, recipient=year.parties["Nord universitet"], name="Språk")
            book([Booked(award.pk, YEAR, Kind.GRANTED, 100)], round=year.round, about=award.pk, at=AUTUMN)
            make_known(award.pk, at=AUTUMN)
        with CaptureQueriesContext(connection) as counting:
            assert [eva.get(f"{address}{page}").status_code for page in pages] == [200] * len(pages)
        asked.append(len(counting))
    assert asked[0] == asked[1]


def test_change_is_what_two_autumns_show_and_nothing_where_a_group_is_hidden(world: World) -> None:
    invited = {"Solbakken barnehage": {Layer.STAFF: 3}, "Sakshaug skole": {Layer.STAFF: 20, Layer.LEADERS: 6}}
    first = frozen_survey(world, opens=date(YEAR - 1, 10, 1), invited=invited)
    again = frozen_survey(world, opens=date(YEAR, 10, 1), previous=first, lift=1, invited=invited)
    ola = world.act("ola")
    (shift,) = shifts_of(scope_of(world, "owner"), chosen(world), ola)
    assert (shift.survey, shift.down) == (again, 0)
    assert 0 < shift.up <= len(shift.measures)
    result = as_(world, "ola").get(f"/kartlegging/{again.pk}/resultat/?gruppe={shift.group.pk if shift.group else 0}")
    page = as_(world, "ola").get(f"/bildet/{world.parties['Inderøy kommune'].pk}/?aar={YEAR}").content.decode()
    for measure in shift.measures:
        assert measure.figure
        assert f">{decimals(measure.figure.mean)}</td>" in page
        assert decimals(measure.figure.mean) in result.content.decode()
    (hidden,) = shifts_of(scope_of(world, "unit"), chosen(world), world.act("kari"))  # three were asked there
    assert (hidden.group, hidden.measures) == (None, ())
    assert shifts_of(scope_of(world, "network"), chosen(world), world.act("pål")) == []
