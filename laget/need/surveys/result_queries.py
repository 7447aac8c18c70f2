"""A result as one person sees it: the group chosen, those it is part of, the layers, and the wave before."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Kind, Ownership, Party, Sector
from laget.need.surveys.instrument_file import Layer, layer_name
from laget.need.surveys.models import (
    ENOUGH_FOR_REMARKS,
    Level,
    OtherSource,
    Release,
    ReleasedGroup,
    Remark,
    Survey,
    SurveyUnit,
)
from laget.need.surveys.permissions import ASKERS, clears_remarks
from laget.need.surveys.queries import groups_visible_to
from laget.need.surveys.results import (
    Figures,
    Measure,
    Part,
    Side,
    Statement,
    ends_in_words,
    ends_of,
    measures_of,
    parts_of,
    same_questions,
    side_by_side,
    topics_of,
)

# The field of a survey's unit that says which group of each level it belongs to.
PLACE_OF = {
    Level.UNIT: "party",
    Level.OWNER: "owner",
    Level.MUNICIPALITY: "municipality",
    Level.NETWORK: "network",
    Level.COUNTY: "county",
}
BESIDE = (Level.OWNER, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Rung:
    """A group one can go to: its own page, and whether it is the one that is shown."""

    pk: int
    name: str
    level: str
    here: bool = False

    @classmethod
    def to(cls, group: ReleasedGroup, *, here: bool = False) -> "Rung":
        return cls(group.pk, group.name, str(Level(group.level).label), here)


@dataclass(frozen=True)
class Result:
    """All that is shown of one group."""

    survey: Survey
    release: Release
    group: ReleasedGroup
    name: str
    invited: int | None  # None where anyone with the link could answer
    ladder: tuple[Rung, ...]  # the groups it is part of, itself first
    slices: tuple[Rung, ...]  # the same group cut by layer, sector and kind
    measures: tuple[Measure, ...] = ()
    parts: tuple[Part, ...] = ()
    beside: tuple[str, ...] = ()  # the names of the groups in each measure's `beside`
    side: Side | None = None
    since: Survey | None = None  # the wave before, when it is shown too
    remarks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[OtherSource, ...] = ()

    @cached_property
    def ends(self) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
        """The strongest and the weakest statements."""
        return ends_of(self.parts)

    @property
    def moved(self) -> list[Measure]:
        """The measures that have changed since the wave before."""
        return [each for each in self.measures if each.change and each.change.counts]

    @property
    def topics(self) -> Side | None:
        """The topics that several parts ask about, such as what one can and what one needs."""
        return topics_of(self.survey.instrument, self.parts)

    @property
    def span(self) -> str:
        """What the ends of the profile's lines stand for; empty when they don't all stand for the same."""
        return ends_in_words(self.survey.instrument)

    @property
    def enough_for_remarks(self) -> int:
        """How many must stand together before what they wrote is shown; 0 when nobody was asked to write."""
        return ENOUGH_FOR_REMARKS * self.release.k if self.survey.instrument.has_texts else 0

    @property
    def n(self) -> int | None:
        """How many answered; None when that may not be shown."""
        return int(self.group.figures["n"]) if self.group.shown else None


def release_of(survey: Survey) -> Release | None:
    """What it came to; None until it is counted."""
    return Release.objects.filter(survey=survey).first()


def remarks_to_clear(actor: Actor, survey: Survey) -> QuerySet[Remark]:
    """Words of one's own that nobody has read yet. For the one who reads them alone."""
    waiting = Remark.objects.filter(group__release__survey=survey, cleared_by=None).select_related("group")
    return waiting if clears_remarks(actor, survey) else waiting.none()


def parties_to_enter_for(actor: Actor) -> QuerySet[Party]:
    """Those that they may keep numbers from elsewhere for."""
    return Party.objects.filter(pk__in=actor.where(*ASKERS))


