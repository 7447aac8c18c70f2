"""Going through the risks of a plan that is adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.questions import actions
from laget.base.questions.states import Act
from laget.base.refusals import NotInOrder
from laget.need.plans.models import RiskReview
from laget.need.plans.steering_actions import locked_standing
from laget.need.plans.steering_queries import content_of
from laget.rules.risk import Risk


@dataclass(frozen=True, slots=True)
class Judgement:
    """How high a risk is held to be now, and why."""

    risk: Risk
    note: str = ""


@transaction.atomic
def review_risks(
    pk: UUID, *, held_on: date, judgements: Mapping[str, Judgement], actor: Actor, at: datetime
) -> list[RiskReview]:
    """All of them, by their ids, as they were gone through that day. What was said before is kept.

    Raises PermissionDenied for whoever doesn't write the plan, NotInOrder for a day to come, or when the plan has
    other risks than those that were gone through.
    """
    plan, version = locked_standing(pk, actor=actor)
    known = {each.id for each in content_of(plan, version).risks}
    if not known:
        raise PermissionDenied
    if judgements.keys() != known:
        raise NotInOrder(_("Planen er endret siden du åpnet siden. Gå gjennom risikoene en gang til."))
    if held_on > localdate(at):
        raise NotInOrder(_("Dagen har ikke vært ennå. Skriv dagen dere gikk gjennom risikoene."))
    by = actor.by(plan.party_id, *plan.partner_ids)
    said = RiskReview.objects.bulk_create(
        RiskReview(
            plan=plan,
            risk=id,
            held_on=held_on,
            probability=each.risk.probability,
            consequence=each.risk.consequence,
            note=each.note,
            at=at,
            by=actor.person,
            by_role=by.role,
        )
        for id, each in judgements.items()
    )
    products = {id: each.risk.product for id, each in sorted(judgements.items())}
    detail = {"held_on": held_on.isoformat(), "risks": products}
    actions.record_act(plan, Act.REVIEW, by=by, at=at, detail=detail)
    return said
