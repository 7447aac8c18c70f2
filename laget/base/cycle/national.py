"""The national surveys and registers that take the same people's time, as national.toml has them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from laget.base.cycle.county_file import MonthAndDay
from laget.rules.wheel import Span

WHO = "virksomhet"  # whose time they take


class _Dates(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    from_: Annotated[MonthAndDay, Field(alias="from")]
    by: MonthAndDay


class _NationalDate(_Dates):
    key: str
    title: str
    short: str
    of_year: int  # whose dates these are: another year has them until it has its own
    years: dict[int, _Dates] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class National:
    """One of them, in one year."""

    key: str
    title: str
    short: str
    span: Span
    of_year: int  # the year that the dates were set for

    @property
    def is_known(self) -> bool:
        """Otherwise they are those of another year, and only a guess."""
        return self.of_year == self.span.first.year


@cache
def nationals(year: int) -> tuple[National, ...]:
    """Those of a calendar year, in order."""
    found = []
    for each in _read():
        dates = each.years.get(year, each)
        span = Span(date(year, *dates.from_), date(year, *dates.by))
        of_year = year if year in each.years else each.of_year
        found.append(National(each.key, each.title, each.short, span, of_year))
    return tuple(sorted(found, key=lambda each: (each.span.first, each.key)))


def in_the_way(span: Span) -> tuple[National, ...]:
    """Those that take people's time in the same days."""
    years = range(span.first.year, span.last.year + 1)
    return tuple(each for year in years for each in nationals(year) if each.span.meets(span))


@cache
def _read() -> list[_NationalDate]:
    text = (Path(__file__).parent / "national.toml").read_text(encoding="utf-8")
    return TypeAdapter(list[_NationalDate]).validate_python(tomllib.loads(text)["dates"])
