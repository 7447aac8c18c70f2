"""What the pages show: a theme with what was said of it, and the two pictures side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from laget.base.accounts.actor import Actor
from laget.need.surveys.models import ReleasedGroup
from laget.need.voices.comparing import Picture, Row, children_banded, children_exactly, compare, hidden, staff_pictures
from laget.need.voices.figures import by_theme, read
from laget.need.voices.models import Listening
from laget.need.voices.permissions import works_there
from laget.need.voices.queries import staff_result
from laget.need.voices.said import Said
from laget.need.voices.themes import THEMES, Theme, Way


@dataclass(frozen=True, slots=True)
class Section:
    """A theme, with what was said in each way it was heard, and the ways that are left."""

    theme: Theme
    said: tuple[tuple[Way, Said | None], ...]  # None for what can't be read, since its key is lost
    left: tuple[Way, ...]


def sections_of(listening: Listening) -> Iterator[Section]:
    """Every theme, in order, also those that nobody has been heard on yet."""
    found = {(voice.theme, voice.way): voice.said_or_none() for voice in listening.voices.all()}
    for key, theme in THEMES.items():
        said = tuple((way, found[key, way]) for way in Way if (key, way) in found)
        yield Section(theme, said, tuple(way for way in Way if (key, way) not in found))


def rows_for(actor: Actor, listening: Listening) -> tuple[ReleasedGroup | None, list[Row]]:
    """The staff's result, if there is one to see, and a row for each theme.

    Those who work there see the counts they wrote down, until these are deleted. Everyone else sees bands.
    """
    group = staff_result(actor, listening)
    if works_there(actor, listening) and listening.deleted_at is None:
        children = _children_in_detail(listening)
    else:
        children = children_banded(read(listening.released))
    return group, compare(staff_pictures(group), children)


def _children_in_detail(listening: Listening) -> dict[str, Picture]:
    """A theme with something that can't be read is not shown: the rest of it would give a wrong picture."""
    found = [(voice.theme, voice.said_or_none()) for voice in listening.voices.all()]
    lost = {theme for theme, said in found if said is None}
    readable = by_theme((theme, said) for theme, said in found if said is not None and theme not in lost)
    return {**children_exactly(readable), **dict.fromkeys(lost, hidden())}
