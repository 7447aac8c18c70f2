"""What people write in their own words is read by one named person before anyone else sees it."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.audit.models import Entry
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import ReleasedGroup, Remark, Survey
from laget.need.surveys.result_actions import clear_remarks, delete_remarks
from testing.collecting import Invited, opened
from testing.people import AUTUMN, World
from testing.surveys import frozen_survey

pytestmark = pytest.mark.django_db
WORDS = "Vi trenger mer tid sammen"


@pytest.fixture
def survey(world: World) -> Survey:
    """Neither unit has twenty that answer, so their words stand together, at the owner."""
    return frozen_survey(world, instrument="standpoint_kindergarten", invited=invited(17, 15), remark=WORDS)


def invited(solbakken: int, sakshaug: int, **others: int) -> Invited:
    named = {"Solbakken barnehage": solbakken, "Sakshaug skole": sakshaug, **others}
    return {name: {Layer.STAFF: number} for name, number in named.items()}


def homes(survey: Survey) -> dict[str, int]:
    """How many wrote something, by the group their words stand at. Everyone writes on every question."""
    groups = Remark.objects.filter(group__release__survey=survey).values_list("group__level", "group__name", "item")
    asked = len({item for _level, _name, item in groups})
    found = Counter(f"{level}: {name}" for level, name, _item in groups)
    return {name: number // asked for name, number in found.items()}


def page(client: Client, survey: Survey, kind: str = "") -> str:
    group = Remark.objects.filter(group__release__survey=survey).values_list("group", flat=True)[:1]
    pk = group[0] if group else ReleasedGroup.objects.filter(release__survey=survey).earliest("pk").pk
    return client.get(f"/kartlegging/{survey.pk}/resultat/?gruppe={pk}&som={kind}").content.decode("utf-8-sig")


def test_nobody_sees_them_until_they_are_read(world: World, client: Client, survey: Survey) -> None:
    assert Remark.objects.count() > 20
    for who in ("kari", "ola"):
        client.force_login(world.people[who])
        assert WORDS not in page(client, survey)
        assert WORDS not in page(client, survey, "csv")


def test_words_stand_at_the_narrowest_group_with_enough_who_have_no_narrower_one(world: World) -> None:
    small, large = (
        frozen_survey(world, instrument="standpoint_kindergarten", remark=WORDS, invited=numbers)
        for numbers in (invited(17, 15), invited(25, 22))
    )
    assert homes(small) == {"owner: Inderøy kommune": 32}
    assert homes(large) == {"unit: Solbakken barnehage": 25, "unit: Sakshaug skole": 22}


def test_the_words_of_a_few_do_not_stand_alone_beside_those_of_a_large_unit(world: World) -> None:
    """At the owner everyone would see that they are not from Solbakken, so they could only be from Sakshaug."""
    survey = frozen_survey(world, instrument="standpoint_kindergarten", remark=WORDS, invited=invited(25, 8))
    assert homes(survey) == {"unit: Solbakken barnehage": 25}


def test_the_words_of_small_units_climb_until_they_are_enough(world: World) -> None:
    others = {"Havhesten barnehage": 9, "Opphaug skole": 8}
    survey = frozen_survey(
        world,
        who="eva",
        party="Trøndelag",
        instrument="standpoint_kindergarten",
        remark=WORDS,
        invited=invited(25, 8, **others),
    )
    assert homes(survey) == {"unit: Solbakken barnehage": 25, "county: Trøndelag": 25}


def test_only_the_leader_of_those_who_asked_may_read_them(world: World, client: Client, survey: Survey) -> None:
    address = f"/kartlegging/{survey.pk}/resultat/fritekst/"
    seen = {}
    for who in ("ola", "kari", "knut", "nina", "eva", "ada", "pia"):
        client.force_login(world.people[who])
        seen[who] = client.get(address).status_code
    assert seen == {"ola": 200, "kari": 404, "knut": 404, "nina": 404, "eva": 404, "ada": 404, "pia": 404}
    with pytest.raises(PermissionDenied):
        clear_remarks(survey, remarks=[Remark.objects.all()[0].pk], actor=world.act("kari"), at=AUTUMN)


def test_what_is_cleared_is_shown_and_the_rest_is_not(world: World, client: Client, survey: Survey) -> None:
    first, second, third = Remark.objects.order_by("pk")[:3]
    client.force_login(world.people["ola"])
    address = f"/kartlegging/{survey.pk}/resultat/fritekst/"
    client.post(address, {"remark": [first.pk], "clear": "1"})
    client.post(address, {"remark": [second.pk], "delete": "1"})
    assert Remark.objects.get(pk=first.pk).cleared_by == world.people["ola"]
    assert not Remark.objects.filter(pk=second.pk).exists()
    client.force_login(world.people["kari"])
    for text in (page(client, survey), page(client, survey, "csv")):
        assert first.text in text
        assert third.text not in text.replace(first.text, "")


def test_clearing_and_deleting_leave_their_number_in_the_log_and_no_words(world: World, survey: Survey) -> None:
    some = list(Remark.objects.order_by("pk").values_list("pk", flat=True)[:5])
    ola = world.act("ola")
    assert clear_remarks(survey, remarks=some[:2], actor=ola, at=AUTUMN) == 2
    assert delete_remarks(survey, remarks=some[2:], actor=ola, at=AUTUMN) == 3
    assert delete_remarks(survey, remarks=some[:2], actor=ola, at=AUTUMN) == 0  # what is cleared stays
    entries = Entry.objects.filter(about=str(survey.pk)).order_by("-number")[:2]
    assert [(each.act, each.actor_name, each.detail) for each in reversed(entries)] == [
        ("clear", "Ola", {"remarks": 2}),
        ("delete", "Ola", {"remarks": 3}),
    ]


def test_one_survey_s_words_are_not_cleared_through_another(world: World, survey: Survey) -> None:
    other = frozen_survey(world)
    assert clear_remarks(other, remarks=[Remark.objects.all()[0].pk], actor=world.act("ola"), at=AUTUMN) == 0


@pytest.mark.parametrize(
    ("instrument", "number", "says"),
    [
        ("standpoint_kindergarten", 19, "Ordene vises bare der minst 20 har svart. Her skal 19 svare"),
        ("standpoint_kindergarten", 20, ""),
        ("inclusive_practice", 19, ""),
        ("inclusive_practice", 4, "Bare 4 skal svare, og minste gruppe er 5."),
    ],
)
def test_whoever_asks_few_is_told_what_is_lost_before_it_is(
    world: World, client: Client, instrument: str, number: int, says: str
) -> None:
    asked: Invited = {"Solbakken barnehage": {Layer.STAFF: number}}
    survey = opened(world, instrument=instrument, asked=asked)
    client.force_login(world.people["nina"])
    told = client.get(f"/kartlegging/{survey.pk}/").content.decode()
    assert (says in told, 'data-color="warning"' in told) == (True, bool(says))
    client.force_login(world.people["kari"])  # hands out the codes, and can't change whom is asked
    assert 'data-color="warning"' not in client.get(f"/kartlegging/{survey.pk}/").content.decode()


def test_where_no_words_are_shown_the_result_says_why(world: World, client: Client) -> None:
    survey = frozen_survey(world, instrument="standpoint_kindergarten", invited=invited(7, 6), remark=WORDS)
    client.force_login(world.people["ola"])
    assert "vises bare der minst 20 står sammen" in page(client, survey)
    assert "Med egne ord" not in page(client, frozen_survey(world))
