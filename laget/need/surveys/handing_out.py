"""Codes on their way to people: handed out by the leader, or mailed; and the reminders."""

import random
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.audit.record import SYSTEM, By
from laget.base.cycle.actions import close_tasks
from laget.need.surveys.actions import NotOpen, locked, record_act
from laget.need.surveys.codes import code_for, digest_of
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.mail import mail_code, remind_leaders, remind_people
from laget.need.surveys.models import Code, Survey, SurveyUnit
from laget.need.surveys.permissions import hands_out_codes, runs
from laget.need.surveys.states import Act, State


class NotEnoughCodes(Exception):
    """There are more addresses than codes. The message says so, in Norwegian."""


@transaction.atomic
def hand_out(unit: SurveyUnit, *, actor: Actor, at: datetime) -> None:
    """The leader says that everyone there has got their code, or the link."""
    if not hands_out_codes(actor, unit):
        raise PermissionDenied
    close_tasks(about=unit.survey_id, party=unit.party_id, at=at)
    record_act(unit.survey, Act.HAND_OUT, by=actor.by(unit.party_id), at=at, unit=str(unit.party_id))


@transaction.atomic
def make_more_codes(unit: SurveyUnit, *, layer: Layer, number: int, actor: Actor, at: datetime) -> None:
    """For those who are new, or have lost theirs. So many more are asked. Raises NotOpen, as for a link."""
    if not hands_out_codes(actor, unit):
        raise PermissionDenied
    if locked(unit.survey_id).state != State.OPEN or unit.open_link:
        raise NotOpen
    found = SurveyUnit.objects.select_for_update().get(pk=unit.pk)
    first = 1 + (found.codes.aggregate(last=Max("number"))["last"] or 0)
    numbers = range(first, first + number)
    Code.objects.bulk_create(
        Code(unit=found, layer=layer, number=each, digest=digest_of(code_for(found.pk, each))) for each in numbers
    )
    found.invited[layer] = found.invited.get(layer, 0) + number
    found.save(update_fields=["invited"])
    by = actor.by(unit.party_id)
    record_act(unit.survey, Act.MORE, by=by, at=at, unit=str(unit.party_id), layer=layer.value, number=number)


@transaction.atomic
def enter_addresses(unit: SurveyUnit, *, layer: Layer, emails: Iterable[str], actor: Actor, at: datetime) -> int:
    """Mail a code to each address that has none yet, and say how many. Raises NotOpen, NotEnoughCodes."""
    if not hands_out_codes(actor, unit):
        raise PermissionDenied
    if locked(unit.survey_id).state != State.OPEN:
        raise NotOpen
    codes = Code.objects.filter(unit=unit)
    new = sorted({email.lower() for email in emails} - set(codes.values_list("email", flat=True)))
    # One that is used is of no use to anybody. How many those are is not told.
    free = list(codes.filter(layer=layer, email="", used=False))
    if len(new) > len(free):
        raise NotEnoughCodes(
            _(
                "Det er flere adresser enn ledige koder. Lag flere koder under «Mangler noen en kode?», "
                "eller ta bort noen adresser."
            )
        )
    given = random.SystemRandom().sample(free, len(new))
    for code, email in zip(given, new, strict=True):
        code.email = email
    Code.objects.bulk_update(given, ["email"])
    for code in given:
        mail_code.defer(code=str(code.pk))
    record_act(unit.survey, Act.ADDRESS, by=actor.by(unit.party_id), at=at, unit=str(unit.party_id), number=len(new))
    return len(new)


def remind(survey: Survey, *, actor: Actor, at: datetime) -> bool:
    """Returns whether they were, as below. Raises NotOpen."""
    if not runs(actor, survey):
        raise PermissionDenied
    return remind_before_closing(survey.pk, at=at, by=actor.by(survey.party_id))


@transaction.atomic
def remind_before_closing(survey: UUID, *, at: datetime, by: By = SYSTEM) -> bool:
    """Remind the leaders, and those with an address whose code is not used. Nothing of it names a person.

    Returns whether they were: at most once a day. Raises NotOpen.
    """
    found = locked(survey)
    if found.state != State.OPEN:
        raise NotOpen
    if found.reminded == at.date():
        return False
    found.reminded = at.date()
    found.save(update_fields=["reminded"])
    remind_people.defer(survey=str(survey), day=at.date().isoformat())
    remind_leaders.defer(survey=str(survey), day=at.date().isoformat())
    record_act(found, Act.REMIND, by=by, at=at)
    return True
