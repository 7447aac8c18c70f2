"""The shape of an instrument: what a survey asks, of whom, and how the answers are scored.

docs/instruments.md explains it to those who write one. Reading it needs neither Django nor a database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from laget.base.cycle.form_shape import Part
from laget.base.cycle.money_shape import Weight
from laget.need.surveys.languages import Texts, text
from laget.need.surveys.problems import InstrumentProblem
from laget.rules.scores import NOT_RELEVANT, ScaleRule

__all__ = [
    "AnswerScale",
    "AskedItem",
    "Choice",
    "Condition",
    "Instrument",
    "Item",
    "Layer",
    "Scale",
    "Section",
    "Texts",
    "layer_name",
    "text",
]

MOST_LOCAL = 4  # questions of a county's own; the same number that Udir allows in its surveys of parents
LOCAL = "local_"

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Layer(StrEnum):
    """Which part of the team around the child someone answers as."""

    STAFF = "staff"
    LEADERS = "leaders"
    PPT = "ppt"


LAYER_NAMES: Mapping[Layer, Texts] = {
    Layer.STAFF: {"nb": "Ansatte", "nn": "Tilsette", "en": "Staff", "se": "Bargit"},
    Layer.LEADERS: {"nb": "Ledere", "nn": "Leiarar", "en": "Leaders", "se": "Jođiheaddjit"},
    Layer.PPT: {
        "nb": "PP-tjenesten",
        "nn": "PP-tenesta",
        "en": "Educational-psychological service",
        "se": "PP-bálvalus",
    },
}


def layer_name(layer: str, language: str = "nb") -> str:
    return text(LAYER_NAMES[Layer(layer)], language)


class Choice(Part):
    """One answer that can be chosen. The value 0 is for "not relevant", which gives no score."""

    value: NonNegativeInt
    text: Texts


AnswerScale = Annotated[tuple[Choice, ...], Field(min_length=1)]


class Condition(Part):
    """Asked only of those who gave an earlier item one of these values."""

    item: Key
    values: Annotated[tuple[NonNegativeInt, ...], Field(min_length=1)]


class Item(Part):
    """One statement or question."""

    key: Key
    kind: Literal["scale", "choice", "several", "text"] = "scale"
    text: Texts
    help: Texts | None = None
    answers: str = ""  # the name of an answer scale; a text has none
    facet: str = ""  # what it is about; the instrument's tags say what that is called
    aspects: tuple[str, ...] = ()  # what it touches across the facets, such as participation
    layers: tuple[Layer, ...] = ()  # who is asked; none means all
    reversed: bool = False  # worded the other way, so that a low answer is a high score
    when: Condition | None = None

    def texts(self) -> tuple[Texts, ...]:
        return (self.text, self.help) if self.help else (self.text,)

    def is_for(self, layer: Layer) -> bool:
        return not self.layers or layer in self.layers

    @model_validator(mode="after")
    def _has_answers_unless_it_is_a_text(self) -> Self:
        if self.kind == "text" and self.answers:
            raise PydanticCustomError("free_answer", "free_answer")
        if self.kind != "text" and not self.answers:
            raise PydanticCustomError("needs_answers", "needs_answers")
        return self


class Section(Part):
    """Items under one heading: a page of the survey."""

    key: Key
    title: Texts
    intro: Texts | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def texts(self) -> tuple[Texts, ...]:
        return (self.title, self.intro) if self.intro else (self.title,)


class Scale(Part):
    """Items that together give a score: a facet, a subscale or a total."""

    key: Key
    title: Texts
    items: Annotated[tuple[Key, ...], Field(min_length=1)]
    min_share: Annotated[Weight, Field(gt=0, le=1)] = Fraction(3, 4)
    method: Literal["mean", "sum"] = "mean"


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item, with the values it can be answered with by how a form posts them: {"4": 4}."""

    item: Item
    values: Mapping[str, int]