def whole_groups(actor: Actor, survey: Survey) -> QuerySet[ReleasedGroup]:
    """Those that may be chosen, without their figures. In the order of their names, never of what they came to."""
    return (
        groups_visible_to(actor, survey)
        .filter(layer="", sector="", kind="")
        .defer("figures")
        .order_by("sort_key", "pk")
    )


def group_to_begin_with(actor: Actor, survey: Survey) -> ReleasedGroup | None:
    """The narrowest that is their own, else the widest there is."""
    levels = list(Level)
    own = list(whole_groups(actor, survey).filter(party__in=actor.parties))
    if own:
        return max(own, key=lambda group: levels.index(Level(group.level)))
    return min(whole_groups(actor, survey), key=lambda group: levels.index(Level(group.level)), default=None)


def result_of(actor: Actor, survey: Survey, release: Release, group: ReleasedGroup, *, day: date) -> Result:
    """Everything about one group that this person may see, in as many queries whatever the survey's size."""
    units = _units_in(survey, group)
    family, around = _relatives(groups_visible_to(actor, survey), group, units)
    group = next(each for each in family if each.pk == group.pk)
    whole = next(each for each in family if not _cut(each))
    asked = [layer for layer in Layer if any(layer in unit["invited"] or unit["open_link"] for unit in units)]
    found = Result(
        survey=survey,
        release=release,
        group=group,
        name=_name(group),
        invited=_invited(units, group),
        ladder=(Rung.to(whole, here=not _cut(group)), *(Rung.to(each) for each in around if not each.layer)),
        slices=tuple(_slices(family, group, asked)),
        sources=tuple(other_sources_visible_to(actor, day=day).filter(party__in=_parties(group, units))),
    )
    if not group.shown:
        return found
    layers = {layer: _figures_of(family, layer) for layer in asked}
    return replace(
        found,
        **_figures(actor, survey, group, [each for each in around if each.shown and each.layer == group.layer]),
        side=None if _cut(group) else side_by_side(survey.instrument, layers),
        remarks=tuple(_remarks(survey, group)),
    )


def _figures(actor: Actor, survey: Survey, group: ReleasedGroup, around: list[ReleasedGroup]) -> dict[str, Any]:
    """The measures and the parts, beside those around it that one compares with, and since the wave before."""
    instrument, before = survey.instrument, _before(actor, survey, group)
    near = [each for each in around if each.level in BESIDE]
    beside = [each.figures for each in near]
    return {
        "measures": measures_of(instrument, group.figures, group.layer, before=before, beside=beside),
        "parts": parts_of(instrument, group.figures, group.layer, before=before),
        "beside": tuple(each.name for each in near),
        "since": survey.previous if before is not None else None,
    }


def other_sources_visible_to(actor: Actor, *, day: date) -> QuerySet[OtherSource]:
    """One's own, those of one's owner and of the units one owns, and those of one's networks and counties."""
    owned = Ownership.objects.at(day).filter(owner__in=actor.reading).values("organisation")
    owners = Ownership.objects.at(day).filter(organisation__in=actor.reading).values("owner")
    near = Q(party__in=actor.reading) | Q(party__in=owned) | Q(party__in=owners)
    found = OtherSource.objects.filter(near | Q(party__in=actor.networks) | Q(party__in=actor.counties))
    return found.select_related("party").order_by("-dated", "title", "pk")


def _units_in(survey: Survey, group: ReleasedGroup) -> list[dict[str, Any]]:
    """The units that the group is made of: where they belong, and how many were invited."""
    units = SurveyUnit.objects.filter(survey=survey)
    if field := PLACE_OF.get(Level(group.level)):
        units = units.filter(**{field: group.party_id or group.municipality_id})
    for name in ("sector", "kind"):
        if value := getattr(group, name):
            units = units.filter(**{name: value})
    return list(units.values("invited", "open_link", *PLACE_OF.values()))


