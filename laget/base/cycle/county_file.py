"""The shape of a county file: everything a county decides about how it runs the scheme.

docs/county.md explains it to those who write one. Reading it needs neither Django nor a database.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from laget.base.cycle.problems import CountyFileProblem
from laget.rules.dates import Deadline, Precision

COUNTIES = Path(__file__).parent / "counties"

# The steps of the year that Laget itself acts on; a county may list more dates than these.
STEPS = ("assessment", "behovsmelding", "allocation", "beslutningsgrunnlag", "innstilling", "tilsagn", "report")
FORMS = ("assessment", "behovsmelding", "beslutningsgrunnlag", "innstilling", "tilsagn", "report")

# The questions that Laget reads the answers of. A county words them as it likes, and adds its own.
READ_BY_LAGET = {
    "assessment": {"challenges", "need", "took_part"},
    "behovsmelding": {"assessments", "need", "amount"},
    "beslutningsgrunnlag": {
        "tiltak.title",
        "tiltak.needs",
        "tiltak.partners",
        "tiltak.target_groups",
        "tiltak.start",
        "tiltak.end",
        "tiltak.criteria",
        "tiltak.budget",
        "spor",
    },
    "innstilling": {"lines.amount", "lines.reason"},
    "tilsagn": {"lines.amount", "lines.reason"},
    "report": {"lines.used", "lines.explanation"},
}


class Part(BaseModel):
    """A piece of the file. An unknown word in it is an error, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _month_and_day(value: object) -> object:
    """ "02-01" as (2, 1). Years come from the round, so 29 February is no deadline."""
    try:
        return date.fromisoformat(f"2001-{value}").timetuple()[1:3]
    except ValueError:
        raise PydanticCustomError("month_and_day", "month_and_day") from None


def _fraction(value: object) -> object:
    """ "2 %" or 0.02 or "1/50", exactly: a float is read as it is written, not as the machine stores it."""
    text = str(value).replace(",", ".").replace(" ", "")
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise PydanticCustomError("fraction", "fraction") from None


MonthAndDay = Annotated[tuple[int, int], BeforeValidator(_month_and_day)]
Weight = Annotated[Fraction, BeforeValidator(_fraction)]


class CountyInfo(Part):
    code: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: str


class Criterion(Part):
    """An award criterion: what each tiltak has to show."""

    key: str
    title: str
    text: str


class RuleSetInfo(Part):
    """A regulation, for as long as it is in force, and what it asks for."""

    key: str
    ordning: str
    ordning_name: str
    regulation: str
    title: str
    valid_from: date
    valid_to: date | None = None
    partners: tuple[Literal["university", "vocational_college"], ...] = ("university",)
    max_years: PositiveInt = 3
    criteria: tuple[Criterion, ...]

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class DateRule(Part):
    """When something is due, in every year unless the year says otherwise."""

    title: str
    short: str  # two words at most, for the year wheel
    who: Literal["virksomhet", "network", "forum", "statsforvalter"]
    when: Precision
    by: MonthAndDay
    from_: Annotated[MonthAndDay | None, Field(alias="from")] = None
    year: Literal[-1, 0, 1] = 0  # relative to the budget year
    words: str = ""  # how an approximate date is said: "medio februar"

    def deadline(self, year: int, other: "OtherDates | None" = None) -> Deadline:
        """The date in the round of that budget year."""
        by, from_ = (other.by, other.from_) if other else (self.by, self.from_)
        last = date(year + self.year, *by)
        return Deadline(date(year + self.year, *from_) if from_ else last, last, self.when)

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if (self.when is Precision.RANGE) != (self.from_ is not None):
            raise PydanticCustomError("range", "range")
        if self.when is Precision.APPROXIMATE and not self.words:
            raise PydanticCustomError("words", "words")
        return self


class OtherDates(Part):
    """A date that differs in one year."""

    by: MonthAndDay
    from_: Annotated[MonthAndDay | None, Field(alias="from")] = None


class FixedItem(Part):
    """An amount given every year before anything is divided."""

    name: str
    amount: NonNegativeInt
    # "forum", "each network", "each regional partner", "network:KEY" or "partner:KEY"
    to: str
    purpose: str = ""


class SetAside(Part):
    """Money kept for another purpose, before anything else is divided: an amount, or a share of the grant."""

    name: str
    amount: NonNegativeInt | None = None
    share: Weight | None = None

    @model_validator(mode="after")
    def _is_an_amount_or_a_share(self) -> Self:
        if (self.amount is None) == (self.share is None):
            raise PydanticCustomError("amount_or_share", "amount_or_share")
        return self


class Bound(Part):
    """An amount that an earlier year's award already binds."""

    name: str
    amount: NonNegativeInt


