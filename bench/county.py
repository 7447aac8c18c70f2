"""The database that the pages are measured on: a county of real size, one year past and one begun."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count
from django.urls import reverse

from e2e.server import session_of
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.models import Task
from laget.base.cycle.reading import COUNTIES, parse_county_file
from laget.base.questions.models import Document
from laget.config.commands.demo import counted, progress
from laget.config.sample.world import build
from laget.config.sample.year import SampleYear, beginning
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding

SIZE = 4  # times the sample: some 530 virksomheter, where a Norwegian county has 518 on average
PAST, BEGUN = 2024, 2025
LATER = range(2026, 2031)
CSRF = "c" * 32


@dataclass(frozen=True, slots=True)
class Draft:
    """An assessment that is ready to be saved once more and sent, by the one who leads the virksomhet."""

    session: str
    pk: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """What there is to open, and who opens it."""

    tasks: str  # the session of the person who has most tasks and awaits most
    officer: str  # the session of a case officer
    list_address: str  # the longest list there is
    cases: list[str]  # addresses of sent documents
    documents: int
    rows: int  # that the longest list has in all


@cache
def filled() -> Filled:
    """Carry the past year as far as the letters, and this year until every assessment is ready to be sent."""
    with progress() as bars:
        each = counted(bars)
        county = build("trondelag", at=beginning(PAST), size=SIZE)
        SampleYear(county, PAST, progress=each).carry(until="send")
        _begin(SampleYear(county, BEGUN, progress=each))
    _tidy()
    return _found(county)


def ready_to_send() -> list[Draft]:
    """Everything there is to send, once some later years are begun too: what one year has is sent in three seconds.

    In the order of their ids, so that one owner's seldom come at once: as when a whole county sends.
    """
    county = County.objects.get()
    with progress() as bars:
        each = counted(bars)
        _add_years(county)
        for year in LATER:
            _begin(SampleYear(county, year, progress=each))
    _tidy()
    ready = Assessment.objects.filter(state="draft", revision=1).order_by("pk")
    leaders = HeldRole.objects.filter(role=Role.UNIT_LEADER, party__in=ready.values("party")).select_related("person")
    session = {held.party_id: session_of(held.person) for held in leaders}
    return [Draft(session[each.party_id], str(each.pk), each.answers) for each in ready]


def _add_years(county: County) -> None:
    """As a county does when its file says nothing of them yet."""
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    known = parse_county_file(text).years
    more = (f"[years.{year}]\ngrant = {known[BEGUN].grant}\n" for year in LATER if year not in known)
    load_county_file("\n".join([text, *more]), county=county, by=SYSTEM, at=beginning(LATER[0]))


def _begin(year: SampleYear) -> None:
    """As far as every assessment being ready to be sent."""
    year.carry(until="ask_owners")
    year.assess(send=False)


def _tidy() -> None:
    """As a database in use does by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _found(county: County) -> Filled:
    past = county.rounds.get(year=PAST)
    officer = HeldRole.objects.filter(role=Role.CASE_OFFICER, party=county).select_related("person").first()
    busiest = Task.objects.filter(done_at=None).values("awaited_by").annotate(n=Count("pk")).order_by("-n").first()
    assert officer
    assert busiest
    owner = HeldRole.objects.select_related("person").get(role=Role.OWNER, party=busiest["awaited_by"])
    return Filled(
        tasks=session_of(owner.person),
        officer=session_of(officer.person),
        list_address=reverse("assessment:round", args=[past.pk]),
        cases=[each.get_absolute_url() for each in Behovsmelding.objects.filter(round=past).exclude(state="draft")],
        documents=Document.objects.count(),
        rows=Assessment.objects.filter(round=past).count(),
    )
