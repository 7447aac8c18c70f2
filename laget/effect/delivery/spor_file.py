"""The shape of a spor, the way through a fellestiltak, and of a model for development, the way through a change.

Both are files beside this one: docs/delivery.md explains them. Reading them needs neither Django nor a database.
"""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from laget.base.cycle.form_shape import Key, Part

Text = Annotated[str, Field(min_length=1)]
StepKind = Literal["webinar", "samling", "guidance", "work"]
HELD = frozenset({"webinar", "samling", "guidance"})  # those that are at a time; the rest is done between them


class Phase(Part):
    """A step of a development, with what to ask oneself in it."""

    key: Key
    title: Text
    about: Text
    questions: Annotated[tuple[Text, ...], Field(min_length=1)]


class Way(Part):
    """A model for development work: its phases in order. Going back is part of it."""

    key: Key
    title: Text
    about: Text
    source: str = ""  # who has described it
    phases: Annotated[tuple[Phase, ...], Field(min_length=2)]

    def phase(self, key: str) -> Phase:
        """Raises StopIteration for a phase that it doesn't have."""
        return next(each for each in self.phases if each.key == key)

    def number(self, key: str) -> int:
        """Which phase it is, from 1."""
        return [each.key for each in self.phases].index(key) + 1


class Link(Part):
    title: Text
    address: Annotated[str, Field(pattern=r"^https://\S+$")]


class Step(Part):
    """One thing that a pulje goes through: at a time, or between two."""

    kind: StepKind
    title: Text
    month: NonNegativeInt = 0  # how long after the pulje begins
    content: tuple[Text, ...] = ()
    core: str = ""  # core competence
    between: str = ""  # mellomarbeid, until the next
    shares: tuple[Key, ...] = ()  # phases that they tell each other of
    prepares: tuple[Key, ...] = ()  # phases that they go home to
    times: PositiveInt = 1  # how often the same is held
    links: tuple[Link, ...] = ()
    note: str = ""  # where this differs from the plan it is taken from

    @property
    def is_held(self) -> bool:
        return self.kind in HELD


class Spor(Part):
    """One of the ways to take part in a fellestiltak."""

    key: Key
    number: PositiveInt
    fellestiltak: Text
    title: Text
    about: Text
    purpose: Annotated[tuple[Text, ...], Field(min_length=1)]
    audience: Text
    months: PositiveInt
    way: Key | None = None  # the model that each unit goes by, until it chooses another
    takes_questions: bool = False  # asked while it is on and afterwards, and kept until they are answered
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
