"""Plans as the sample county writes them."""

from datetime import datetime

from laget.config.sample.plans import TEXTS, make_plans, plan_answers, write_plan
from laget.need.plans import actions
from laget.need.plans.models import Plan
from testing.people import AUTUMN, World

__all__ = ["TEXTS", "adopted", "begun", "make_plans", "plan_answers", "proposed", "write_plan"]


def begun(
    world: World, form: str = "plan_project", name: str = "ola", party: str = "Inderøy kommune", at: datetime = AUTUMN
) -> Plan:
    return actions.begin_plan(world.round, party=world.parties[party].pk, form=form, actor=world.act(name), at=at)


def proposed(world: World) -> Plan:
    plan = begun(world)
    write_plan(plan, actor=world.act("ola"), at=AUTUMN)
    actions.propose_plan(plan.pk, revision=plan.revision, actor=world.act("ola"), at=AUTUMN)
    return plan


def adopted(world: World) -> Plan:
    """Inderøy's project plan, adopted by its kommunestyre."""
    plan = proposed(world)
    actions.adopt_plan(
        plan.pk,
        body="Kommunestyret",
        decided_on=AUTUMN.date(),
        reference="Sak 61/24",
        actor=world.act("ola"),
        at=AUTUMN,
    )
    return Plan.objects.get(pk=plan.pk)
