"""The shape of a county file: everything a county decides about how it runs the scheme.

docs/county.md explains it to those who write one. Reading it needs neither Django nor a database.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveInt, field_validator, model_validator
from pydantic_core import PydanticCustomError
from stdnum.no import kontonr

from laget.base.cycle.form_shape import Form, Option, Part
from laget.base.cycle.letter_texts import Words
from laget.base.cycle.money_shape import Bound, FixedItem, KeyRule, Money, RankingRules, SetAside, Weight
from laget.rules import instalments, reminding
from laget.rules.accounts import is_account_number
from laget.rules.complaining import WEEKS
from laget.rules.dates import Deadline, Precision
from laget.rules.deciding import breaks_ties
from laget.rules.instalments import Need

# The steps of the year that Laget itself acts on; a county may list more dates than these. Which of them a county
# goes through depends on its model: see CountyFile.steps.
STEPS = (
    *("assessment", "behovsmelding", "allocation", "beslutningsgrunnlag", "ranking", "innstilling"),
    *("tilsagn", "report"),
)  # fmt: skip
REVIEW = "report_review"  # the forum goes through the reports: a step in the counties that have a date for it


def _month_and_day(value: object) -> object:
    """ "02-01" as (2, 1). Years come from the round, so 29 February is no deadline."""
    try:
        return date.fromisoformat(f"2001-{value}").timetuple()[1:3]
    except ValueError:
        raise PydanticCustomError("month_and_day", "month_and_day") from None


MonthAndDay = Annotated[tuple[int, int], BeforeValidator(_month_and_day)]
Steps = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
Email = Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")]


class CountyInfo(Part):
    code: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: str


class Criterion(Part):
    """An award criterion: what each tiltak has to show."""

    key: str
    title: str
    text: str


class PaymentPart(Part):
    """A part of the payment plan: which share of the year's money, from which day, and what has to be in place."""

    name: str
    share: Weight
    from_: Annotated[MonthAndDay, Field(alias="from")] = (1, 1)  # in the year that the money is for
    needs: frozenset[Need] = frozenset()


PartnerKind = Literal["university", "vocational_college"]


class RuleSetInfo(Part):
    """A regulation, for as long as it is in force, and what it asks for."""

    key: str
    ordning: str
    ordning_name: str
    regulation: str
    title: str
    valid_from: date
    valid_to: date | None = None
    partners: tuple[PartnerKind, ...] = ("university",)  # the kinds that it lets a network work with
    max_years: PositiveInt = 3
    continues: tuple[str, ...] = ()  # ordninger that this one took over: their awards bind its money
    criteria: tuple[Criterion, ...]
    own_share: Weight | None = None  # egenandel: of what the owner itself is granted
    complaint_weeks: PositiveInt = WEEKS  # from the day that notice of a decision came
    appeals_to: str = "Utdanningsdirektoratet"  # klageinstans
    payment: Annotated[tuple[PaymentPart, ...], Field(min_length=1)] = (
        PaymentPart(name="Hele beløpet", share=Fraction(1)),
    )

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def plan_of(self, year: int) -> list[instalments.Part]:
        """When money for that year is paid. It belongs to the rule set that the award was given under."""
        return [instalments.Part(p.name, p.share, date(year, *p.from_), p.needs) for p in self.payment]

    @field_validator("payment")
    @classmethod
    def _is_the_whole(cls, payment: tuple[PaymentPart, ...]) -> tuple[PaymentPart, ...]:
        if sum((part.share for part in payment), Fraction()) != 1:
            raise PydanticCustomError("not_the_whole", "not_the_whole")
        return payment

    @field_validator("own_share")
    @classmethod
    def _is_a_share(cls, share: Fraction | None) -> Fraction | None:
        if share is not None and not 0 <= share <= 1:
            raise PydanticCustomError("not_a_share", "not_a_share")
        return share


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
    after: Steps = ()  # the dates that it builds on
    days: NonNegativeInt = 0  # that there have to be between

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
        if self.days and not self.after:
            raise PydanticCustomError("days_after", "days_after")
        return self


class OtherDates(Part):
    """A date that differs in one year."""

    by: MonthAndDay
    from_: Annotated[MonthAndDay | None, Field(alias="from")] = None


class PartnerInfo(Part):
    """A university or college that partners with networks here."""

    name: str
    short: str
    kind: PartnerKind = "university"
    number: Annotated[str, Field(pattern=r"^(\d{9})?$")] = ""  # in Enhetsregisteret
    email: Email = ""  # of its post office: letters go there
    regional: bool = True


class NetworkInfo(Part):
    name: str
    email: Email = ""
    purpose: Literal["competence", "ppt_leaders"] = "competence"
    geographic: bool = True
    partners: tuple[str, ...] = ()
    contacts: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # by partner: those whom it has named


