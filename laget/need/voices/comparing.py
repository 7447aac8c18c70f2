"""The children's picture and the staff's, theme by theme: where they agree, and where they don't.

They are not the same measure. Staff say how far they agree with statements about what they do; children tell how
it is for them. Both are put on a line from 0 to 1, and a difference smaller than a fifth is read as agreement. It
is a question to talk about, and no result in itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.need.surveys.instrument_file import Instrument
from laget.need.surveys.models import ReleasedGroup
from laget.need.voices.figures import Banded
from laget.need.voices.said import Told
from laget.need.voices.themes import THEMES, Theme
from laget.rules.bands import fifth

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

AGREE = Fraction(1, 5)
GOOD, POOR = Fraction(3, 5), Fraction(2, 5)
FIFTHS: "tuple[Text, ...]" = (
    gettext_lazy("ikke godt"),
    gettext_lazy("stort sett ikke godt"),
    gettext_lazy("litt av hvert"),
    gettext_lazy("stort sett godt"),
    gettext_lazy("godt"),
)


class Seen(Enum):
    """Whether there is a picture to show."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # there is one, and it is for others
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Picture:
    """How one side sees a theme."""

    seen: Seen
    words: str
    level: Fraction | None = None  # 0 to 1


class Leaning(Enum):
    """What the two pictures together point to."""

    KEEP = "keep"
    CHANGE = "change"
    LOOK_CLOSER = "look closer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Row:
    theme: Theme
    staff: Picture
    children: Picture
    verdict: str
    leaning: Leaning


def hidden() -> Picture:
    return Picture(Seen.HIDDEN, _("Skjermet"))


def compare(staff: Mapping[str, Picture], children: Mapping[str, Picture]) -> list[Row]:
    """A row for each theme that the children were heard on, in the order of the themes."""
    return [_row(theme, staff[key], children[key]) for key, theme in THEMES.items() if key in children]


def children_exactly(told: Mapping[str, Told]) -> dict[str, Picture]:
    """As those at the virksomhet see it, who wrote it down themselves."""
    return {theme: _exactly(each) for theme, each in told.items()}


def children_banded(released: Mapping[str, Banded | None]) -> dict[str, Picture]:
    """As everyone else sees it, and they too when it has been deleted."""
    return {theme: _banded(each) if each else hidden() for theme, each in released.items()}


def staff_pictures(group: ReleasedGroup | None) -> dict[str, Picture]:
    """What the staff answered, for each theme, out of what may be shown of it."""
    if group is None:
        return dict.fromkeys(THEMES, Picture(Seen.MISSING, _("Ikke kartlagt")))
    if not group.shown:
        return dict.fromkeys(THEMES, hidden())
    instrument = group.release.survey.stored.instrument
    return {key: _staff(theme, instrument, group.figures) for key, theme in THEMES.items()}


# -- Each side ------------------------------------------------------------------------------------------


def _exactly(told: Told) -> Picture:
    counts = {"good": told.good, "mixed": told.mixed, "hard": told.hard}
    words = _("Godt: %(good)d. Litt av hvert: %(mixed)d. Ikke godt: %(hard)d") % counts
    return Picture(Seen.SHOWN, words, told.level)


def _banded(banded: Banded) -> Picture:
    said = {"low": banded.low, "high": banded.high, "word": FIFTHS[banded.fifth]}
    return Picture(Seen.SHOWN, _("%(low)d–%(high)d barn: %(word)s") % said, banded.level)


def _staff(theme: Theme, instrument: Instrument, figures: Mapping[str, Any]) -> Picture:
    """A facet is a scale of its own. An aspect is the mean of its statements, where most of them are shown."""
    if theme.of == "facet":
        scale = next(each for each in instrument.scales if each.key == theme.key)
        shown = [(figures["scales"].get(theme.key), *instrument.rule_of(scale).bounds, False)]
    else:
        items = [item for item in instrument.items() if theme.key in item.aspects]
        shown = [(figures["items"].get(item.key), *instrument.bounds(item.answers), item.reversed) for item in items]
    levels = list(_levels(shown))
    if not levels or len(levels) * 2 < len(shown):
        return hidden()
    level = sum(levels, Fraction()) / len(levels)
    return Picture(Seen.SHOWN, _("%(level)s av 5") % {"level": _decimal(1 + 4 * level)}, level)


def _levels(shown: Iterable[tuple[Mapping[str, Any] | None, int, int, bool]]) -> Iterator[Fraction]:
    for figure, low, high, reversed_ in shown:
        if figure:
            level = (Fraction(str(figure["mean"])) - low) / (high - low)
            yield 1 - level if reversed_ else level


def _decimal(value: Fraction) -> str:
    """One decimal, with a comma."""
    return f"{float(value):.1f}".replace(".", ",")


# -- Side by side ---------------------------------------------------------------------------------------


def _row(theme: Theme, staff: Picture, children: Picture) -> Row:
    if children.level is None:
        found = _("Det barna sa, vises bare for dem som arbeider der. Færre enn fem barn har sagt noe om dette.")
        return Row(theme, staff, children, found if children.seen is Seen.HIDDEN else "", Leaning.NOTHING)
    if staff.level is None:
        return Row(theme, staff, children, _alone(staff, children.level), _lean(None, children.level))
    return Row(theme, staff, children, _together(staff.level, children.level), _lean(staff.level, children.level))


def _alone(staff: Picture, children: Fraction) -> str:
    word = _("Barna har det %(word)s.") % {"word": FIFTHS[fifth(children)]}
    why = _("De voksnes svar er skjermet.") if staff.seen is Seen.HIDDEN else _("De voksne har ikke svart ennå.")
    return f"{word} {why}"


def _together(staff: Fraction, children: Fraction) -> str:
    if abs(staff - children) >= AGREE:
        if children < staff:
            return _("Ulikt: Barna har det mindre godt enn de voksne ser.")
        return _("Ulikt: Barna har det bedre enn de voksne ser.")
    middle = (staff + children) / 2
    if middle >= GOOD:
        return _("Likt: Både barna og de voksne ser at det er godt.")
    if middle < POOR:
        return _("Likt: Både barna og de voksne ser at det ikke er godt nok.")
    return _("Likt: Både barna og de voksne ser litt av hvert.")


def _lean(staff: Fraction | None, children: Fraction) -> Leaning:
    if children < POOR or (staff is not None and staff - children >= AGREE):
        return Leaning.CHANGE
    if staff is not None and children - staff >= AGREE:
        return Leaning.LOOK_CLOSER
    return Leaning.KEEP if children >= GOOD else Leaning.CHANGE
