"""What is done with a survey, from planning to frozen result."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Membership, Network, Organisation, Ownership, Placement
from laget.base.audit.record import NATIONAL, SYSTEM, By, record
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.models import Task
from laget.need.surveys.codes import code_for, digest_of
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Code, SealedAnswer, StoredInstrument, Survey, SurveyUnit
from laget.need.surveys.permissions import may_ask_for, runs
from laget.need.surveys.sealing import destroy_key, make_key, seal
from laget.need.surveys.states import TRANSITIONS, Act, State
from laget.rules.transitions import TransitionNotAllowed, state_after

USUAL_K = 5  # the smallest group that anything is shown of, unless a survey asks for more


class NotPlanned(Exception):
    """The survey can't be planned so. The message says why, in Norwegian."""


class NotOpen(Exception):
    """The survey does not take answers today."""


class CodeUsed(Exception):
    """Someone has answered with this code. It may well be the same person, whose page got no answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit that is asked, with how many people of each layer."""

    party: Organisation
    invited: Mapping[Layer, int]
    by_link: bool = False  # one link for all of them, and no codes


@transaction.atomic
def plan_survey(
    party: UUID,
    *,
    county: UUID | None,
    stored: StoredInstrument,
    title: str,
    purpose: str,
    opens: date,
    closes: date,
    k: int,
    baseline: bool,
    previous: Survey | None,
    local_items: Iterable[Mapping[str, object]],
    asked: Iterable[Asked],
    actor: Actor,
    at: datetime,
) -> Survey:
    """Plan a survey: who is asked, what, and when. Raises NotPlanned."""
    if not may_ask_for(actor, party):
        raise PermissionDenied
    return begin_survey(
        party,
        county=county,
        stored=stored,
        title=title,
        purpose=purpose,
        opens=opens,
        closes=closes,
        k=k,
        baseline=baseline,
        previous=previous,
        local_items=local_items,
        asked=asked,
        planned_by=actor.person,
        by=actor.by(party),
        at=at,
    )


@transaction.atomic
def begin_survey(
    party: UUID,
    *,
    county: UUID | None,
    stored: StoredInstrument,
    title: str,
    purpose: str,
    opens: date,
    closes: date,
    asked: Iterable[Asked],
    planned_by: Person,
    by: By,
    at: datetime,
    k: int = USUAL_K,
    baseline: bool = False,
    previous: Survey | None = None,
    local_items: Iterable[Mapping[str, object]] = (),
) -> Survey:
    """The same as part of another act, such as the evaluation of an event. Who may is for that act to say.

    Raises NotPlanned.
    """
    asked = list(asked)
    refuse_what_cannot_be(asked, opens, closes, previous, stored, at)
    survey = Survey(
        county_id=county,
        party_id=party,
        stored=stored,
        title=title,
        purpose=purpose,
        opens=opens,
        closes=closes,
        k=k,
        baseline=baseline,
        previous=previous,
        local_items=list(local_items),
        planned_by=planned_by,
    )
    survey.public_key = make_key(survey.pk)
    survey.save()
    SurveyUnit.objects.bulk_create(units_of(survey, asked, on=opens))
    record_act(survey, Act.PLAN, by=by, at=at, after=State.PLANNED, units=len(asked))
    return survey


@transaction.atomic
def open_survey(survey: UUID, *, at: datetime, by: By = SYSTEM) -> None:
    """Open for answers, and make the codes: as many as there are people. Raises TransitionNotAllowed."""
    found = locked(survey)
    before, after = move(found, Act.OPEN)
    if at.date() < found.opens:
        found.opens = at.date()
        found.save(update_fields=["opens"])
    units = list(found.units.all())
    for unit in units:
        if not unit.open_link:
            _make_codes(unit)
    open_tasks(_task(found, unit, at=at) for unit in units)
    record_act(found, Act.OPEN, by=by, at=at, before=before, after=after)


