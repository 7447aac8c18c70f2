from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions import queries
from laget.base.questions.states import WRITABLE
from laget.need.assessments.models import Assessment
from laget.need.surveys.models import Level, ReleasedGroup


def being_written_by(actor: Actor) -> Assessment | None:
    """The assessment that this leader may write in, the newest first."""
    led = actor.where(Role.UNIT_LEADER)
    if not led:
        return None
    open_to = queries.visible_to(actor, Assessment.objects.filter(party__in=led, state__in=WRITABLE))
    return open_to.order_by("-state_since").first()


def results_for(assessment: Assessment) -> QuerySet[ReleasedGroup]:
    """The unit's own group in each result there is, the newest first. It may be hidden."""
    own = ReleasedGroup.objects.filter(level=Level.UNIT, party=assessment.party_id, layer="")
    return own.select_related("release__survey").defer("figures").order_by("-release__frozen_at", "pk")
