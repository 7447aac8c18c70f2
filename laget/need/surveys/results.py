"""A frozen result as typed values: what a page, a spreadsheet, a CSV and a PDF all show, made once.

Reads what was released and nothing else. None is what may not be shown: too few answered it, everyone gave the
same answer, or it would have given another group away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laget.need.surveys.instrument_file import Choice, Instrument, Item, Layer, Section, layer_name
from laget.rules.change import Mean, has_changed
from laget.rules.scores import NOT_RELEVANT

Figures = Mapping[str, Any]  # of one released group
FEW = 3  # strengths, and as many weaknesses


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave one answer. `start` and `percent` are of all who answered; `tone` is 1 for low and 5 for high."""

    label: str
    number: int
    start: float
    percent: float
    tone: int


@dataclass(frozen=True, slots=True)
class Change:
    """From the wave before. It is only said to be a change when it `counts`."""

    before: Mean
    moved: float
    counts: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement on a scale. `score` is its mean, counted from the other end when it is worded that way."""

    key: str
    title: str
    low: int
    high: int
    figure: Mean | None
    shares: tuple[Share, ...] = ()
    turned: bool = False
    change: Change | None = None
    answers: str = ""  # the name of its answer scale

    @property
    def score(self) -> float:
        assert self.figure
        return self.low + self.high - self.figure.mean if self.turned else self.figure.mean


@dataclass(frozen=True, slots=True)
class Choices:
    """A question where one or more of a list was chosen: how many chose each, None where that may not be shown."""

    key: str
    title: str
    rows: tuple[tuple[str, int | None, int | None], ...]  # (what, how many chose it, of how many)


@dataclass(frozen=True, slots=True)
class Measure:
    """A scale: a facet, an area or a total. `beside` are the groups it is part of, in the order of the result's."""

    key: str
    title: str
    low: int
    high: int
    figure: Mean | None
    change: Change | None = None
    beside: tuple[Mean | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the instrument, as answered."""

    title: str
    statements: tuple[Statement, ...]
    choices: tuple[Choices, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure or statement with what each layer came to."""

    title: str
    figures: tuple[Mean | None, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Columns side by side: the layers on what all of them were asked, or the parts that ask about the same topics."""

    layers: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def shown(self) -> bool:
        """Whether there is a figure in it at all."""
        return any(figure for row in self.rows for figure in row.figures)


def measures_of(
    instrument: Instrument, figures: Figures, layer: str, *, before: Figures | None, beside: Sequence[Figures]
) -> tuple[Measure, ...]:
    """The scales that this layer was asked anything of. `before` is of the wave before, `beside` of wider groups."""
    return tuple(
        Measure(
            scale.key,
            scale.title["nb"],
            *instrument.rule_of(scale).bounds,
            figure=(mine := _figure(figures, "scales", scale.key)),
            change=_change(mine, _figure(before or {}, "scales", scale.key), *instrument.rule_of(scale).bounds),
            beside=tuple(_figure(each, "scales", scale.key) for each in beside),
        )
        for scale in instrument.scales
        if any(_is_for(instrument.item(key), layer) for key in scale.items)
    )


def parts_of(instrument: Instrument, figures: Figures, layer: str, *, before: Figures | None) -> tuple[Part, ...]:
    """The sections with what this layer was asked in them, free answers aside."""
    found = (_part(instrument, section, figures, layer, before) for section in instrument.sections)
    return tuple(part for part in found if part.statements or part.choices)


def ends_of(parts: Sequence[Part]) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The few statements that came out highest, and the few that came out lowest.

    Of those that are answered as the first one is: where some ask what one can do and others what one needs, high is
    not the same for both.
    """
    asked = [each for part in parts for each in part.statements]
    shown = [each for each in asked if each.figure and each.answers == asked[0].answers]
    ordered = sorted(shown, key=lambda each: (each.low - each.score) / (each.high - each.low))
    few = min(FEW, len(ordered) // 2)
    return tuple(ordered[:few]), tuple(reversed(ordered[len(ordered) - few :]))


def side_by_side(instrument: Instrument, layers: Mapping[Layer, Figures | None]) -> Side | None:
    """What the layers came to on the scales where all of them were asked everything; None with fewer than two."""
    if len(layers) < 2:
        return None
    common = [
        s for s in instrument.scales if all(instrument.item(k).is_for(layer) for k in s.items for layer in layers)
    ]
    rows = tuple(
        Row(scale.title["nb"], tuple(_figure(each or {}, "scales", scale.key) for each in layers.values()))
        for scale in common
    )
    return Side(tuple(layer_name(layer) for layer in layers), rows) if rows else None


def topics_of(instrument: Instrument, parts: Sequence[Part]) -> Side | None:
    """What each topic came to in every part that asks about it, such as what one can and what one needs.

    The topics are the facets. None when fewer than two parts ask about the same ones.
    """
    facets = [{instrument.item(each.key).facet: each.figure for each in part.statements} for part in parts]
    asked = [
        (part, found)
        for part, found in zip(parts, facets, strict=True)
        if len(found) == len(part.statements) > 1 and "" not in found
    ]
    asked = [each for each in asked if sum(each[1].keys() == other.keys() for _part, other in asked) > 1]
    if not asked:
        return None
    rows = tuple(
        Row(instrument.tags[facet]["nb"], tuple(found.get(facet) for _part, found in asked)) for facet in asked[0][1]
    )
    return Side(tuple(part.title for part, _found in asked), rows)


def ends_in_words(instrument: Instrument) -> str:
    """What the lowest and the highest score mean, when all scales are means of the same answers; else empty."""
    used = {instrument.item(key).answers for scale in instrument.scales for key in scale.items}
    if len(used) != 1 or any(scale.method == "sum" for scale in instrument.scales):
        return ""
    low, *_between, high = sorted(_answers(instrument.answer_scales[used.pop()]), key=lambda choice: choice.value)
    words = {"low": low.value, "first": low.text["nb"].lower(), "high": high.value, "last": high.text["nb"].lower()}
    return _("Linjene går fra %(low)d (%(first)s) til %(high)d (%(last)s).") % words


def _part(instrument: Instrument, section: Section, figures: Figures, layer: str, before: Figures | None) -> Part:
    items = [item for item in section.items if _is_for(item, layer)]
    statements = tuple(_statement(instrument, item, figures, before) for item in items if item.kind == "scale")
    choices = tuple(_choices(instrument, item, figures) for item in items if item.kind in ("choice", "several"))
    return Part(section.title["nb"], statements, choices)


def _statement(instrument: Instrument, item: Item, figures: Figures, before: Figures | None) -> Statement:
    low, high = instrument.bounds(item.answers)
    mine = _figure(figures, "items", item.key)
    return Statement(
        item.key,
        item.text["nb"],
        low,
        high,
        mine,
        _shares(instrument.answer_scales[item.answers], figures["items"][item.key]["counts"]) if mine else (),
        item.reversed,
        _change(mine, _figure(before or {}, "items", item.key), low, high),
        item.answers,
    )


def _choices(instrument: Instrument, item: Item, figures: Figures) -> Choices:
    found = figures.get("items", {}).get(item.key)
    rows = []
    for choice in _answers(instrument.answer_scales[item.answers]):
        key, label = str(choice.value), choice.text["nb"]
        if item.kind == "several":
            picked = (found or {}).get(key)
            rows.append((label, picked and picked["picked"], picked and picked["n"]))
        else:
            rows.append((label, found and found["counts"].get(key, 0), found and found["n"]))
    return Choices(item.key, item.text["nb"], tuple(rows))


def _shares(choices: Sequence[Choice], counts: Mapping[str, int]) -> tuple[Share, ...]:
    answers = sorted(_answers(choices), key=lambda choice: choice.value)
    whole, start, found = sum(counts.values()), 0.0, []
    for place, choice in enumerate(answers):
        number = counts.get(str(choice.value), 0)
        percent = 100 * number / whole
        tone = 1 + round(4 * place / max(1, len(answers) - 1))
        found.append(Share(choice.text["nb"], number, round(start, 2), round(percent, 2), tone))
        start += percent
    return tuple(found)


def _answers(choices: Sequence[Choice]) -> list[Choice]:
    return [choice for choice in choices if choice.value != NOT_RELEVANT]


def _figure(figures: Figures, kind: str, key: str) -> Mean | None:
    found = figures.get(kind, {}).get(key)
    return Mean(found["n"], found["mean"], found["sd"]) if found else None


def _change(after: Mean | None, before: Mean | None, low: int, high: int) -> Change | None:
    if after is None or before is None:
        return None
    return Change(before, after.mean - before.mean, has_changed(before, after, low=low, high=high))


def _is_for(item: Item, layer: str) -> bool:
    return not layer or item.is_for(Layer(layer))


def same_questions(now: Instrument, then: Instrument, figures: Figures) -> Figures:
    """What of an earlier wave's figures that can be compared: the words and answers of each question are the same."""
    items = {item.key for item in now.items() if _asks_the_same(now, then, item)}
    scales = {
        scale.key
        for scale in now.scales
        if any(scale == other for other in then.scales) and items.issuperset(scale.items)
    }
    return {
        "items": {key: each for key, each in figures.get("items", {}).items() if key in items},
        "scales": {key: each for key, each in figures.get("scales", {}).items() if key in scales},
    }


def _asks_the_same(now: Instrument, then: Instrument, item: Item) -> bool:
    other = then.by_key.get(item.key)
    if other is None or other.kind != item.kind or other.text["nb"] != item.text["nb"]:
        return False
    answers, others = now.answer_scales.get(item.answers, ()), then.answer_scales.get(other.answers, ())
    return item.reversed == other.reversed and [c.value for c in answers] == [c.value for c in others]
