"""The cells of kartlegging: one that is planned, one that is open, and one where all of a unit answer by a link."""

from collections.abc import Iterator
from uuid import uuid4

from django.urls import reverse

from laget.base.cycle.clock import now
from laget.config.tests.matrix.cast import FORUM, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.results import GroupOf
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.surveys import Kartlegging, Unit
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import OtherSource, ReleasedGroup, StoredInstrument, Survey, SurveyUnit

_ASKERS = ("Solbakken barnehage", "Inderøy kommune", "Innherred", FORUM[TRONDELAG], TRONDELAG)
_OF_A_SURVEY = [name for name, route in ROUTES.items() if route.on is On.SURVEY]
_OF_A_SOURCE = [name for name, route in ROUTES.items() if route.on is On.SOURCE]
_OF_A_UNIT = [name for name, route in ROUTES.items() if route.on is On.SURVEY_UNIT]


def of_surveys(stage: Stage) -> Iterator[Cell]:
    yield from _of_planning(stage)
    for survey in Survey.objects.select_related("party"):
        known = _known(survey)
        for name in _OF_A_SURVEY:
            yield Cell(name, reverse(name, args=[survey.pk]), known)
        for unit in survey.units.select_related("party"):
            yield from _of_unit(survey, unit, known)
    yield from _of_groups()
    yield from _of_sources(stage)
    for name in _OF_A_SURVEY:
        yield Cell(name, reverse(name, args=[UNKNOWN]))
    for name in _OF_A_UNIT:
        yield Cell(name, reverse(name, args=[UNKNOWN, 0]))


def _of_planning(stage: Stage) -> Iterator[Cell]:
    stored = StoredInstrument.objects.get(key="inclusive_practice")
    day = now().date().isoformat()
    unit = stage.world.parties["Solbakken barnehage"].pk
    posted = {"title": "Ny", "purpose": "Se.", "opens": day, "closes": day, "k": "5", "by_link": "code", "plan": "1"}
    posted |= {f"antall-{unit}-{Layer.STAFF}": "12"}
    for asker in _ASKERS:
        party = stage.world.parties[asker].pk
        yield Cell("survey:choose", reverse("survey:choose", args=[party]), asker)
        for name in ("survey:plan", "survey:spreadsheet"):
            yield Cell(name, reverse(name, args=[party, stored.pk]), asker, posted)
            yield Cell(name, reverse(name, args=[party, 0]), None, posted)
    yield Cell("survey:choose", reverse("survey:choose", args=[UNKNOWN]))
    for name in ("survey:instrument", "survey:instrument_toml"):
        yield Cell(name, reverse(name, args=[stored.pk]), stored.key)
        yield Cell(name, reverse(name, args=[0]))
    own = {"county": str(stage.world.county.pk), "text": _own_instrument(stored)}
    yield Cell("survey:instrument_new", reverse("survey:instrument_new"), TRONDELAG, own)


def _own_instrument(stored: StoredInstrument) -> str:
    return stored.text.replace(f'key = "{stored.key}"', 'key = "our_own"', 1)


def _of_unit(survey: Survey, unit: SurveyUnit, known: Kartlegging) -> Iterator[Cell]:
    about = Unit(known, unit.party.name, by_link=bool(unit.open_link))
    posted = {"layer": Layer.STAFF.value, "emails": "anne@solbakken.example"}
    posted |= {"more_layer": Layer.STAFF.value, "number": "1"}
    for name in _OF_A_UNIT:
        yield Cell(name, reverse(name, args=[survey.pk, unit.pk]), about, posted)
    if unit.open_link:
        item = survey.instrument.items()[0].key
        answer = {"lenke": unit.open_link, "lag": Layer.STAFF.value, "ballot": str(uuid4()), f"q.{item}": "3"}
        yield Cell("answer:link", reverse("answer:link", args=[unit.open_link]), about)
        yield Cell("answer:send", reverse("answer:send"), about, answer)


def _of_groups() -> Iterator[Cell]:
    """Every whole group of the results, as a page and as a file, and one that isn't there."""
    for group, about in groups():
        survey = group.release.survey
        address = f"{reverse('survey:result', args=[survey.pk])}?gruppe={group.pk}"
        yield Cell("survey:result", address, about)
        yield Cell("survey:result", f"{address}&som=csv", about)
        yield Cell("api:result", reverse("api:result", args=[survey.pk, group.pk]), about)
    yield Cell("survey:result", f"{reverse('survey:result', args=[survey.pk])}?gruppe=0")
    yield Cell("api:result", reverse("api:result", args=[survey.pk, 0]))
    for counted in Survey.objects.filter(state="frozen").select_related("party"):
        yield Cell("api:groups", reverse("api:groups", args=[counted.pk]), _known(counted))
        yield Cell("api:nowhere", f"/api/kartlegginger/{counted.pk}/svar/", _known(counted))
    yield Cell("api:groups", reverse("api:groups", args=[UNKNOWN]))


def groups() -> Iterator[tuple[ReleasedGroup, GroupOf]]:
    """Every whole group of the results, with what the policy knows of it."""
    found = ReleasedGroup.objects.filter(layer="", sector="", kind="").select_related("release__survey__party")
    for group in found:
        yield group, GroupOf(_known(group.release.survey), group.level, group.name)


def _of_sources(stage: Stage) -> Iterator[Cell]:
    for source in OtherSource.objects.select_related("party"):
        for name in _OF_A_SOURCE:
            yield Cell(name, reverse(name, args=[source.pk]), source.party.name)
    for name in _OF_A_SOURCE:
        yield Cell(name, reverse(name, args=[UNKNOWN]))
    for asker in _ASKERS:
        posted = {"party": stage.world.parties[asker].pk, "title": "T", "source": "S", "dated": "2024-02-01"}
        yield Cell("survey:source_new", reverse("survey:source_new"), asker, posted | {"rows": "Trives; 62,5; prosent"})


def _known(survey: Survey) -> Kartlegging:
    units = tuple(survey.units.values_list("party__name", flat=True))
    return Kartlegging(survey.party.name, TRONDELAG, survey.state, units)
