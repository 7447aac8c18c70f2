"""What children said is for those who work with them; others see bands alone, once the period is closed."""

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import VIRKSOMHETER, Organisation
from laget.need.surveys import queries as surveys
from laget.need.surveys.models import Level, ReleasedGroup, Survey
from laget.need.surveys.states import State as SurveyState
from laget.need.voices.models import Listening
from laget.need.voices.states import State
from laget.need.voices.themes import INSTRUMENT


def visible_to(actor: Actor) -> QuerySet[Listening]:
    """The periods of the virksomheter they work at, with all that was said."""
    return _with_names().filter(unit__in=actor.reading)


def outcomes_visible_to(actor: Actor) -> QuerySet[Listening]:
    """Those whose outcome they may see beside the staff's: their own, and as owner the closed ones of their units."""
    owned = Q(owner__in=actor.reading, state=State.CLOSED)
    return _with_names().filter(Q(unit__in=actor.reading) | owned)


def units_led_by(actor: Actor) -> QuerySet[Organisation]:
    """The virksomheter where they may begin a period."""
    led = actor.where(Role.UNIT_LEADER)
    return Organisation.objects.filter(pk__in=led, kind__in=VIRKSOMHETER).order_by("sort_key")


def staff_result(actor: Actor, listening: Listening) -> ReleasedGroup | None:
    """What the staff answered about inclusive practice, in the survey nearest in time, if this person may see it."""
    asked = surveys.visible_to(actor).filter(
        stored__key=INSTRUMENT, state=SurveyState.FROZEN, units__party=listening.unit_id
    )
    survey = min(asked.distinct(), key=lambda each: abs(each.closes - listening.last), default=None)
    return _of_unit(actor, survey, listening) if survey else None


def _of_unit(actor: Actor, survey: Survey, listening: Listening) -> ReleasedGroup | None:
    groups = surveys.groups_visible_to(actor, survey).select_related("release__survey__stored")
    return groups.filter(level=Level.UNIT, party=listening.unit_id, layer="").first()


def _with_names() -> QuerySet[Listening]:
    return Listening.objects.select_related("unit", "owner", "county")
