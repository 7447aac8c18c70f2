"""The shape of the money in a county file: what is taken off first, the key, and how applications are ranked."""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveInt, field_validator, model_validator
from pydantic_core import PydanticCustomError

from laget.base.cycle.form_shape import Part
from laget.rules.numbers import read_fraction


def _fraction(value: object) -> object:
    """ "2 %" or 0.02 or "1/50", exactly: a float is read as it is written, not as the machine stores it."""
    text = str(value).rstrip()
    try:
        return read_fraction(text[:-1]) / 100 if text.endswith("%") else read_fraction(text)
    except ValueError:
        raise PydanticCustomError("fraction", "fraction") from None


Weight = Annotated[Fraction, BeforeValidator(_fraction)]


class FixedItem(Part):
    """An amount given every year before anything is divided."""

    name: str
    amount: NonNegativeInt
    # one of: "forum", "each network", "each regional partner", "network:KEY" or "partner:KEY"
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
    """How the money is shared: by frames that are given first, or among applications that are ranked against it."""

    model: Literal["frame", "competitive"]
    key: KeyRule | None = None
    fixed: tuple[FixedItem, ...] = ()

    @model_validator(mode="after")
    def _has_a_key_for_its_frames(self) -> Self:
        if self.model == "frame" and self.key is None:
            raise PydanticCustomError("key_for_frames", "key_for_frames")
        return self


class ScoringCriterion(Part):
    """What a working group gives points on."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    text: str = ""  # what the points are given for
    weight: Weight = Fraction(1)

    @field_validator("weight")
    @classmethod
    def _weighs_something(cls, weight: Fraction) -> Fraction:
        if weight <= 0:
            raise PydanticCustomError("over_zero", "over_zero")
        return weight


class RankingRules(Part):
    """How applications are scored and ranked, where there is more to choose from than money."""

    of: Literal["behovsmelding", "beslutningsgrunnlag"] = "behovsmelding"  # which document applies
    networks_first: bool = False  # each network ranks its own before the forum ranks all
    lowest: NonNegativeInt = 1
    highest: PositiveInt = 5
    criteria: tuple[ScoringCriterion, ...] = ()  # none: there are no working groups

    @property
    def weights(self) -> dict[str, Fraction]:
        return {each.key: each.weight for each in self.criteria}

    @model_validator(mode="after")
    def _is_a_scale(self) -> Self:
        if self.lowest >= self.highest:
            raise PydanticCustomError("scale", "scale")
        return self
