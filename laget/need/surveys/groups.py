"""Which groups a survey is counted for: every unit, and all that they add up to, as far as the survey reaches."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.actors.models import Kind, Organisation, Party, Sector
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Level, Survey, SurveyUnit

LAYERS = tuple(Layer)
LAYERED = (Level.NETWORK, Level.COUNTY, Level.COUNTRY, Level.OWNER, Level.MUNICIPALITY, Level.UNIT)


@dataclass(frozen=True, slots=True)
class Group:
    """One group, as it is named, and the atoms it is made of: (unit, layer) by their place in the tally."""

    level: Level
    name: str
    party: UUID | None = None
    municipality: int | None = None
    layer: str = ""
    sector: str = ""
    kind: str = ""
    atoms: tuple[int, ...] = field(default=(), compare=False)


def atom_of(unit: int, layer: Layer) -> int:
    """The place of a unit's layer in the tally, `unit` being the unit's place among the survey's units."""
    return unit * len(LAYERS) + LAYERS.index(layer)


def groups_of(survey: Survey, units: list[SurveyUnit]) -> list[Group]:
    """Every group, the widest first. `units` have their parties selected."""
    found: dict[Group, list[int]] = {}
    levels = _levels(survey, units)
    for place, unit in enumerate(units):
        for group in _groups_with(unit, levels):
            layers = [Layer(group.layer)] if group.layer else LAYERS
            found.setdefault(group, []).extend(atom_of(place, layer) for layer in layers)
    return [replace(group, atoms=tuple(found[group])) for group in sorted(found, key=_importance)]


def _importance(group: Group) -> tuple[int, int, int]:
    """What should be shown first, when not everything can be.

    Whole groups from the country down to the unit, since each is part of the one above. Municipalities
    cut across owners, so they come after. Layers where they are most needed and seldom too small, in the
    networks; then upwards, where they add up, and downwards. Last, the sectors and the kinds.
    """
    wide = list(Level).index(group.level)
    if group.sector or group.kind:
        return 3, wide, 0
    if group.layer:
        return 2, LAYERED.index(group.level), LAYERS.index(Layer(group.layer))
    return int(group.level == Level.MUNICIPALITY), wide, 0


def _levels(survey: Survey, units: list[SurveyUnit]) -> frozenset[Level]:
    """A school's own survey has no county to be part of; a county's has everything below it."""
    reach: set[Level] = {Level.UNIT}
    if {survey.party_id} == {unit.party_id for unit in units}:
        return frozenset(reach)
    reach |= {Level.OWNER, Level.MUNICIPALITY}
    if survey.party_id in {unit.owner_id for unit in units}:
        return frozenset(reach)
    reach |= {Level.NETWORK}
    if survey.party_id in {unit.network_id for unit in units}:
        return frozenset(reach)
    reach |= {Level.COUNTY}
    return frozenset(reach if survey.county_id else reach | {Level.COUNTRY})


def _groups_with(unit: SurveyUnit, levels: frozenset[Level]) -> Iterator[Group]:
    for place in _places(unit):
        if place.level not in levels:
            continue
        yield place
        yield from (replace(place, layer=layer.value) for layer in LAYERS)
        if place.level in (Level.COUNTRY, Level.COUNTY):
            yield replace(place, sector=Sector(unit.sector).value)
            yield replace(place, kind=Kind(unit.kind).value)


def _places(unit: SurveyUnit) -> Iterator[Group]:
    yield Group(Level.COUNTRY, _("Hele landet"))
    yield _of(Level.COUNTY, unit.county)
    if unit.network:
        yield _of(Level.NETWORK, unit.network)
    if unit.municipality:
        name = _("%(name)s (hele kommunen)") % {"name": unit.municipality.name}
        yield Group(Level.MUNICIPALITY, name, municipality=unit.municipality.pk)
    if unit.owner:
        yield _of(Level.OWNER, unit.owner)
    yield _of(Level.UNIT, unit.party)


def _of(level: Level, party: Party | Organisation) -> Group:
    return Group(level, party.name, party=party.pk)
