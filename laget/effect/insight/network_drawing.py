"""Who works with whom: owners to the left, their networks in the middle, those they have as partners to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import ngettext

from laget.effect.insight.flow_drawing import short
from laget.effect.insight.map_queries import Together

MOST_OWNERS = 40  # drawn by name; where there are more, each network says how many it has
LINE, AIR, BOX = 20, 14, 26
OWNER_X, BOX_X, BOX_WIDTH, PARTNER_X = 200, 256, 208, 530


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int
    width: int  # as many tiltak as they have together, up to six
    dashed: bool = False  # no tiltak together this year


@dataclass(frozen=True, slots=True)
class Web:
    height: int
    owners: Sequence[Name]
    networks: Sequence[Name]
    partners: Sequence[Name]
    lines: Sequence[Line]
    owner_count: int = 0  # each once


def web_of(together: Sequence[Together]) -> Web:
    many = sum(len(each.owners) for each in together) > MOST_OWNERS
    owners, networks, lines, middles, y = [], [], [], {}, 0
    for each in together:
        names = _owners(each, many=many)
        height = max(len(names) * LINE, BOX)
        middle = y + height // 2
        middles[each.network.pk] = middle
        networks.append(Name(short(each.network.name), middle))
        for place, name in enumerate(names):
            at = middle - (len(names) - 1) * LINE // 2 + place * LINE
            owners.append(Name(name, at))
            lines.append(Line(OWNER_X + 6, at, BOX_X, middle, 1))
        y += height + AIR
    partners = {partner.pk: partner.name for each in together for partner in each.partners}
    height = max(y - AIR, len(partners) * LINE, BOX)
    places = _spread(list(partners), height)
    for each in together:
        for partner in each.partners:
            start, end = middles[each.network.pk], places[partner.pk]
            width = min(6, 1 + partner.tiltak)
            lines.append(Line(BOX_X + BOX_WIDTH, start, PARTNER_X - 6, end, width, not partner.tiltak))
    return Web(
        height,
        owners,
        networks,
        [Name(short(partners[pk]), at) for pk, at in places.items()],
        lines,
        _many_owners(together),
    )


def _owners(each: Together, *, many: bool) -> list[str]:
    if many and each.owners:
        return [ngettext("%(n)d eier", "%(n)d eiere", len(each.owners)) % {"n": len(each.owners)}]
    return [short(owner.name) for owner in each.owners]


def _many_owners(together: Sequence[Together]) -> int:
    return len({owner.pk for each in together for owner in each.owners})


def _spread(pks: Sequence[UUID], height: int) -> dict[UUID, int]:
    """Evenly down the drawing."""
    step = height / (len(pks) or 1)
    return {pk: round(step * place + step / 2) for place, pk in enumerate(pks)}