class KeyRule(Part):
    """Fordelingsnøkkel (allocation key), as the forum last set it."""

    base: NonNegativeInt
    weights: dict[str, Weight]
    unit: PositiveInt = 1


class Money(Part):
    model: Literal["frame"]
    key: KeyRule
    fixed: tuple[FixedItem, ...] = ()


class PartnerInfo(Part):
    """A university or college that partners with networks here."""

    name: str
    short: str
    number: Annotated[str, Field(pattern=r"^(\d{9})?$")] = ""  # in Enhetsregisteret
    regional: bool = True


class NetworkInfo(Part):
    name: str
    purpose: Literal["competence", "ppt_leaders"] = "competence"
    geographic: bool = True
    partners: tuple[str, ...] = ()


class Year(Part):
    """What is decided for one budget year."""

    grant: int
    fellestiltak: tuple[FixedItem, ...] = ()
    bound: tuple[Bound, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    key: KeyRule | None = None
    dates: dict[str, OtherDates] = {}
    counts: dict[str, dict[str, int | None]] = {}
    counts_are: str = ""  # where the counts come from


Option = tuple[str, str]
QuestionType = Literal[
    "text", "long_text", "number", "money", "date", "choice", "several", "yes_no", "matrix", "grid", "criteria"
]


class Question(Part):
    """One question of a form. `options`, `rows` and `columns` name a list, or what the document was given."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: QuestionType
    label: str
    help: str = ""
    required: bool = False
    limit: PositiveInt | None = None  # the most characters
    most: NonNegativeInt | None = None  # the highest number
    options: str = ""
    rows: str = ""
    columns: str = ""
    unit: Literal["kr", ""] = ""

    @model_validator(mode="after")
    def _names_its_lists(self) -> Self:
        needed = {"choice": ("options",), "several": ("options",), "matrix": ("rows", "columns"), "grid": ("rows", "columns")}
        for name in needed.get(self.type, ()):
            if not getattr(self, name):
                raise PydanticCustomError("needs_list", "needs_list", {"name": name})
        return self

    def lists(self) -> Iterator[str]:
        return (name for name in (self.options, self.rows, self.columns) if name)


class Section(Part):
    """One page of a form. One that repeats is asked once for each item, such as each tiltak."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    help: str = ""
    repeats: Literal["", "added", "given"] = ""  # items the writer adds, or items given from the start
    one: str = ""  # what one item is called: "tiltak"
    questions: tuple[Question, ...]


class Form(Part):
    """The questions of one kind of document, in order."""

    title: str
    intro: str = ""
    sections: tuple[Section, ...]

    def paths(self) -> set[str]:
        """What the answers go by: "need", or "tiltak.title" in a section that repeats."""
        return {f"{s.key}.{q.key}" if s.repeats else q.key for s in self.sections for q in s.questions}


class Letter(Part):
    """What every letter says, whoever it goes to."""

    sender: str
    purpose: str
    payment: str
    conditions: tuple[str, ...]
    control: str
    complaint: str


class CountyFile(Part):
    county: CountyInfo
    rule_sets: Annotated[tuple[RuleSetInfo, ...], Field(min_length=1)]
    dates: dict[str, DateRule]
    money: Money
    partners: dict[str, PartnerInfo]
    networks: dict[str, NetworkInfo]
    years: dict[int, Year]
    lists: dict[str, tuple[Option, ...]]
    forms: dict[str, Form]
    letter: Letter

    def rule_set(self, key: str) -> RuleSetInfo:
        return next(rules for rules in self.rule_sets if rules.key == key)

    def rule_set_of(self, year: int) -> RuleSetInfo:
        """The regulation in force when the awards of that budget year are decided. Raises CountyFileProblem."""
        decided = self.deadline("tilsagn", year).last
        for rules in self.rule_sets:
            if rules.in_force(decided):
                return rules
        raise CountyFileProblem([f"Ingen forskrift i fila gjelder {decided}, da vedtakene for {year} fattes."])

    def deadline(self, key: str, year: int) -> Deadline:
        """When something is due in the round of that budget year."""
        other = self.years[year].dates.get(key) if year in self.years else None
        return self.dates[key].deadline(year, other)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problems = list(_what_does_not_hang_together(self))
        if problems:
            raise PydanticCustomError("hang_together", "hang_together", {"problems": problems})
        return self


def read_county_file(path: Path) -> CountyFile:
    """Read a file. Raises CountyFileProblem, with every fault found, in Norwegian."""
    try:
        return parse_county_file(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CountyFileProblem([f"Finner ikke fila {path}."]) from None
    except UnicodeDecodeError:
        raise CountyFileProblem([f"{path} er ikke en tekstfil i UTF-8."]) from None


def parse_county_file(text: str) -> CountyFile:
    try:
        return CountyFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CountyFileProblem([f"Fila er ikke gyldig TOML: {error}."]) from None
    except ValidationError as error:
        raise CountyFileProblem([line for each in error.errors() for line in _in_norwegian(each)]) from None


def _what_does_not_hang_together(file: CountyFile) -> Iterator[str]:
    for step in STEPS:
        if step not in file.dates:
            yield f"dates.{step}: mangler. Laget trenger en dato for dette steget."
    for kind in FORMS:
        if kind not in file.forms:
            yield f"forms.{kind}: mangler. Laget trenger dette skjemaet."
    for kind, form in file.forms.items():
        if kind not in FORMS:
            yield f"forms.{kind}: Laget kjenner ikke dette skjemaet. Det skal være ett av {', '.join(FORMS)}."
        for path in sorted(READ_BY_LAGET.get(kind, set()) - form.paths()):
            yield f"forms.{kind}: spørsmålet «{path}» mangler. Laget leser svaret på det."
        yield from _lists_that_are_missing(kind, form, file)
    for key, network in file.networks.items():
        for partner in network.partners:
            if partner not in file.partners:
                yield f"networks.{key}.partners: «{partner}» står ikke under [partners]."
    for year, decided in file.years.items():
        for key in decided.dates:
            if key not in file.dates:
                yield f"years.{year}.dates.{key}: datoen står ikke under [dates]."
        for key in decided.counts:
            if key not in file.networks:
                yield f"years.{year}.counts.{key}: nettverket står ikke under [networks]."
        for item in (*decided.fellestiltak, *file.money.fixed):
            if not list(recipients(file, item.to)):
                yield f"«{item.name}»: mottakeren «{item.to}» finnes ikke i fila."


def _lists_that_are_missing(kind: str, form: Form, file: CountyFile) -> Iterator[str]:
    for section in form.sections:
        for question in section.questions:
            for name in question.lists():
                if not name.startswith("given:") and name not in file.lists:
                    yield f"forms.{kind}.{section.key}.{question.key}: lista «{name}» står ikke under [lists]."


def recipients(file: CountyFile, to: str) -> Iterator[tuple[str, str]]:
    """The parties that an item goes to, as (key, name): "each network" is many, "forum" is one."""
    competence = {key: n.name for key, n in file.networks.items() if n.purpose == "competence"}
    match to.split(":", 1):
        case ["forum"]:
            yield "forum", "Samarbeidsforum"
        case ["each network"]:
            yield from competence.items()
        case ["each regional partner"]:
            yield from ((key, partner.short) for key, partner in file.partners.items() if partner.regional)
        case ["network", key] if key in file.networks:
            yield key, file.networks[key].name
        case ["partner", key] if key in file.partners:
            yield key, file.partners[key].short


_NORWEGIAN = {
    "missing": "mangler.",
    "extra_forbidden": "finnes ikke i en fylkesfil. Er det en skrivefeil?",
    "int_type": "skal være et helt tall.",
    "int_parsing": "skal være et helt tall.",
    "int_from_float": "skal være et helt tall.",
    "string_type": "skal være tekst i anførselstegn.",
    "bool_type": "skal være true eller false.",
    "bool_parsing": "skal være true eller false.",
    "date_type": "skal være en dato: 2026-01-01.",
    "date_from_datetime_parsing": "skal være en dato: 2026-01-01.",
    "dict_type": "skal være en tabell.",
    "model_type": "skal være en tabell.",
    "tuple_type": "skal være en liste.",
    "greater_than_equal": "kan ikke være under 0.",
    "greater_than": "skal være over 0.",
    "month_and_day": "skal være måned og dag: \"02-01\" er 1. februar.",
    "fraction": "skal være et tall, en brøk (\"1/50\") eller en prosent (\"2 %\").",
    "range": "«from» hører til when = \"range\", og bare der.",
    "words": "en omtrentlig dato trenger «words»: slik den sies, for eksempel «medio februar».",
    "amount_or_share": "skal ha enten «amount» eller «share».",
    "too_short": "skal ha minst én.",
    "string_pattern_mismatch": "er ikke skrevet slik det skal. Se docs/county.md.",
}  # fmt: skip


def _in_norwegian(error: ErrorDetails) -> list[str]:
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "hang_together":
        return list(context["problems"])
    where = ".".join(str(step) for step in error["loc"])
    match error["type"]:
        case "literal_error" | "enum":
            what = f"skal være {context['expected'].replace(' or ', ' eller ')}."
        case "needs_list":
            what = f"trenger «{context['name']}»."
        case other:
            what = _NORWEGIAN.get(other, "er ikke gyldig her. Se docs/county.md.")
    return [f"{where}: {what}"]
