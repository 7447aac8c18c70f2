"""Who answers: nobody by name, only a unit and a layer, by a code of one's own or a link for all of the unit."""

from dataclasses import dataclass
from datetime import date

from laget.base.prepared import Prepared, Slot
from laget.need.surveys.codes import cleaned, digest_of
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Code, Survey, SurveyUnit
from laget.need.surveys.states import State


@dataclass(frozen=True, slots=True)
class Respondent:
    unit: SurveyUnit
    layer: Layer
    code: str = ""  # empty for one who came by a link
    used: bool = False

    @property
    def survey(self) -> Survey:
        return self.unit.survey

    def may_answer(self, *, day: date) -> bool:
        """Until the last day is over, though it may take a while before the survey is closed by itself."""
        return self.survey.state == State.OPEN and day <= self.survey.closes

    @property
    def draft(self) -> str:
        """What the draft is called in the browser. Says nothing that could be answered with."""
        return digest_of(self.code)[:16] if self.code else f"{self.unit.pk}-{self.layer}"


# All that a page shows, in one query. The text of the instrument is read when a process first needs it.
_ALONG = ("survey__stored", "survey__party", "party")


def by_code(typed: str) -> Respondent | None:
    code = cleaned(typed)
    found = _code(digest=digest_of(code))
    return next((Respondent(each.unit, each.role_layer, code, each.used) for each in found), None)


_code = Prepared(
    lambda: (
        Code.objects.filter(digest=Slot("digest"))
        .select_related(*(f"unit__{each}" for each in _ALONG))
        .defer("unit__survey__stored__text")
    )
)


def by_link(link: str, layer: str) -> Respondent | None:
    """None too when the unit has nobody of that layer."""
    unit = unit_by_link(link)
    return Respondent(unit, Layer(layer)) if unit and layer in layers_of(unit) else None


def unit_by_link(link: str) -> SurveyUnit | None:
    if not link or not link.isprintable():  # the database takes no text with a NUL in it
        return None
    return next(iter(_unit(link=link)), None)


_unit = Prepared(
    lambda: SurveyUnit.objects.filter(open_link=Slot("link")).select_related(*_ALONG).defer("survey__stored__text")
)


def layers_of(unit: SurveyUnit) -> list[Layer]:
    """Those that someone there is asked as."""
    return [layer for layer in Layer if unit.invited.get(layer)]
