"""A case says when it is due, as long as someone has something to do with it."""

from datetime import date

from django.test import Client

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.questions.models import Document
from laget.base.questions.pages import open_deadlines
from testing.people import SINCE, World


def test_the_assessment_of_solbakken_is_due_until_it_is_sent(world: World) -> None:
    world.carry("ask_owners")
    assessment = Document.objects.get(kind="assessment", subject__name="Solbakken barnehage")
    assert open_deadlines(assessment) == [date(2024, 11, 15)]
    world.carry("assess")
    assert open_deadlines(assessment) == []


def test_one_that_the_round_has_passed_says_so(world: World, client: Client) -> None:
    late = "Det som skulle bygge på dette, er sendt uten."
    world.carry("ask_owners")
    client.force_login(world.people["kari"])
    hers = Document.objects.get(kind="assessment", subject__name="Solbakken barnehage").get_absolute_url()
    assert late not in client.get(hers).content.decode()
    world.carry("state_needs")
    assert late not in client.get(hers).content.decode()  # it was sent
    skole = Document.objects.get(kind="assessment", subject__name="Sakshaug skole")  # which has no leader until now
    HeldRole.objects.create(person=world.people["frida"], role=Role.UNIT_LEADER, party=skole.party, valid_from=SINCE)
    client.force_login(world.people["frida"])
    for page in ("", "se-over/"):
        assert late in client.get(f"{skole.get_absolute_url()}{page}").content.decode()
