"""Whose development work one may read, and which results it may rest on."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import VIRKSOMHETER, Organisation, Ownership
from laget.effect.delivery.models import Development
from laget.need.surveys.models import ReleasedGroup
from laget.need.surveys.queries import groups_visible_to, of_need
from laget.need.surveys.queries import visible_to as surveys_visible_to
from laget.need.surveys.states import State as SurveyState

MOST_RESULTS = 5  # surveys, the newest first


def visible_to(actor: Actor) -> QuerySet[Development]:
    """Those who work there and their owner; in a pulje also the koordinator and the UH who guide them."""
    owners = actor.where(Role.OWNER)
    owned = Ownership.objects.at(actor.day).filter(owner__in=owners).values("organisation")
    guided = actor.where(Role.COORDINATOR)
    partnered = actor.where(Role.PARTNER)
    mine = Q(unit__in=actor.reading) | Q(unit__in=owned)
    guiding = Q(joining__network__in=guided) | Q(joining__partner__in=partnered)
    along = ("unit", "county", "joining__pulje", "joining__network", "joining__partner")
    return Development.objects.filter(mine | guiding).select_related(*along).order_by("-begun_at", "pk")


def units_led_by(actor: Actor) -> QuerySet[Organisation]:
    """Where this person may begin one."""
    led = actor.where(Role.UNIT_LEADER)
    return Organisation.objects.filter(pk__in=led, kind__in=VIRKSOMHETER).order_by("sort_key")


def results_for(development: Development, actor: Actor) -> list[ReleasedGroup]:
    """The released results of the unit and of those around it, that this person may see, newest first."""
    counted = surveys_visible_to(actor).filter(of_need(""), state=SurveyState.FROZEN, units__party=development.unit_id)
    found: list[ReleasedGroup] = []
    for survey in counted.order_by("-closes", "pk").distinct()[:MOST_RESULTS]:
        groups = groups_visible_to(actor, survey).filter(shown=True, sector="", kind="")
        of_unit = groups.filter(party=development.unit_id)
        wide = groups.filter(layer="").exclude(party=development.unit_id)
        found += list((of_unit | wide).select_related("release__survey__stored").order_by("pk"))
    return found


def seen_among(groups: Iterable[ReleasedGroup], actor: Actor) -> set[int]:
    """Those that this person may see themselves. As many queries as there are surveys."""
    groups = list(groups)
    surveys = {group.release.survey_id: group.release.survey for group in groups}
    pks = [group.pk for group in groups]
    return {
        pk
        for survey in surveys.values()
        for pk in groups_visible_to(actor, survey).filter(pk__in=pks).values_list("pk", flat=True)
    }
