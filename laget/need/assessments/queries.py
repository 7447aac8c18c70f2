from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions import queries
from laget.base.questions.answers import layout_of, value
from laget.base.questions.states import WRITABLE
from laget.need.assessments.models import Assessment
from laget.need.surveys.models import Level, ReleasedGroup
from laget.need.surveys.queries import of_need
from laget.rules.words import and_list, lower_first

# Staff and leaders assess the need together: it is the first of the criteria for a grant.
_TOGETHER = ("staff", "leaders")


def what_to_consider(assessment: Assessment) -> list[str]:
    """What does not stop the assessment, but that its writers should have seen."""
    layout = layout_of(assessment)
    took_part = value(layout, assessment.answers, "took_part") or ()
    (asked,) = (cell for section in layout.form.sections for cell in layout.cells(section) if cell.path == "took_part")
    labels = {key: label for key, label in asked.options if key in _TOGETHER}
    missing = [lower_first(label) for key, label in labels.items() if key not in took_part]
    if not took_part or not missing:
        return []
    text = _("Dere har ikke krysset av for %(missing)s under «%(question)s». Både ansatte og ledere skal være med.")
    return [text % {"missing": and_list(missing), "question": asked.label}]


def being_written_by(actor: Actor) -> Assessment | None:
    """The assessment that this leader may write in, the newest first."""
    led = actor.where(Role.UNIT_LEADER)
    if not led:
        return None
    open_to = queries.visible_to(actor, Assessment.objects.filter(party__in=led, state__in=WRITABLE))
    return open_to.order_by("-state_since").first()


def results_for(assessment: Assessment) -> QuerySet[ReleasedGroup]:
    """The unit's own group in each result there is, the newest first. It may be hidden."""
    own = ReleasedGroup.objects.filter(
        of_need("release__survey__"), level=Level.UNIT, party=assessment.party_id, layer=""
    )
    return own.select_related("release__survey").defer("figures").order_by("-release__frozen_at", "pk")
