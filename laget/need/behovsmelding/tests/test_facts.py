"""A ståstedsanalyse begins with what registers know, for barnehage, skole and PPT alike; then it is sent."""

import pytest
from django.test import Client

from laget.base.actors.models import HeadCount, Kind, Organisation, Ownership, Placement, Sector
from laget.base.questions.actions import save_answers
from laget.base.questions.facts import Fact, facts_in
from laget.base.questions.tests.test_many_writers import READY
from laget.need.assessments.actions import submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners
from testing.pdf import text_of_pdf
from testing.people import AUTUMN, SINCE, World

pytestmark = pytest.mark.django_db
REGISTER = "Enhetsregisteret, 4. november 2024"


def assessed(world: World, name: str) -> Assessment:
    ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
    return Assessment.objects.get(subject__name=name)


def with_ppt(world: World) -> None:
    ppt = Organisation(county=world.county, name="PPT Inderøy", kind=Kind.PPT, sector=Sector.PUBLIC, number="399999990")
    ppt.save()
    owner = world.organisation("Inderøy kommune")
    Ownership.objects.create(organisation=ppt, owner=owner, valid_from=SINCE)
    place = Placement.objects.get(organisation__name="Sakshaug skole").municipality
    Placement.objects.create(organisation=ppt, municipality=place, valid_from=SINCE)


@pytest.mark.parametrize(
    ("name", "kind", "counted"),
    [
        ("Solbakken barnehage", "Barnehage, offentlig", Fact("Antall barn", "60", "Test, 2025, endelig")),
        ("Sakshaug skole", "Skole, offentlig", Fact("Antall elever", "240", "Test, 2025, endelig")),
    ],
)
def test_a_unit_is_given_what_it_is_and_how_many_it_is_there_for(
    world: World, name: str, kind: str, counted: Fact
) -> None:
    assert facts_in(assessed(world, name).given) == [
        Fact("Virksomhet", kind, REGISTER),
        Fact("Eier", "Inderøy kommune", REGISTER),
        Fact("Kommune", "Inderøy", REGISTER),
        counted,
    ]


def test_a_ppt_is_given_those_it_is_there_for(world: World) -> None:
    with_ppt(world)
    assert facts_in(assessed(world, "PPT Inderøy").given)[3:] == [
        Fact("Hos Inderøy kommune", "1 barnehage og 1 skole", REGISTER),
        Fact("Antall barn", "60", "Test, 2025, endelig"),
        Fact("Antall elever", "240", "Test, 2025, endelig"),
    ]


def test_a_masked_number_is_said_to_be_and_is_not_nought(world: World) -> None:
    with_ppt(world)
    HeadCount.objects.filter(organisation__name="Solbakken barnehage").update(number=None)
    assert facts_in(assessed(world, "Solbakken barnehage").given)[-1].value == "skjermet i registeret"
    served = facts_in(Assessment.objects.get(subject__name="PPT Inderøy").given)
    assert [fact.value for fact in served[4:]] == ["0, og 1 virksomhet er skjermet", "240"]


def test_the_facts_stand_as_they_were_on_the_page_in_what_is_sent_and_on_paper(world: World, client: Client) -> None:
    assessment = assessed(world, "Solbakken barnehage")
    HeadCount.objects.update(number=99)
    client.force_login(world.people["kari"])
    save_answers(assessment.pk, answers=READY, revision=0, actor=world.act("kari"), at=AUTUMN)
    assert "Dette står i registrene" in client.get(f"/vurdering/{assessment.pk}/").content.decode()
    submit_assessment(assessment.pk, revision=1, actor=world.act("kari"), at=AUTUMN)
    address = f"/dokument/{assessment.pk}/versjon/1/"
    for page in (
        client.get(address).content.decode(),
        text_of_pdf(client.get(f"{address}pdf/").content).replace("\n", " "),
    ):
        assert "Antall barn" in page
        assert "60" in page
        assert "99" not in page.partition("Antall barn")[2][:40]
