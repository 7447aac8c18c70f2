"""Planning in the browser: who may, what is prefilled, what is refused, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from laget.base.actors.files import rows_of
from laget.base.actors.models import County
from laget.base.audit.record import SYSTEM
from laget.base.cycle.clock import now
from laget.need.surveys.actions import open_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.library import load_instrument, store_shipped
from laget.need.surveys.models import StoredInstrument, Survey
from testing.collecting import opened
from testing.people import World
from testing.surveys import count

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(world: World) -> StoredInstrument:
    store_shipped(at=now())
    return StoredInstrument.objects.get(key="inclusive_practice")


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def address(world: World, asker: str, stored: StoredInstrument, page: str = "plan") -> str:
    return reverse(f"survey:{page}", args=[world.parties[asker].pk, stored.pk])


def filled(world: World, **changed: Any) -> dict[str, Any]:
    day = now().date()
    return {
        "title": "Slik har vi det",
        "purpose": "Se hva vi skal øve på.",
        "opens": (day + timedelta(days=1)).isoformat(),
        "closes": (day + timedelta(days=8)).isoformat(),
        "by_link": "code",
        "k": "5",
        field(world, "Solbakken barnehage", "staff"): "12",
        field(world, "Solbakken barnehage", "leaders"): "2",
        **changed,
    }


def field(world: World, unit: str, layer: str) -> str:
    return f"antall-{world.parties[unit].pk}-{layer}"


@pytest.mark.parametrize(
    ("name", "asker", "units"),
    [
        ("kari", "Solbakken barnehage", {"Solbakken barnehage"}),
        ("ola", "Inderøy kommune", {"Solbakken barnehage", "Sakshaug skole"}),
        ("nina", "Innherred", {"Solbakken barnehage", "Sakshaug skole", "Fjordgløtt barnehage"}),
        (
            "eva",
            "Trøndelag",
            {
                *("Solbakken barnehage", "Sakshaug skole", "Fjordgløtt barnehage"),
                *("Havhesten barnehage", "Opphaug skole"),
            },
        ),
    ],
)
def test_each_asks_those_below_them(
    world: World, stored: StoredInstrument, name: str, asker: str, units: set[str]
) -> None:
    client = as_(world, name)
    assert (
        f'href="{reverse("survey:choose", args=[world.parties[asker].pk])}"'
        in client.get("/kartlegging/").content.decode()
    )
    page = client.get(address(world, asker, stored)).content.decode()
    named = {name for name, party in world.parties.items() if f"antall-{party.pk}-staff" in page}
    assert named == units
    assert ("Egne spørsmål fra fylket" in page) == (name == "eva")


def test_only_those_that_the_questions_fit_are_asked(world: World, stored: StoredInstrument) -> None:
    school = StoredInstrument.objects.get(key="standpoint_school")
    page = as_(world, "nina").get(address(world, "Innherred", school)).content.decode()
    assert field(world, "Sakshaug skole", "staff") in page
    assert field(world, "Solbakken barnehage", "staff") not in page


def test_what_a_county_has_loaded_is_for_those_in_that_county(world: World, stored: StoredInstrument) -> None:
    elsewhere = County.objects.create(code="03", slug="oslo", name="Oslo", is_sample=True)
    for county in (world.county, elsewhere):
        scale = stored.text.replace("Inkluderende praksis", f"Skalaen i {county.name}")
        load_instrument(scale, county=county, by=SYSTEM, at=now())
    page = as_(world, "nina").get(reverse("survey:choose", args=[world.parties["Innherred"].pk])).content.decode()
    assert ("Skalaen i Trøndelag" in page, "Skalaen i Oslo" in page) == (True, False)
    theirs = StoredInstrument.objects.get(party=elsewhere)
    assert as_(world, "nina").get(address(world, "Innherred", theirs)).status_code == 404


def test_a_plan_is_kept_as_it_was_made(world: World, stored: StoredInstrument) -> None:
    before = count(opened(world))
    posted = filled(world, baseline="on", previous=str(before.pk), by_link="link")
    reply = as_(world, "nina").post(address(world, "Innherred", stored), posted)
    survey = Survey.objects.exclude(pk=before.pk).get()
    assert (reply.status_code, reply["Location"]) == (302, f"/kartlegging/{survey.pk}/")
    assert (survey.title, survey.k, survey.baseline, survey.previous) == ("Slik har vi det", 5, True, before)
    unit = survey.units.get()
    assert (unit.party.name, unit.invited) == ("Solbakken barnehage", {"staff": 12, "leaders": 2})
    assert len(unit.open_link) == 22


def test_the_county_adds_questions_of_its_own(world: World, stored: StoredInstrument) -> None:
    scale = next(iter(stored.instrument.answer_scales))
    told = {"nb": "Er det ro her?", "nn": "Er det ro her no?", "en": "Is it calm here?", "se": "Lea go dáppe ráfi?"}
    posted = filled(world, local_1_answers=scale, **{f"local_1_{language}": text for language, text in told.items()})
    posted |= {"local_2_nb": "Hva vil du si til oss?", "local_2_answers": ""}
    as_(world, "eva").post(address(world, "Trøndelag", stored), posted)
    own = Survey.objects.get().instrument.sections[-1]
    assert [(item.key, item.kind, item.answers, item.text) for item in own.items] == [
        ("local_1", "choice", scale, told),
        ("local_2", "text", "", {"nb": "Hva vil du si til oss?"}),
    ]


def test_a_question_is_asked_in_bokmal_where_it_is_not_written_in_another_language(
    world: World, stored: StoredInstrument
) -> None:
    client = as_(world, "eva")
    posted = filled(world, local_1_en="Is it calm here?")
    page = client.post(address(world, "Trøndelag", stored), posted).content.decode()
    assert "Skriv spørsmålet på bokmål også." in page
    posted |= {"local_1_nb": "Er det ro her?", "by_link": "link"}
    client.post(address(world, "Trøndelag", stored), posted)
    survey = Survey.objects.get()
    open_survey(survey.pk, at=now())
    link = reverse("answer:link", args=[survey.units.get().open_link])
    asked = {
        language: client.get(f"{link}?lag=staff&sprak={language}").content.decode() for language in ("nb", "en", "se")
    }
    assert [("Er det ro her?" in page, "Is it calm here?" in page) for page in asked.values()] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_only_the_languages_that_the_instrument_speaks_are_asked_for(world: World, stored: StoredInstrument) -> None:
    page = as_(world, "eva").get(address(world, "Trøndelag", stored)).content.decode()
    assert [f'name="local_4_{language}"' in page for language in ("nb", "nn", "en", "se")] == [True] * 4
    assert 'lang="se"' in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": ""}, "Hva skal kartleggingen hete? Skriv et navn."),
        ({"k": "2"}, "Minste gruppe som vises: Skriv et tall fra 3 til 100."),
        ({"closes": "2020-01-01"}, "Kartleggingen kan ikke stenge før den åpner."),
        ({"opens": "2020-01-01", "closes": "2020-01-02"}, "Siste dag for å svare er allerede over."),
        ({"opens": "2020-01-01"}, "Dagen den skal åpne, er allerede over. Velg i dag eller en senere dag."),
        ({"opens": "0025-11-10"}, "Åpner: Året 25 kan ikke stemme. Sjekk året."),
        ({"Solbakken": "tolv"}, "Rett antallet for: Solbakken barnehage."),
        ({"Solbakken": ""}, "Skriv hvor mange som skal svare i minst én virksomhet."),
        ({"read": "1"}, "Velg en fil først."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    world: World, stored: StoredInstrument, changed: dict[str, str], says: str
) -> None:
    posted = filled(world, **{name: value for name, value in changed.items() if name != "Solbakken"})
    if "Solbakken" in changed:
        posted |= dict.fromkeys([field(world, "Solbakken barnehage", each) for each in ("staff", "leaders")], "")
        posted[field(world, "Solbakken barnehage", "staff")] = changed["Solbakken"]
    reply = as_(world, "nina").post(address(world, "Innherred", stored), posted)
    page = reply.content.decode()
    assert (reply.status_code, says in page) == (422, True)
    assert "Se hva vi skal øve på." in page
    name = field(world, "Solbakken barnehage", "staff")
    assert f'name="{name}" value="{posted[name]}"' in page
    assert not Survey.objects.exists()


def test_the_numbers_go_out_as_a_spreadsheet_and_come_in_again(world: World, stored: StoredInstrument) -> None:
    opened(world, asked={"Solbakken barnehage": {Layer.STAFF: 7}})
    nina = as_(world, "nina")
    sheet = nina.get(address(world, "Innherred", stored, "spreadsheet")).content
    rows = rows_of(sheet, name="antall.xlsx")
    assert rows[0] == ["Organisasjonsnummer", "Navn", "Ansatte", "Ledere", "PP-tjenesten"]
    assert [row[1:] for row in rows[1:]] == [
        ["Fjordgløtt barnehage"],
        ["Sakshaug skole"],
        ["Solbakken barnehage", "7"],
    ]
    number = world.organisation("Sakshaug skole").number
    file = SimpleUploadedFile("antall.csv", f"Organisasjonsnummer;Navn;Ansatte;Ledere\n{number};x;31;2\n".encode())
    page = nina.post(address(world, "Innherred", stored), filled(world, file=file, read="1")).content.decode()
    assert "Tallene fra fila står i tabellen." in page
    for unit, layer, shown in (("Sakshaug skole", "staff", "31"), ("Solbakken barnehage", "staff", "12")):
        assert f'name="{field(world, unit, layer)}" value="{shown}"' in page
    assert Survey.objects.count() == 1


def test_a_file_with_others_than_ones_own_is_refused_by_line(world: World, stored: StoredInstrument) -> None:
    number = world.organisation("Havhesten barnehage").number
    file = SimpleUploadedFile("antall.csv", f"Organisasjonsnummer;Ansatte\n{number};31\n".encode())
    page = as_(world, "nina").post(address(world, "Innherred", stored), filled(world, file=file)).content.decode()
    assert f"Linje 2, organisasjonsnummer: «{number}» er ikke en av virksomhetene du kan spørre." in page
    assert not Survey.objects.exists()


def test_a_county_of_a_thousand_units_can_be_planned(world: World, stored: StoredInstrument) -> None:
    """As many fields as a whole county has: the web framework's own limit is a thousand."""
    posted = filled(world, **{f"antall-x{n}-staff": "" for n in range(3000)})
    assert as_(world, "eva").post(address(world, "Trøndelag", stored), posted).status_code == 302
