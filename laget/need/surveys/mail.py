"""The mail of a survey. A job names a code or a survey, never an address, and never who has answered.

A reminder is one job for the whole survey: were it one for each person, the list of jobs would tell who had
not answered that day. Tried again after a fault, each mail has the same Message-ID.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from procrastinate.contrib.django import app

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.mail import FOR_DAYS, hand_over_each, message
from laget.need.surveys.codes import code_for, printed
from laget.need.surveys.models import Code, Survey, SurveyUnit
from laget.need.surveys.permissions import ASKERS
from laget.need.surveys.states import State


def answer_address(code: str = "") -> str:
    """Where to answer. The code comes after #, which a browser keeps to itself."""
    return settings.ADDRESS + reverse("answer:start") + (f"#{code}" if code else "")


@app.task(name="mail_survey_code", retry=FOR_DAYS)
def mail_code(code: str) -> None:
    """To the one whose it is, while it can be used: a survey that is counted has no codes."""
    found = Code.objects.filter(pk=code, unit__survey__state=State.OPEN)
    along = ("unit__survey__stored", "unit__survey__party", "unit__party")
    hand_over_each(_to_person(each, "code", "") for each in found.select_related(*along))


@app.task(name="remind_survey_people", retry=FOR_DAYS)
def remind_people(survey: str, day: str) -> None:
    """Those who have an address and have not used their code."""
    lacking = Code.objects.filter(unit__survey=UUID(survey), unit__survey__state=State.OPEN, used=False).exclude(
        email=""
    )
    along = ("unit__survey__stored", "unit__survey__party", "unit__party")
    hand_over_each(_to_person(each, "reminder", day) for each in lacking.select_related(*along).order_by("pk"))


@app.task(name="remind_survey_leaders", retry=FOR_DAYS)
def remind_leaders(survey: str, day: str) -> None:
    hand_over_each(_to_leader(unit, leader, day) for unit, leader in _leaders(survey, State.OPEN, day))


@app.task(name="tell_survey_leaders", retry=FOR_DAYS)
def tell_leaders(survey: str, day: str) -> None:
    """That it is counted: nothing else says so to those who had their staff answer, nor to those who asked them."""
    leaders = list(_leaders(survey, State.FROZEN, day))
    told = {leader.email for _unit, leader in leaders}
    askers = (_to_asker(found, each) for found, each in _askers(survey, day) if each.person.email not in told)
    hand_over_each([*(_of_the_result(unit, leader) for unit, leader in leaders), *askers])


def _leaders(survey: str, state: State, day: str) -> Iterator[tuple[SurveyUnit, Person]]:
    units = SurveyUnit.objects.filter(survey=UUID(survey), survey__state=state).select_related("survey", "party")
    leaders = HeldRole.objects.at(date.fromisoformat(day)).filter(role=Role.UNIT_LEADER, person__is_active=True)
    by_party: dict[UUID, list[Person]] = {}
    for held in leaders.filter(party__in=units.values("party")).select_related("person"):
        by_party.setdefault(held.party_id, []).append(held.person)
    return ((unit, leader) for unit in units for leader in by_party.get(unit.party_id, ()))


def _askers(survey: str, day: str) -> Iterator[tuple[Survey, HeldRole]]:
    """Who may ask for the party that asked, each once."""
    found = Survey.objects.filter(pk=UUID(survey), state=State.FROZEN).select_related("party").first()
    if found is None:
        return
    held = HeldRole.objects.at(date.fromisoformat(day)).filter(party=found.party_id, role__in=ASKERS)
    active = held.filter(person__is_active=True).exclude(person__email="").select_related("person")
    yield from ((found, each) for each in active.order_by("person_id", "pk").distinct("person_id"))


def _to_person(code: Code, kind: str, day: str) -> EmailMessage:
    """In the language of the virksomhet: who someone is isn't known here."""
    unit = code.unit
    secret = code_for(unit.pk, code.number)
    context = {**_context(unit), "address": answer_address(secret), "entry": answer_address(), "code": printed(secret)}
    return _message(f"mail_{kind}", code.email, unit.party.language, f"{kind}-{code.pk}-{day}", context)


def _to_leader(unit: SurveyUnit, leader: Person, day: str) -> EmailMessage:
    address = settings.ADDRESS + reverse("survey:unit", args=[unit.survey_id, unit.pk])
    context = {**_context(unit), "address": address}
    return _message("mail_leader", leader.email, leader.language, f"leader-{unit.pk}-{leader.pk}-{day}", context)


def _of_the_result(unit: SurveyUnit, leader: Person) -> EmailMessage:
    address = settings.ADDRESS + reverse("survey:result", args=[unit.survey_id])
    context = {**_context(unit), "address": address}
    return _message("mail_counted", leader.email, leader.language, f"counted-{unit.pk}-{leader.pk}", context)


def _to_asker(survey: Survey, holder: HeldRole) -> EmailMessage:
    address, asker = settings.ADDRESS + reverse("survey:result", args=[survey.pk]), holder.person
    context = {"survey": survey, "address": address}
    return _message("mail_counted", asker.email, asker.language, f"counted-{survey.pk}-{holder.pk}", context)


def _context(unit: SurveyUnit) -> dict[str, object]:
    return {"survey": unit.survey, "unit": unit, "closes": unit.survey.closes}


def _message(template: str, email: str, language: str, name: str, context: dict[str, object]) -> EmailMessage:
    return message(f"surveys/{template}.txt", context, to=email, language=language, name=f"survey-{name}")