class Year(Part):
    """What is decided for one budget year."""

    grant: int
    fellestiltak: tuple[FixedItem, ...] = ()
    bound: tuple[Bound, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    key: KeyRule | None = None
    dates: dict[str, OtherDates] = Field(default_factory=dict)
    counts: dict[str, dict[str, int | None]] = Field(default_factory=dict)
    counts_are: str = ""  # where the counts come from


class OwnOrdning(Part):
    """What one ordning has of its own, in a county that runs several. The rest is as the file has it."""

    short: str  # what it is called beside the year
    money: Money | None = None
    ranking: RankingRules | None = None
    dates: dict[str, DateRule] = Field(default_factory=dict)
    years: dict[int, Year] = Field(default_factory=dict)
    forms: dict[str, Form] = Field(default_factory=dict)


OwnTexts = dict[str, str | tuple[str, ...]]


class ForumRules(Part):
    """How the samarbeidsforum decides when it doesn't agree."""

    quorum: Weight = Fraction(1, 2)  # of the seats with a vote that have to be filled, rounded up
    majority: Weight = Fraction(1, 2)  # more than this share of those who vote for or against
    casting_vote: bool = True  # at equal votes the one who leads decides, unless more than half is asked for

    @model_validator(mode="after")
    def _are_shares(self) -> Self:
        if not (0 <= self.quorum <= 1 and 0 <= self.majority < 1):
            raise PydanticCustomError("share", "share")
        return self

    @property
    def leader_breaks_ties(self) -> bool:
        return breaks_ties(self.majority, casting=self.casting_vote)


class FellestiltakRules(Part):
    """Who may join a fellestiltak besides the networks."""

    owners_alone: bool = False  # an owner may, though the rest of its network doesn't


class LetterTexts(Part):
    """How letters are sent, and what the county says otherwise than Laget does: docs/letters.md."""

    wait: NonNegativeInt = 30  # minutes from a letter is sent until it leaves, when it can still be stopped
    repay_to: str = ""  # the account that money goes back to
    repay_days: PositiveInt = 30  # from the letter that demands it
    nb: OwnTexts = Field(default_factory=dict)
    nn: OwnTexts = Field(default_factory=dict)

    @field_validator("repay_to")
    @classmethod
    def _is_an_account(cls, number: str) -> str:
        if number and not is_account_number(number):
            raise PydanticCustomError("account", "account")
        return kontonr.format(number) if number else ""


class Reminders(Part):
    """When a report that has not come is asked for again: days after its last day."""

    first: PositiveInt = 7
    last: PositiveInt = 21

    @property
    def plan(self) -> reminding.Plan:
        return reminding.Plan(self.first, self.last)

    @model_validator(mode="after")
    def _come_in_order(self) -> Self:
        if self.first >= self.last:
            raise PydanticCustomError("reminders", "reminders")
        return self


class CountyFile(Part):
    county: CountyInfo
    rule_sets: Annotated[tuple[RuleSetInfo, ...], Field(min_length=1)]
    dates: dict[str, DateRule]
    money: Money
    partners: dict[str, PartnerInfo]
    networks: dict[str, NetworkInfo]
    years: dict[int, Year] = Field(default_factory=dict)
    lists: dict[str, tuple[Option, ...]]
    forms: dict[str, Form]
    letter: LetterTexts = Field(default_factory=LetterTexts)
    forum: ForumRules = ForumRules()
    fellestiltak: FellestiltakRules = FellestiltakRules()
    reminders: Reminders = Reminders()
    ranking: RankingRules = RankingRules()
    ordninger: dict[str, OwnOrdning] = Field(default_factory=dict)

    @property
    def competitive(self) -> bool:
        return self.money.model == "competitive"

    @property
    def applied_by(self) -> str:
        """The kind of document that money is applied for in: what it says is planned, and may be recommended."""
        return self.ranking.of if self.competitive else "beslutningsgrunnlag"

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that its year goes through, in order."""
        passed = {"beslutningsgrunnlag"} - {self.applied_by} | ({"ranking"} if not self.competitive else set())
        review = (REVIEW,) if REVIEW in self.dates else ()
        return (*(step for step in STEPS if step not in passed), *review)

    def of(self, ordning: str) -> "CountyFile":
        """The file as it is for one ordning: with what that has of its own."""
        own = self.ordninger.get(ordning)
        if own is None:
            return self
        return self.model_copy(
            update={
                "money": own.money or self.money,
                "ranking": own.ranking or self.ranking,
                "dates": self.dates | own.dates,
                "years": self.years | own.years,
                "forms": self.forms | own.forms,
            }
        )

    def ordninger_in(self, year: int) -> dict[str, RuleSetInfo]:
        """The ordninger that can be run that year, each under the regulation in force when its awards are decided."""
        found: dict[str, RuleSetInfo] = {}
        for rules in self.rule_sets:
            of_its_own = self.of(rules.ordning)
            if year in of_its_own.years and rules.in_force(of_its_own.deadline("tilsagn", year).last):
                found.setdefault(rules.ordning, rules)
        return found

    def rule_set(self, key: str) -> RuleSetInfo:
        return next(rules for rules in self.rule_sets if rules.key == key)

    def words(self, language: str) -> Words:
        """What its letters say, in "nb" or "nn"."""
        return Words(language, self.letter.nn if language == "nn" else self.letter.nb)

    def deadline(self, key: str, year: int) -> Deadline:
        """When something is due in the round of that budget year."""
        other = self.years[year].dates.get(key) if year in self.years else None
        return self.dates[key].deadline(year, other)


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