@transaction.atomic
def withdraw_survey(survey: UUID, *, actor: Actor, at: datetime) -> None:
    """Take back what was planned, while nobody has been asked.

    Raises NotPlanned where another is to be measured from it, and TransitionNotAllowed once it has opened.
    """
    found = locked(survey)
    if not runs(actor, found):
        raise PermissionDenied
    if found.state != State.PLANNED:
        raise TransitionNotAllowed(found.state, Act.WITHDRAW)
    later = found.next.first()
    if later:
        words = _("«%(title)s» skal måle endring siden denne. Endre planen der først, så kan du trekke denne tilbake.")
        raise NotPlanned(words % {"title": later.title})
    record_act(found, Act.WITHDRAW, by=actor.by(found.party_id), at=at, before=found.state)
    found.delete()
    transaction.on_commit(lambda: destroy_key(survey))


@transaction.atomic
def close_survey(survey: UUID, *, at: datetime, by: By = SYSTEM) -> None:
    """Take no more answers. Raises TransitionNotAllowed."""
    found = locked(survey)
    before, after = move(found, Act.CLOSE)
    if at.date() < found.closes:
        found.closes = at.date()
        found.save(update_fields=["closes"])
    close_tasks(about=survey, at=at)
    record_act(found, Act.CLOSE, by=by, at=at, before=before, after=after)


def open_early(survey: Survey, *, actor: Actor, at: datetime) -> None:
    """Open before its day. Raises TransitionNotAllowed."""
    if not runs(actor, survey):
        raise PermissionDenied
    open_survey(survey.pk, at=at, by=actor.by(survey.party_id))


def close_early(survey: Survey, *, actor: Actor, at: datetime) -> None:
    """Close before its last day is over. Raises TransitionNotAllowed."""
    if not runs(actor, survey):
        raise PermissionDenied
    close_survey(survey.pk, at=at, by=actor.by(survey.party_id))


@transaction.atomic
def give_answer(unit: SurveyUnit, *, ballot: UUID, layer: Layer, answers: Mapping[str, object], code: str = "") -> None:
    """Keep what one person has answered, sealed. Durable when this returns.

    `ballot` is drawn by the page, so that the same answer sent twice is kept once. Nothing here says
    when it was given; that the code was used is all that is known of it. There is no audit entry: an
    entry would have a time. Raises NotOpen, CodeUsed.
    """
    box = seal(bytes(unit.survey.public_key), {"layer": layer.value, "answers": dict(answers)})
    with connection.cursor() as cursor:
        # Many may answer at once; whoever closes the survey waits for them, and they for that one.
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_lock_of(unit.survey_id)])
        if code and not _use(cursor, unit, code):
            if SealedAnswer.objects.filter(pk=ballot).exists():
                return  # the same answer once more
            raise CodeUsed
        cursor.execute(_KEEP, [ballot, unit.pk, box, unit.survey_id])
        if cursor.rowcount:
            cursor.execute("UPDATE surveys_surveyunit SET answered = answered + 1 WHERE id = %s", [unit.pk])
        elif not SealedAnswer.objects.filter(pk=ballot).exists():
            raise NotOpen


_KEEP = """
    INSERT INTO surveys_sealedanswer (id, unit_id, box)
    SELECT %s, %s, %s WHERE EXISTS (SELECT FROM surveys_survey WHERE id = %s AND state = 'open')
    ON CONFLICT (id) DO NOTHING
"""


