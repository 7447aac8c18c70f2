"""What has to be mended in a document before it can be sent."""

from collections.abc import Callable, Iterable
from datetime import date

from laget.base.questions.answers import Problem, problems
from laget.base.questions.models import Document
from laget.base.questions.structure import Layout

Look = Callable[[Document, Layout, date], Iterable[Problem]]

# What has to hold in a document besides what its form asks for, by its namespace: the app that it belongs to says it.
_LOOKS: dict[str, Look] = {}


def is_looked_over(namespace: str, look: Look) -> None:
    """Let what has to hold in a document be known wherever it is written, looked over and sent."""
    _LOOKS[namespace] = look


def what_is_wrong(document: Document, layout: Layout, day: date) -> list[Problem]:
    """What is missing or can't be read, and then what doesn't hold on that day."""
    return [*problems(layout, document.answers), *what_does_not_hold(document, layout, day)]


def what_does_not_hold(document: Document, layout: Layout, day: date) -> list[Problem]:
    """What a document of its kind may not say, however much of it is filled in."""
    look = _LOOKS.get(document.namespace)
    return list(look(document, layout, day)) if look else []
