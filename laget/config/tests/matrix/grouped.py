"""Groups in the last scene: one in each county, with a meeting, a document, a point that someone is to do, and an
activity.
"""

from datetime import date, timedelta

from django.utils import timezone

from laget.base.accounts.roles import Role
from laget.base.cycle.calendar_models import When
from laget.base.questions.tests.test_check_file import pdf
from laget.config.tests.matrix.cast import OSLO
from laget.effect.groups import actions, file_actions
from laget.effect.groups.actions import About, Called
from laget.need.plans.models import Plan
from testing.people import AUTUMN, World

OLA, TOM = (Role.OWNER, "Inderøy kommune"), (Role.PARTNER, "Nord universitet")


def bring_together(world: World) -> None:
    """Ola is a member, Tom leads. Oslo has a group of its own, and Inderøy one that steers by a plan."""
    for name, by, writer, home, members in (
        ("Arbeidsgruppe", "nina", "ola", "Innherred", (OLA, TOM)),
        ("Styringsgruppe", "ola", "ola", "Inderøy kommune", (OLA, TOM)),
        ("I Oslo", "olga", "olga", OSLO, ((Role.OWNER, "Oslo kommune"),)),
    ):
        actor, party = world.act(by), world.parties[home]
        county = party.county
        assert county is not None
        steers = Plan.objects.filter(party=party, kind="plan_project").first()
        about = About("working", name, plan=steers)
        group = actions.make_group(party, county=county, about=about, actor=actor, at=AUTUMN)
        for role, where in members:
            leading = (role, where) == TOM
            actions.add_member(group, party=world.parties[where], role=role, leading=leading, actor=actor, at=AUTUMN)
        begins = timezone.localtime() + timedelta(days=30)
        meeting = actions.call_meeting(
            group, called=Called("Møte", When(begins, begins + timedelta(hours=1), "Verdal")), actor=actor, at=AUTUMN
        )
        role, where = members[0]
        actions.agree_on(
            meeting, text="Punkt", party=world.parties[where], role=role, due=date(2030, 1, 1), actor=actor, at=AUTUMN
        )
        file_actions.lay_by(group, name="plan.pdf", content=pdf(), meeting=meeting, actor=world.act(writer), at=AUTUMN)
        actions.plan_activity(group, year=2025, text="Aktivitet", actor=actor, at=AUTUMN)
