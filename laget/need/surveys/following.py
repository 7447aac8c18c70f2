"""How it goes while a survey is open: how many have answered, never so closely that it tells who."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Func, IntegerField, QuerySet, Sum
from django.utils.translation import gettext as _

from laget.need.surveys.models import ENOUGH_FOR_REMARKS, Survey, SurveyUnit
from laget.need.surveys.states import State
from laget.rules.bands import band


@dataclass(frozen=True, slots=True)
class Rate:
    """At least `low` and at most `high` of `invited` have answered."""

    low: int
    high: int
    invited: int

    def __str__(self) -> str:
        names = {"low": self.low, "high": self.high, "invited": self.invited}
        if self.low == self.high:
            return _("%(low)d av %(invited)d") % names
        return _("%(low)d–%(high)d av %(invited)d") % names

    @property
    def percent(self) -> int:
        """Of what is sure, for a drawing."""
        return min(100, 100 * self.low // self.invited) if self.invited else 0


def rate_of(units: Iterable[SurveyUnit], *, k: int) -> Rate:
    units = list(units)
    invited = sum(unit.number_invited for unit in units)
    return Rate(*band(sum(unit.answered for unit in units), invited, k=k), invited)


def rate_of_all(units: QuerySet[SurveyUnit], *, k: int) -> Rate:
    """The same, of thousands: the database adds them up."""
    found = units.aggregate(answered=Sum("answered", default=0), invited=Sum(_People("invited"), default=0))
    return Rate(*band(found["answered"], found["invited"], k=k), found["invited"])


class _People(Func):
    """How many are asked, of all layers."""

    template = "(SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(%(expressions)s))"
    output_field = IntegerField()


def too_few_asked(survey: Survey, invited: int) -> str:
    """What whoever asks should know, while it can still be changed, when so few are asked that something is lost."""
    names = {"n": invited, "k": survey.k, "enough": ENOUGH_FOR_REMARKS * survey.k}
    if invited < survey.k:
        words = _(
            "Bare %(n)d skal svare, og minste gruppe er %(k)d. Da kan ikke noe av resultatet vises. "
            "Spør flere, eller gå sammen med andre virksomheter."
        )
        return words % names
    if survey.instrument.has_texts and invited < names["enough"]:
        words = _(
            "Noen av spørsmålene besvares med egne ord. Ordene vises bare der minst %(enough)d har svart. "
            "Her skal %(n)d svare, så det de skriver, slettes uten at noen leser det. "
            "Snakk heller om de spørsmålene i et møte."
        )
        return words % names
    return ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the process, as the thread draws it: reached "yes", "here" or "no"."""

    name: str
    when: object
    reached: str


def steps_of(survey: Survey) -> list[Step]:
    """Planned, open, closed, counted."""
    names = {
        State.PLANNED: (_("Planlagt"), None),
        State.OPEN: (_("Åpen for svar"), survey.opens),
        State.CLOSED: (_("Stengt"), survey.closes),
        State.FROZEN: (_("Talt opp"), None),
    }
    order = list(names)
    here = order.index(State(survey.state))
    return [
        Step(name, when, "here" if place == here else "yes" if place < here else "no")
        for place, (name, when) in enumerate(names.values())
    ]