class Instrument(Part):
    """A whole survey. A round keeps the version that its people answered."""

    key: Key
    version: PositiveInt
    title: Texts
    purpose: Texts
    intro: Texts
    minutes: PositiveInt  # that it takes to answer
    source: str  # whose theory or words it builds on
    licence: str  # on what terms it may be used
    kinds: tuple[Literal["kindergarten", "school", "sfo", "ppt"], ...] = ()  # that it fits; none means all
    k: Annotated[int, Field(ge=3)] | None = None  # the fewest answers that are shown together; None: as the county says
    tags: dict[str, Texts] = Field(default_factory=dict)  # what facets and aspects are called
    answer_scales: dict[str, AnswerScale] = Field(default_factory=dict)
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    scales: tuple[Scale, ...] = ()

    def items(self) -> tuple[Item, ...]:
        """All items, in the order they are asked."""
        return tuple(self.by_key.values())

    def item(self, key: str) -> Item:
        """Raises KeyError."""
        return self.by_key[key]

    @property
    def has_texts(self) -> bool:
        """Whether something is answered in one's own words."""
        return any(item.kind == "text" for item in self.items())

    def for_layer(self, layer: Layer) -> tuple[Section, ...]:
        """The sections with only what that layer is asked."""
        return self.by_layer[layer]

    def asked_of(self, layer: Layer) -> Mapping[str, AskedItem]:
        """By key, in order, what that layer is asked."""
        return self.asked[layer]

    def bounds(self, answers: str) -> tuple[int, int]:
        """The lowest and the highest score that an answer scale gives."""
        values = [choice.value for choice in self.answer_scales[answers] if choice.value != NOT_RELEVANT]
        return min(values), max(values)

    def rule_of(self, scale: Scale, layer: Layer | None = None) -> ScaleRule:
        """How a scale is scored: for one layer with only what that layer is asked, so that no one lacks what they
        never saw.
        """
        items = [self.item(key) for key in scale.items]
        low, high = self.bounds(items[0].answers)  # the same for all of them
        return ScaleRule(
            items=tuple((item.key, item.reversed) for item in items if layer is None or item.is_for(layer)),
            low=low,
            high=high,
            min_share=scale.min_share,
            method=scale.method,
        )

    def with_local(self, items: Sequence[Item]) -> "Instrument":
        """With up to four questions of a county's own as the last section. Raises InstrumentProblem."""
        if not items:
            return self
        problems = list(_wrong_with_local(items, self))
        if problems:
            raise InstrumentProblem(problems)
        local = Section(key="local", title=_LOCAL_TITLE, items=tuple(items))
        parts = {name: getattr(self, name) for name in Instrument.model_fields}
        return Instrument(**parts | {"sections": (*self.sections, local)})

    # Worked out once for each instrument, so that a phone's answers are read in microseconds.

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        return {item.key: item for section in self.sections for item in section.items}

    @cached_property
    def by_layer(self) -> Mapping[Layer, tuple[Section, ...]]:
        return {layer: tuple(_sections_for(self.sections, layer)) for layer in Layer}

    @cached_property
    def asked(self) -> Mapping[Layer, Mapping[str, AskedItem]]:
        values = {name: {str(c.value): c.value for c in choices} for name, choices in self.answer_scales.items()}
        asked = {item.key: AskedItem(item, values.get(item.answers, {})) for item in self.items()}
        return {layer: {key: each for key, each in asked.items() if each.item.is_for(layer)} for layer in Layer}


_LOCAL_TITLE: Texts = {
    "nb": "Spørsmål fra fylket",
    "nn": "Spørsmål frå fylket",
    "en": "Questions from your county",
    "se": "Gažaldagat fylkkas",
}


def _sections_for(sections: Sequence[Section], layer: Layer) -> list[Section]:
    own = [(section, tuple(item for item in section.items if item.is_for(layer))) for section in sections]
    return [section.model_copy(update={"items": items}) for section, items in own if items]


def _wrong_with_local(items: Sequence[Item], instrument: Instrument) -> Iterator[str]:
    if any(section.key == "local" for section in instrument.sections):
        yield f"«{instrument.key}» har alt fått lokale spørsmål."
    if len(items) > MOST_LOCAL:
        yield f"Det kan være opptil {MOST_LOCAL} lokale spørsmål. Her er det {len(items)}."
    seen = set(instrument.by_key)
    for item in items:
        if not item.key.startswith(LOCAL):
            yield f"{item.key}: navnet på et lokalt spørsmål starter med «{LOCAL}»."
        if item.key in seen:
            yield f"{item.key}: det finnes alt et spørsmål med dette navnet."
        if item.answers and item.answers not in instrument.answer_scales:
            yield f"{item.key}: svarskalaen «{item.answers}» finnes ikke i «{instrument.key}»."
        seen.add(item.key)
