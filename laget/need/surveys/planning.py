"""A plan is changed for as long as nobody has been asked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.refusals import ChangedMeanwhile
from laget.need.surveys.actions import Asked, locked, record_act, refuse_what_cannot_be, units_of
from laget.need.surveys.models import Survey, SurveyUnit
from laget.need.surveys.permissions import runs
from laget.need.surveys.states import Act, State
from laget.rules.transitions import TransitionNotAllowed


@transaction.atomic
def change_survey(
    survey: UUID,
    *,
    title: str,
    purpose: str,
    opens: date,
    closes: date,
    k: int,
    baseline: bool,
    previous: Survey | None,
    local_items: Iterable[Mapping[str, object]],
    asked: Iterable[Asked],
    revision: int,
    actor: Actor,
    at: datetime,
) -> Survey:
    """Let a planned survey be as it is here: all but who asks, and what is asked. `revision` is the page's.

    Raises NotPlanned, ChangedMeanwhile, and TransitionNotAllowed once it has opened.
    """
    found, asked = locked(survey), list(asked)
    if not runs(actor, found):
        raise PermissionDenied
    if found.state != State.PLANNED:
        raise TransitionNotAllowed(found.state, Act.CHANGE)
    if found.revision != revision:
        raise ChangedMeanwhile
    refuse_what_cannot_be(asked, opens, closes, previous, found.stored, at)
    found.title, found.purpose, found.opens, found.closes = title, purpose, opens, closes
    found.k, found.baseline, found.previous, found.local_items = k, baseline, previous, list(local_items)
    found.revision += 1
    found.save()
    _ask_others(found, asked)
    record_act(found, Act.CHANGE, by=actor.by(found.party_id), at=at, units=len(asked), revision=found.revision)
    return found


def _ask_others(survey: Survey, asked: list[Asked]) -> None:
    """Those asked now, in the place of those that were. A unit that is still asked by a link keeps its link."""
    links = dict(survey.units.exclude(open_link="").values_list("party", "open_link"))
    survey.units.all().delete()
    units = list(units_of(survey, asked, on=survey.opens))
    for unit in units:
        if unit.open_link:
            unit.open_link = links.get(unit.party_id, unit.open_link)
    SurveyUnit.objects.bulk_create(units)