def locked(survey: UUID) -> Survey:
    """Read a survey again, alone with it: no answer comes in, and nobody else acts on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_of(survey)])
    return Survey.objects.select_for_update(of=("self",)).select_related("stored", "county").get(pk=survey)


def move(survey: Survey, act: Act) -> tuple[State, State]:
    """Change the state as the table says, and return (before, after). Raises TransitionNotAllowed."""
    before = State(survey.state)
    survey.state = state_after(TRANSITIONS, before, act)
    survey.save(update_fields=["state"])
    return before, State(survey.state)


def record_act(
    survey: Survey, act: Act, *, by: By, at: datetime, before: str = "", after: str = "", **detail: object
) -> None:
    """The audit entry of an act on a survey. Call it last in the transaction."""
    chain = survey.county.code if survey.county else NATIONAL
    record(act, chain=chain, kind="survey", about=survey.pk, by=by, at=at, before=before, after=after, detail=detail)


def _use(cursor: CursorWrapper, unit: SurveyUnit, code: str) -> bool:
    digest = digest_of(code)
    cursor.execute(
        "UPDATE surveys_code SET used = true WHERE digest = %s AND unit_id = %s AND NOT used", [digest, unit.pk]
    )
    return bool(cursor.rowcount)


def _lock_of(survey: UUID) -> int:
    return survey.int >> 65  # 63 bits: a number that PostgreSQL can lock by


def _make_codes(unit: SurveyUnit) -> None:
    """As many as there are people, in no order that tells who got which."""
    layers = [layer for layer, number in unit.invited.items() for _n in range(number)]
    codes = [
        Code(unit=unit, layer=layer, number=number, digest=digest_of(code_for(unit.pk, number)))
        for number, layer in enumerate(layers, start=1)
    ]
    secrets.SystemRandom().shuffle(codes)
    Code.objects.bulk_create(codes)


def units_of(survey: Survey, asked: list[Asked], *, on: date) -> Iterator[SurveyUnit]:
    """The units with where they belong on the first day: results stay comparable when someone moves later."""
    ids = [each.party.pk for each in asked]
    owners = dict(Ownership.objects.at(on).filter(organisation__in=ids).values_list("organisation", "owner"))
    networks = dict(
        Membership.objects.at(on)
        .filter(owner__in=owners.values(), network__purpose=Network.Purpose.COMPETENCE)
        .values_list("owner", "network")
    )
    places = dict(Placement.objects.at(on).filter(organisation__in=ids).values_list("organisation", "municipality"))
    for each in asked:
        owner = owners.get(each.party.pk)
        yield SurveyUnit(
            survey=survey,
            party=each.party,
            owner_id=owner,
            network_id=networks.get(owner),
            municipality_id=places.get(each.party.pk),
            county_id=each.party.county_id,
            kind=each.party.kind,
            sector=each.party.sector,
            invited={layer.value: number for layer, number in each.invited.items() if number},
            open_link=secrets.token_urlsafe(16) if each.by_link else "",
        )


def _task(survey: Survey, unit: SurveyUnit, *, at: datetime) -> Task:
    return Task(
        county_id=unit.county_id,
        step="survey",
        title=gettext_noop("Del ut kodene") if not unit.open_link else gettext_noop("Del lenken"),
        party_id=unit.party_id,
        role=Role.UNIT_LEADER,
        subject=survey.title,
        about=str(survey.pk),
        address=reverse("survey:unit", args=[survey.pk, unit.pk]),
        due=survey.closes,
        opened_at=at,
    )


def refuse_what_cannot_be(
    asked: list[Asked], opens: date, closes: date, previous: Survey | None, stored: StoredInstrument, at: datetime
) -> None:
    """Raises NotPlanned."""
    if not asked:
        raise NotPlanned(_("Skriv hvor mange som skal svare i minst én virksomhet."))
    if closes < opens:
        raise NotPlanned(_("Kartleggingen kan ikke stenge før den åpner."))
    if closes < at.date():
        raise NotPlanned(_("Siste dag for å svare er allerede over. Velg en senere dag."))
    if opens < at.date():
        raise NotPlanned(_("Dagen den skal åpne, er allerede over. Velg i dag eller en senere dag."))
    if any(number < 0 for each in asked for number in each.invited.values()):
        raise NotPlanned(_("Antallet som skal svare, kan ikke være under 0."))
    if not any(number for each in asked for number in each.invited.values()):
        raise NotPlanned(_("Si hvor mange som skal svare."))
    if previous and previous.stored.key != stored.key:
        raise NotPlanned(_("Endring kan bare måles mot en kartlegging med de samme spørsmålene."))
