"""A plan is begun by whoever leads its party, in the network that the party belongs to that day."""

from datetime import date

from laget.base.actors.models import Membership, Network
from laget.need.plans.actions import begin_plan
from laget.need.plans.queries import beginnings, writing_partners
from testing.people import AUTUMN, World


def test_the_plan_of_an_owner_that_has_moved_is_of_its_network_now(world: World) -> None:
    ola, inderoy, fosen = world.act("ola"), world.parties["Inderøy kommune"], world.network("Fosen")
    moved = Membership.objects.filter(owner=inderoy.pk, network__purpose=Network.Purpose.COMPETENCE)
    moved.update(valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31))
    assert inderoy.pk not in {each.party.pk for each in beginnings(ola, world.round)}  # it is in none
    Membership.objects.create(network=fosen, owner=inderoy.organisation, valid_from=date(2024, 1, 1))
    partners = {each.name for each in writing_partners(inderoy, world.round, day=AUTUMN.date())}
    assert "Ørland kommune" in partners
    plan = begin_plan(world.round, party=inderoy.pk, form="plan_project", actor=ola, at=AUTUMN)
    assert plan.network_id == fosen.pk
