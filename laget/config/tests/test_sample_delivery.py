"""The sample county has tiltak under way, a pulje that has begun, and a municipality in oppfølgingsordningen."""

from datetime import date

from laget.base.cycle.models import Task
from laget.config.sample.delivery import SPENT, carry_out, run_pulje
from laget.config.sample.oppfolging import follow_up
from laget.effect.delivery.models import Development
from testing.people import World


def test_tiltak_are_under_way_and_a_pulje_has_begun(world: World) -> None:
    world.carry("send")
    carried = carry_out(world.round, today=date(2025, 5, 5))
    assert {each.party.name for each in carried} == {"Innherred", "Fosen"}
    ours = {person.pk for person in world.people.values()}
    assert not Task.objects.filter(step="delivery", done_at=None, party__held_roles__person__in=ours).exists()
    assert {each.spending.count() for each in carried} == {len(SPENT)}
    pulje = run_pulje(world.county, today=date(2025, 5, 5))
    assert (pulje.samlinger.count(), pulje.joinings.count()) == (1, 2)
    assert {each.phase for each in Development.objects.all()} == {"scan", "focus"}


def test_a_municipality_is_in_oppfolgingsordningen(world: World) -> None:
    case = follow_up(world.county, today=date(2025, 5, 5))
    assert (case.owner.name, case.milestones.filter(done_at__isnull=False).count()) == ("Inderøy kommune", 1)
