"""What has become different in a picture: between two autumns, in reports, and in what people have been through.

Of a kartlegging only what its release lets through is read, as on its own page; never an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.questions.states import State as DocumentState
from laget.effect.insight.need_queries import sent_in
from laget.effect.insight.picture_queries import Choice, Scope, Span
from laget.effect.uptake import queries as uptake
from laget.effect.uptake.models import Count
from laget.need.surveys import queries as surveys
from laget.need.surveys.models import Level, ReleasedGroup, Survey
from laget.need.surveys.results import Measure, measures_of, same_questions
from laget.need.surveys.states import State
from laget.need.voices.models import Listening
from laget.need.voices.queries import outcomes_visible_to
from laget.need.voices.states import State as VoicesState

LEVEL = {Span.UNIT: Level.UNIT, Span.OWNER: Level.OWNER, Span.NETWORK: Level.NETWORK, Span.COUNTY: Level.COUNTY}


@dataclass(frozen=True, slots=True)
class Shift:
    """One kartlegging beside the one before it, for the group that the picture is of. Hidden where it has no group."""

    survey: Survey
    group: ReleasedGroup | None
    measures: tuple[Measure, ...]  # those that can be compared

    @property
    def up(self) -> int:
        return sum(bool(each.change and each.change.counts and each.change.moved > 0) for each in self.measures)

    @property
    def down(self) -> int:
        return sum(bool(each.change and each.change.counts and each.change.moved < 0) for each in self.measures)

    @property
    def same(self) -> int:
        return len(self.measures) - self.up - self.down


def shifts_of(scope: Scope, choice: Choice, actor: Actor) -> list[Shift]:
    """From the autumn before the year to the autumn of it: what the money of the year may have moved."""
    if scope.span is Span.PARTNER:  # no kartlegging has a group of its own for a partner's networks
        return []
    again = _asked_again(choice.year, actor).filter(Q(county=None) | Q(county=scope.county))
    return [_shift(survey, actor, level=LEVEL[scope.span], party=scope.party.pk) for survey in again]


def shifts_of_country(year: int, actor: Actor) -> list[Shift]:
    """The same, of what the whole country is asked."""
    return [_shift(survey, actor, level=Level.COUNTRY) for survey in _asked_again(year, actor).filter(county=None)]


def _asked_again(year: int, actor: Actor) -> QuerySet[Survey]:
    found = surveys.visible_to(actor).filter(state=State.FROZEN, previous__isnull=False, opens__year=year)
    return found.select_related("stored", "party", "previous__stored").order_by("opens", "pk")


def _shift(survey: Survey, actor: Actor, *, level: Level, party: UUID | None = None) -> Shift:
    assert survey.previous
    now, then = (_group(each, actor, level, party) for each in (survey, survey.previous))
    if now is None or then is None:
        return Shift(survey, now, ())
    instrument = survey.instrument
    before = same_questions(instrument, survey.previous.instrument, then.figures)
    measures = measures_of(instrument, now.figures, "", before=before, beside=[])
    return Shift(survey, now, tuple(each for each in measures if each.change))


def _group(survey: Survey, actor: Actor, level: Level, party: UUID | None) -> ReleasedGroup | None:
    seen = surveys.groups_visible_to(actor, survey).filter(layer="", sector="", kind="", shown=True)
    return seen.filter(level=level, party=party).first()


@dataclass(frozen=True, slots=True)
class Told:
    """What else tells of change there: reports, offers that people have been through, and children that are heard."""

    reports: int
    approved: int
    offers: int | None  # None where this person doesn't see them
    heard: Sequence[Listening]


def told_of(scope: Scope, choice: Choice, actor: Actor) -> Told:
    reports = list(sent_in(scope, choice, "report").order_by().values_list("state", flat=True))
    sees = uptake.visible_to(actor).filter(pk=scope.party.pk).exists()
    offers = Count.objects.filter(party=scope.party.pk, level="", number__isnull=False).count() if sees else None
    heard = outcomes_visible_to(actor).filter(unit__in=_units(scope), state=VoicesState.CLOSED, first__year=choice.year)
    return Told(
        len(reports),
        sum(each == DocumentState.APPROVED for each in reports),
        offers,
        list(heard) if scope.span in (Span.UNIT, Span.OWNER) else [],
    )


def _units(scope: Scope) -> list[UUID]:
    return list(scope.units.order_by().values_list("pk", flat=True)) if scope.span in (Span.UNIT, Span.OWNER) else []