def _relatives(
    visible: QuerySet[ReleasedGroup], group: ReleasedGroup, units: list[dict[str, Any]]
) -> tuple[list[ReleasedGroup], list[ReleasedGroup]]:
    """The same group however it is cut; and the wider ones that all of it is part of, the nearest first."""
    levels = list(Level)
    same = Q(level=group.level, party=group.party_id, municipality=group.municipality_id)
    wider = Q(level=Level.COUNTRY)
    for level in levels[1 : levels.index(Level(group.level))]:
        places = {unit[PLACE_OF[level]] for unit in units}
        if len(places) == 1 and (place := places.pop()):
            wider |= Q(level=level, **{"municipality" if level == Level.MUNICIPALITY else "party": place})
    found = list(visible.filter(same | wider & Q(layer__in={"", group.layer}, sector="", kind="")))
    around = [each for each in found if each.level != group.level]
    around.sort(key=lambda each: -levels.index(Level(each.level)))
    return [each for each in found if each.level == group.level], around


def _before(actor: Actor, survey: Survey, group: ReleasedGroup) -> Figures | None:
    """The same group in the wave before, where it is shown."""
    if survey.previous is None:
        return None
    same = {name: getattr(group, name) for name in ("level", "party_id", "municipality_id", "layer", "sector", "kind")}
    found = groups_visible_to(actor, survey.previous).filter(**same, shown=True).first()
    return same_questions(survey.instrument, survey.previous.instrument, found.figures) if found else None


def _slices(family: list[ReleasedGroup], group: ReleasedGroup, asked: list[Layer]) -> list[Rung]:
    """The whole of it, then its layers in their order, then sectors and kinds."""
    order = {layer.value: n for n, layer in enumerate(Layer)}
    cut = [each for each in family if not each.layer or each.layer in asked]
    cut.sort(key=lambda each: (bool(each.kind), bool(each.sector), order.get(each.layer, -1), each.pk))
    return [Rung(each.pk, cut_name(each), each.level, each.pk == group.pk) for each in cut] if len(cut) > 1 else []


def cut_name(group: ReleasedGroup) -> str:
    """What a slice is called: "Ansatte", "Private", "Barnehage"; empty for the whole."""
    if group.layer:
        return layer_name(group.layer)
    if group.sector:
        return str(Sector(group.sector).label).capitalize()
    return str(Kind(group.kind).label) if group.kind else ""


def _name(group: ReleasedGroup) -> str:
    cut = cut_name(group)
    return f"{group.name}: {cut}" if cut else group.name


def _cut(group: ReleasedGroup) -> bool:
    return bool(group.layer or group.sector or group.kind)


def _figures_of(family: list[ReleasedGroup], layer: Layer) -> Figures | None:
    found = next((each for each in family if each.layer == layer), None)
    return found.figures if found and found.shown else None


def _invited(units: list[dict[str, Any]], group: ReleasedGroup) -> int | None:
    if any(unit["open_link"] for unit in units):
        return None
    layers = [group.layer] if group.layer else list(Layer)
    return sum(int(unit["invited"].get(layer, 0)) for unit in units for layer in layers)


def _parties(group: ReleasedGroup, units: list[dict[str, Any]]) -> set[UUID]:
    """The group itself and those it is wholly part of: whose other numbers belong beside it."""
    fields = ("party", "owner", "network", "county")
    each = ({unit[field] for unit in units} for field in fields)
    return {party for found in each if len(found) == 1 for party in found if party} | (
        {group.party_id} if group.party_id else set()
    )


def _remarks(survey: Survey, group: ReleasedGroup) -> list[tuple[str, tuple[str, ...]]]:
    """What has been read and cleared, by question."""
    found: dict[str, list[str]] = {}
    cleared = Remark.objects.filter(group=group).exclude(cleared_by=None).order_by("item", "pk")
    for item, words in cleared.values_list("item", "text"):
        found.setdefault(item, []).append(words)
    return [
        (survey.instrument.item(key).text["nb"], tuple(found[key])) for key in survey.instrument.by_key if key in found
    ]
