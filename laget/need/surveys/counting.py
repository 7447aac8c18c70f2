"""Answers counted: from what each person said to what each group came to. No Django, no names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from laget.need.surveys.instrument_file import Instrument, Layer
from laget.need.surveys.scoring import scoring_of
from laget.rules.scores import ScaleRule, mean_and_deviation, score
from laget.rules.suppression import TOOK_PART, Counts, release

Answers = Mapping[str, Any]
SCALE_BINS = 5  # scale scores are put in so many bins, to see whether everyone came out the same


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that is counted: an item, one option of an item where several may be ticked, or a scale."""

    key: str
    option: int | None = None  # of an item where several may be ticked
    values: tuple[int, ...] = ()  # what the categories stand for; () for a scale
    rule: ScaleRule | None = None


@dataclass(frozen=True)
class Tally:
    """What has been counted. Rows are atoms: the persons of one unit and one layer."""

    variables: tuple[Variable, ...]
    counts: Counts  # atoms × variables × categories
    sums: npt.NDArray[np.float64]  # atoms × variables: of scale scores
    squares: npt.NDArray[np.float64]
    remarks: dict[int, list[tuple[str, str]]] = field(default_factory=dict)  # by atom: (item, text)


def variables_of(instrument: Instrument) -> tuple[Variable, ...]:
    """Who took part first, as the rule of release wants it; then the items, then the scales."""
    found = [Variable("", values=(1,))]
    for item in instrument.items():
        values = tuple(choice.value for choice in instrument.answer_scales.get(item.answers, ()) if choice.value)
        if item.kind == "several":
            found += [Variable(item.key, option=value, values=(0, 1)) for value in values]
        elif item.kind != "text":
            found.append(Variable(item.key, values=values))
    found += [Variable(key, rule=rule) for key, rule in scoring_of(instrument).items()]
    return tuple(found)


class Counter:
    """Takes one answer at a time, and forgets who gave it."""

    def __init__(self, instrument: Instrument, atoms: int) -> None:
        self.variables = variables_of(instrument)
        width = max(SCALE_BINS, *(len(variable.values) for variable in self.variables))
        shape = (atoms, len(self.variables))
        self._items: list[tuple[int, str, dict[int, int]]] = []
        self._options: list[tuple[int, str, int]] = []
        places = {variable.key: place for place, variable in enumerate(self.variables) if variable.rule}
        self._scales = {
            layer: [(places[key], rule) for key, rule in scoring_of(instrument, layer).items()] for layer in Layer
        }
        for place, variable in enumerate(self.variables[1:], start=1):
            if variable.rule:
                continue
            if variable.option is not None:
                self._options.append((place, variable.key, variable.option))
            else:
                self._items.append((place, variable.key, {value: n for n, value in enumerate(variable.values)}))
        self._scored: dict[tuple[int, tuple[Any, ...]], tuple[int, float] | None] = {}
        self._texts = [item.key for item in instrument.items() if item.kind == "text"]
        self._tally = Tally(self.variables, np.zeros((*shape, width), dtype=np.int64), np.zeros(shape), np.zeros(shape))

    def add(self, atom: int, layer: Layer, answers: Answers) -> None:
        marks = [*self._ticked(answers), (TOOK_PART, 0)]
        for place, rule in self._scales[layer]:
            said = tuple(answers.get(key) for key, _turned in rule.items)
            if (place, said) not in self._scored:  # many say the same, and fractions take their time
                self._scored[place, said] = _binned(rule, answers)
            if found := self._scored[place, said]:
                marks.append((place, found[0]))
                self._tally.sums[atom, place] += found[1]
                self._tally.squares[atom, place] += found[1] * found[1]
        places, categories = zip(*marks, strict=True)
        self._tally.counts[atom, places, categories] += 1  # no place twice, so all of them at once
        self._keep_remarks(atom, answers)

    def _ticked(self, answers: Answers) -> Iterator[tuple[int, int]]:
        """Where each item was answered: (variable, category)."""
        for place, key, category in self._items:
            answer = answers.get(key)
            if answer in category:
                yield place, category[answer]
        for place, key, option in self._options:
            if key in answers:
                yield place, int(option in answers[key])

    def tally(self) -> Tally:
        return self._tally

    def _keep_remarks(self, atom: int, answers: Answers) -> None:
        for key in self._texts:
            if answers.get(key):
                self._tally.remarks.setdefault(atom, []).append((key, answers[key]))


def _binned(rule: ScaleRule, answers: Answers) -> tuple[int, float] | None:
    """One person's score on a scale: the bin it falls in, and the score. None where too little is answered."""
    found = score(rule, answers)
    if found is None:
        return None
    low, high = rule.bounds
    return int((found - low) * (SCALE_BINS - 1) / (high - low) + Fraction(1, 2)), float(found)


def figures(tally: Tally, groups: Sequence[Sequence[int]], *, k: int) -> list[dict[str, Any] | None]:
    """What may be shown of each group: None for one that may not be shown at all.

    {"n": 17, "items": {key: {"n", "mean", "sd", "counts": {value: number}}}, "scales": {key: {"n", "mean",
    "sd"}}}. What may not be shown is None. Means and deviations have three decimals.
    """
    shown = release(tally.counts, groups, k=k)
    return [
        _figures(tally, list(group), may) if may[TOOK_PART] else None for group, may in zip(groups, shown, strict=True)
    ]


def _figures(tally: Tally, atoms: list[int], may: npt.NDArray[np.bool_]) -> dict[str, Any]:
    counts = tally.counts[atoms].sum(axis=0).tolist()  # as plain numbers: there are few for each question
    sums, squares = (totals[atoms].sum(axis=0).tolist() for totals in (tally.sums, tally.squares))
    found: dict[str, Any] = {"n": sum(counts[TOOK_PART]), "items": {}, "scales": {}}
    for place, variable in enumerate(tally.variables[1:], start=1):
        if variable.rule:
            n = sum(counts[place])
            found["scales"][variable.key] = _spread(n, sums[place], squares[place]) if may[place] else None
        elif variable.option is not None:
            picked = {"n": sum(counts[place]), "picked": counts[place][1]} if may[place] else None
            found["items"].setdefault(variable.key, {})[str(variable.option)] = picked
        else:
            found["items"][variable.key] = _of_item(variable, counts[place]) if may[place] else None
    return found


def _of_item(variable: Variable, counts: Sequence[int]) -> dict[str, Any]:
    mine = list(zip(variable.values, counts, strict=False))  # the widest question decides how many there are
    total, squares = sum(value * n for value, n in mine), sum(value * value * n for value, n in mine)
    return {**_spread(sum(n for _value, n in mine), total, squares), "counts": {str(value): n for value, n in mine}}


def _spread(n: int, total: float, squares: float) -> dict[str, Any]:
    mean, deviation = mean_and_deviation(n, total, squares)
    return {"n": n, "mean": round(mean, 3), "sd": round(deviation, 3)}
