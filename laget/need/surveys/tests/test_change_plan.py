"""What is planned may be changed by those who run it, for as long as nobody has been asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from laget.base.audit.models import Entry
from laget.base.cycle.clock import now
from laget.need.surveys.actions import Asked, open_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Survey
from laget.need.surveys.planning import change_survey
from laget.rules.transitions import TransitionNotAllowed
from testing.collecting import opened, planned, today_as
from testing.people import World
from testing.surveys import count

pytestmark = pytest.mark.django_db


def nina(world: World) -> Client:
    client = Client()
    client.force_login(world.people["nina"])
    return client


def page_of(client: Client, survey: Survey) -> str:
    return client.get(reverse("survey:change", args=[survey.pk])).content.decode()


def post(client: Client, survey: Survey, world: World, **changed: Any) -> str:
    day = now().date()
    solbakken, sakshaug = (world.parties[name].pk for name in ("Solbakken barnehage", "Sakshaug skole"))
    posted = {
        "title": "Slik vil vi ha det",
        "purpose": "Se hva vi skal øve på.",
        "opens": (day + timedelta(days=2)).isoformat(),
        "closes": (day + timedelta(days=9)).isoformat(),
        "by_link": "code",
        "k": "7",
        "revision": "0",
        f"antall-{solbakken}-staff": "",
        f"antall-{sakshaug}-staff": "21",
        **changed,
    }
    return client.post(reverse("survey:change", args=[survey.pk]), posted, follow=True).content.decode()


def test_the_page_has_what_was_planned(world: World) -> None:
    survey = planned(world, by="eva", asker="Trøndelag", local_items=[
        {"key": "local_2", "kind": "text", "text": {"nb": "Hva vil du si?", "en": "What would you say?"}},
    ])  # fmt: skip
    client = Client()
    client.force_login(world.people["eva"])
    page = page_of(client, survey)
    for value in ("Slik har vi det", "Finne ut hva vi skal øve på sammen.", "Hva vil du si?", "What would you say?"):
        assert value in page
    assert f'name="antall-{world.parties["Solbakken barnehage"].pk}-staff" value="12"' in page


def test_it_becomes_as_it_is_written(world: World) -> None:
    survey = planned(world)
    key = bytes(survey.public_key)
    assert "Planen er endret." in post(nina(world), survey, world)
    survey.refresh_from_db()
    day = now().date()
    assert (survey.title, survey.k, survey.revision) == ("Slik vil vi ha det", 7, 1)
    assert (survey.opens, survey.closes) == (day + timedelta(days=2), day + timedelta(days=9))
    assert bytes(survey.public_key) == key
    assert list(survey.units.values_list("party__name", "invited")) == [("Sakshaug skole", {"staff": 21})]
    entry = Entry.objects.filter(about=str(survey.pk)).latest("number")
    assert (entry.act, entry.actor_name, entry.detail) == ("change", "Nina", {"units": 1, "revision": 1})


def test_a_link_that_was_made_is_the_same(world: World) -> None:
    survey = planned(world, by_link=True)
    link = survey.units.get().open_link
    staff = {f"antall-{world.parties['Solbakken barnehage'].pk}-staff": "14"}
    post(nina(world), survey, world, by_link="link", **staff)
    links = dict(survey.units.values_list("party__name", "open_link"))
    assert links["Solbakken barnehage"] == link
    assert links["Sakshaug skole"] not in ("", link)


def test_what_cannot_be_is_said_and_nothing_is_changed(world: World) -> None:
    survey = planned(world)
    page = post(nina(world), survey, world, closes="2020-01-01")
    assert "Kartleggingen kan ikke stenge før den åpner." in page
    assert "Slik vil vi ha det" in page
    survey.refresh_from_db()
    assert (survey.title, survey.revision) == ("Slik har vi det", 0)


def test_change_is_measured_from_what_is_counted(world: World) -> None:
    counted, coming = count(opened(world)), planned(world)
    survey = planned(world)
    shown = nina(world).get(reverse("survey:change", args=[survey.pk])).context["form"].fields["previous"].queryset
    assert list(shown) == [counted]
    Survey.objects.filter(pk=survey.pk).update(previous=coming)  # as it could be planned before
    shown = nina(world).get(reverse("survey:change", args=[survey.pk])).context["form"].fields["previous"].queryset
    assert set(shown) == {counted, coming}


def test_what_another_is_measured_from_is_not_withdrawn(world: World) -> None:
    survey = planned(world, title="Nullpunktet")
    later = planned(world, title="Året etter", previous=survey)
    withdraw = reverse("survey:withdraw", args=[survey.pk])
    page = nina(world).post(withdraw, follow=True).content.decode()
    assert "«Året etter» skal måle endring siden denne." in page
    post(nina(world), later, world)
    page = nina(world).post(withdraw, follow=True).content.decode()
    assert "«Nullpunktet» er trukket tilbake." in page
    assert list(Survey.objects.all()) == [later]


def test_two_windows_do_not_undo_each_other(world: World) -> None:
    survey, client = planned(world), nina(world)
    post(client, survey, world)
    page = post(client, survey, world, title="En annen")
    assert "Noen andre har lagret dette mens du skrev." in page
    survey.refresh_from_db()
    assert (survey.title, survey.revision) == ("Slik vil vi ha det", 1)


def test_once_it_has_opened_the_plan_stands(world: World) -> None:
    survey = planned(world)
    open_survey(survey.pk, at=now())
    client = nina(world)
    assert client.get(reverse("survey:change", args=[survey.pk])).headers["Location"] == f"/kartlegging/{survey.pk}/"
    assert "Kartleggingen har åpnet, så planen kan ikke endres." in post(client, survey, world)
    with pytest.raises(TransitionNotAllowed):
        _change(world, survey, "nina")


def test_others_can_not_change_it(world: World) -> None:
    survey = planned(world)
    for name in ("kari", "ola", "eva", "pål"):
        client = Client()
        client.force_login(world.people[name])
        assert client.get(reverse("survey:change", args=[survey.pk])).status_code == 404, name
        with pytest.raises(PermissionDenied):
            _change(world, survey, name)


def _change(world: World, survey: Survey, name: str) -> None:
    change_survey(
        survey.pk,
        title="Ny",
        purpose="Ny",
        opens=survey.opens,
        closes=survey.closes,
        k=5,
        baseline=False,
        previous=None,
        local_items=(),
        asked=[Asked(world.organisation("Solbakken barnehage"), {Layer.STAFF: 3})],
        revision=0,
        actor=today_as(world, name),
        at=now(),
    )
