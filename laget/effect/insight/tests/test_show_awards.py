"""Who got how much, for everyone to see."""

from django.test import Client

from laget.base.actors.models import Party
from laget.base.cycle.models import Round
from laget.effect.insight.nation_queries import counties_in
from laget.effect.insight.queries import awards_in
from laget.effect.opened.queries import granted
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Tilsagn
from testing.people import AUTUMN, World


def test_two_recipients_with_one_name_are_two(world: World) -> None:
    world.carry("send")
    before = sorted(each.amount for each in awards_in(world.county, 2025))
    two = Tilsagn.objects.filter(round=world.round, subject__in=[world.parties["DMMH"], world.parties["Innherred"]])
    assert Party.objects.filter(pk__in=two.values("subject")).update(name="Samme navn") == 2
    after = awards_in(world.county, 2025)
    assert sorted(each.amount for each in after) == before
    assert [each.recipient for each in after].count("Samme navn") == 2


def test_what_was_given_for_a_year_is_the_same_sum_wherever_it_stands(world: World, client: Client) -> None:
    """What DMMH got for 2025 was bound in the round of the year before."""
    world.carry("send")
    before = Round.objects.create(
        county=world.county, ordning=world.round.ordning, rule_set=world.round.rule_set, year=2024, opened_at=AUTUMN
    )
    dmmh = world.parties["DMMH"]
    assert Tilsagn.objects.filter(subject=dmmh).update(round=before) == 1
    assert Award.objects.filter(recipient=dmmh).update(given_in=before) > 0
    whole = sum(each.amount for each in granted(county=world.county.slug, year=2025))
    assert client.get("/").context["total"] == whole
    assert client.get(f"/fylke/{world.county.slug}/").context["total"] == whole
    assert client.get(f"/tildelinger/?fylke={world.county.slug}&aar=2025").context["total"] == whole
    (country,) = counties_in(2025, whole=False)
    assert country.money.granted == whole
