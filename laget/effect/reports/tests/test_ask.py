"""Everyone who received money is asked to report on it, also where nobody holds the role that day."""

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Task
from laget.effect.reports.models import Report
from testing.people import World


def test_each_sort_of_recipient_has_its_role_asked_whether_it_is_held_or_not(world: World) -> None:
    world.carry("decide")
    HeldRole.objects.filter(person=world.people["nina"]).delete()
    world.carry("send")
    reports = [str(pk) for pk in Report.objects.values_list("pk", flat=True)]
    asked = dict(Task.objects.filter(about__in=reports).values_list("party__name", "role"))
    assert len(asked) == len(reports) == Task.objects.filter(about__in=reports).count()
    names = ("Innherred", "Levanger/Verdal", "Nord universitet", "Samarbeidsforum i Trøndelag")
    assert [asked[name] for name in names] == [
        Role.COORDINATOR, Role.COORDINATOR, Role.PARTNER, Role.FORUM_SECRETARY,
    ]  # fmt: skip
