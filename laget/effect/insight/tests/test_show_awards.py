"""Who got how much, for everyone to see."""

from laget.base.actors.models import Party
from laget.effect.insight.queries import awards_in
from laget.grant.tilsagn.models import Tilsagn
from testing.people import World


def test_two_recipients_with_one_name_are_two(world: World) -> None:
    world.carry("send")
    before = sorted(each.amount for each in awards_in(world.round))
    two = Tilsagn.objects.filter(round=world.round, subject__in=[world.parties["DMMH"], world.parties["Innherred"]])
    assert Party.objects.filter(pk__in=two.values("subject")).update(name="Samme navn") == 2
    after = awards_in(world.round)
    assert sorted(each.amount for each in after) == before
    assert [each.recipient for each in after].count("Samme navn") == 2
