"""What has been measured, shown as it comes and kept as JSON."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

console = Console(width=110)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its yardstick, both measured in this run. `ratio` is value over yardstick."""

    name: str
    what: str
    value: float
    unit: str
    yardstick: str  # what it is held against, in words
    ratio: float
    spread: tuple[float, float] = (0, 0)  # the lowest and the highest ratio of the rounds
    goal: float | None = None  # the lowest ratio that is good enough
    note: str = ""

    @property
    def verdict(self) -> str:
        return "" if self.goal is None else "[green]yes[/green]" if self.ratio >= self.goal else "[red]no[/red]"


@dataclass
class Figures:
    """All figures of a run, in the order they were measured."""

    found: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        self.found.append(figure)
        note = f"; {figure.note}" if figure.note else ""
        console.print(
            f"  {figure.what}: {short(figure.value)} {figure.unit}, {short(figure.ratio)} of {figure.yardstick}{note}"
        )

    def table(self) -> Table:
        table = Table(title="Each figure beside its yardstick of the same run")
        for heading in ("What", "Figure", "Ratio (lowest–highest)", "Of", "Goal", "Met"):
            table.add_column(heading, justify="left" if heading in ("What", "Of", "Met") else "right")
        for each in self.found:
            low, high = each.spread
            spread = f" ({short(low)}–{short(high)})" if high else ""
            goal = "" if each.goal is None else f"≥ {each.goal}"
            figure = f"{short(each.value)} {each.unit}"
            table.add_row(each.what, figure, short(each.ratio) + spread, each.yardstick, goal, each.verdict)
        return table

    def write(self, path: Path) -> None:
        content: dict[str, dict[str, Any]] = {
            each.name: {"value": significant(each.value), "unit": each.unit, "ratio": significant(each.ratio)}
            for each in self.found
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def significant(number: float) -> float:
    """With four digits that count: more would be noise."""
    return float(f"{number:.4g}")


def short(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ") if number >= 1000 else f"{number:.3g}"


def middle(ratios: list[float]) -> tuple[float, tuple[float, float]]:
    """The median of the rounds, and the lowest and highest of them."""
    return median(ratios), (min(ratios), max(ratios))
