"""Plans of the scene: two adopted, one of them as public; one written with a university, one proposed, one returned."""

from collections.abc import Sequence
from uuid import UUID

from laget.base.questions.actions import save_answers
from laget.config.tests.matrix.stage import FREE_TEXT, canary
from laget.need.plans import actions
from laget.need.plans.models import Plan
from testing.people import AUTUMN, World
from testing.plans import write_plan

# (kind, about), as a scene has its papers.
PLANS = (
    ("plan_project", "Inderøy kommune"),
    ("plan_measures", "Inderøy kommune"),
    ("plan_long_term", "Innherred"),
    ("plan_long_term", "Samarbeidsforum i Trøndelag"),
    ("plan_project", "Fjordgløtt SA"),
)


def plan(world: World) -> None:
    nord = world.parties["Nord universitet"].pk
    adopted = _written(world, "plan_project", "ola", "Inderøy kommune")
    version = actions.propose_plan(adopted.pk, revision=adopted.revision, actor=world.act("ola"), at=AUTUMN)
    _adopt(world, adopted, "ola")
    written = _written(world, "plan_measures", "ola", "Inderøy kommune", partners=[nord])
    Plan.objects.filter(pk=written.pk).update(rolled_from=version)  # as if it were last year's
    returned = _written(world, "plan_long_term", "nina", "Innherred")
    actions.propose_plan(returned.pk, revision=returned.revision, actor=world.act("nina"), at=AUTUMN)
    actions.return_plan(returned.pk, reason="Si mer.", actor=world.act("nina"), at=AUTUMN)
    of_county = _written(world, "plan_long_term", "siri", "Samarbeidsforum i Trøndelag")
    actions.propose_plan(of_county.pk, revision=of_county.revision, actor=world.act("siri"), at=AUTUMN)
    _adopt(world, of_county, "siri", public=True)
    proposed = _written(world, "plan_project", "frode", "Fjordgløtt SA")
    actions.propose_plan(proposed.pk, revision=proposed.revision, actor=world.act("frode"), at=AUTUMN)


def _written(world: World, form: str, name: str, party: str, partners: Sequence[UUID] = ()) -> Plan:
    actor = world.act(name)
    where = world.parties[party].pk
    plan = actions.begin_plan(world.round, party=where, form=form, partners=partners, actor=actor, at=AUTUMN)
    write_plan(plan, actor=actor, at=AUTUMN)
    said = {FREE_TEXT[form]: f"Dette står bare her: {canary(plan.pk)}."}
    plan.revision = save_answers(plan.pk, answers=said, revision=plan.revision, actor=actor, at=AUTUMN).revision
    return plan


def _adopt(world: World, plan: Plan, name: str, *, public: bool = False) -> None:
    actor = world.act(name)
    actions.adopt_plan(plan.pk, body="Styret", decided_on=AUTUMN.date(), public=public, actor=actor, at=AUTUMN)
