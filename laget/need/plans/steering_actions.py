"""What is done with a plan once it is adopted: saying how it goes."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.questions import actions
from laget.base.questions.models import Version
from laget.base.questions.permissions import writes
from laget.base.questions.states import Act
from laget.need.plans.due import settle_due
from laget.need.plans.models import Plan, Progress
from laget.need.plans.states import Status
from laget.need.plans.steering_queries import content_of, followed, standing


@transaction.atomic
def say_how_it_goes(
    pk: UUID, *, item: str, status: Status, deviation: str = "", remedy: str = "", actor: Actor, at: datetime
) -> Progress:
    """With one thing that the adopted plan says. What was said before is kept.

    Raises PermissionDenied for whoever doesn't write the plan, and for what the adopted plan doesn't say.
    """
    plan, version = locked_standing(pk, actor=actor)
    known = {each.key for _title, things in followed(content_of(plan, version), {}) for each in things}
    if item not in known:
        raise PermissionDenied
    by = actor.by(plan.party_id, *plan.partner_ids)
    said = Progress.objects.create(
        plan=plan,
        item=item,
        status=status,
        deviation=deviation,
        remedy=remedy,
        at=at,
        by=actor.person,
        by_role=by.role,
    )
    settle_due(plan, at=at)
    actions.record_act(plan, Act.FOLLOW_UP, by=by, at=at, detail={"item": item, "status": status.value})
    return said


def locked_standing(pk: UUID, *, actor: Actor) -> tuple[Plan, Version]:
    """A plan that this person writes, locked, with the version that is steered by."""
    plan = actions.locked(Plan, pk, actor=actor)
    version = standing(plan)
    if version is None or not writes(actor, plan):
        raise PermissionDenied
    return plan, version


@transaction.atomic
def look_at_due(pk: UUID, *, at: datetime) -> None:
    """By the timer: open what falls due soon."""
    settle_due(Plan.objects.select_related("round__rule_set", "party", "subject").get(pk=pk), at=at)
