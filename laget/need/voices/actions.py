"""What is done with a lytteperiode, from its opening until all that was said is deleted."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Organisation, Ownership
from laget.base.audit.record import SYSTEM, By, record
from laget.base.refusals import ChangedMeanwhile
from laget.need.voices.figures import by_theme, release
from laget.need.voices.models import Listening, PlanLine, Voice
from laget.need.voices.permissions import can_register, leads, may_listen_at
from laget.need.voices.said import Said
from laget.need.voices.sealing import Unreadable, current_key
from laget.need.voices.states import TRANSITIONS, Act, State
from laget.rules.identifying import Finding, Sort, findings
from laget.rules.transitions import state_after

LONGEST = timedelta(days=184)  # what was heard first is kept the longest: no more than half a year more


class NotListening(Exception):
    """The period can't be as it was asked for. The message says why, in Norwegian."""


class MayIdentify(Exception):
    """Something in the text may tell who someone is. Nothing was saved."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__(f"{len(found)} findings")  # never the words themselves: they may end up in a log
        self.found = found


@transaction.atomic
def open_listening(unit: UUID, *, first: date, last: date, actor: Actor, at: datetime) -> Listening:
    """Begin to hear the children of a virksomhet. Raises NotListening."""
    place = Organisation.objects.select_for_update(of=("self",)).select_related("county").get(pk=unit)
    if not may_listen_at(actor, place):
        raise PermissionDenied
    _refuse_what_cannot_be(place, first, last, day=at.date())
    assert place.county_id
    listening = Listening.objects.create(
        county_id=place.county_id,
        unit=place,
        owner_id=Ownership.objects.at(at.date()).filter(organisation=unit).values_list("owner", flat=True).first(),
        first=first,
        last=last,
        delete_on=last + timedelta(days=settings.VOICE_DAYS),
        opened_by=actor.person,
    )
    _record(listening, Act.OPEN, by=actor.by(unit), at=at, after=State.OPEN, delete_on=str(listening.delete_on))
    return listening


@transaction.atomic
def register_voice(
    listening: UUID,
    *,
    theme: str,
    way: str,
    said: Said,
    revision: int,
    not_names: Collection[str] = (),
    actor: Actor,
    at: datetime,
) -> Voice:
    """Keep what was said about a theme, heard in one way. Said once more, it takes the place of what was there.

    `revision` is the one the page was opened at, 0 for none; `not_names` are words that the adult has confirmed
    are nobody's name. Raises MayIdentify, ChangedMeanwhile.
    """
    mine = _locked(listening)
    if not can_register(actor, mine):
        raise PermissionDenied
    refuse_what_identifies(said.summary, not_names=not_names)
    voice = mine.voices.filter(theme=theme, way=way).first() or Voice(listening=mine, theme=theme, way=way, revision=0)
    if voice.revision != revision:
        raise ChangedMeanwhile
    voice.revision += 1
    voice.keep(said)
    voice.save(update_fields=["revision", "key", "box"] if revision else None)
    _record(mine, Act.REGISTER, by=actor.by(mine.unit_id), at=at, theme=theme, way=way, revision=voice.revision)
    return voice


@transaction.atomic
def remove_voice(listening: UUID, *, theme: str, way: str, actor: Actor, at: datetime) -> None:
    """Delete what was said about a theme in one way, at any time: someone may have changed their mind."""
    mine = _locked(listening)
    if not leads(actor, mine):
        raise PermissionDenied
    removed, _each = mine.voices.filter(theme=theme, way=way).delete()
    if removed:
        _record(mine, Act.REMOVE, by=actor.by(mine.unit_id), at=at, theme=theme, way=way)


@transaction.atomic
def close_listening(listening: UUID, *, actor: Actor, at: datetime) -> None:
    """Decide once what others may see of it. Raises TransitionNotAllowed when that is done, and Unreadable."""
    mine = _locked(listening)
    if not leads(actor, mine):
        raise PermissionDenied
    _close(mine, _outcome(mine), by=actor.by(mine.unit_id), at=at)


@transaction.atomic
def plan_theme(
    listening: UUID,
    *,
    theme: str,
    texts: Mapping[str, str],
    due: date,
    revision: int,
    not_names: Collection[str] = (),
    actor: Actor,
    at: datetime,
) -> PlanLine:
    """Say what is kept and what is changed about a theme. `texts` are keep, change, who and sign.

    Raises MayIdentify, ChangedMeanwhile.
    """
    mine = _locked(listening)
    if not leads(actor, mine):
        raise PermissionDenied
    refuse_what_identifies("\n".join(texts.values()), not_names=not_names)
    line = mine.plan.filter(theme=theme).first() or PlanLine(listening=mine, theme=theme, revision=0)
    if line.revision != revision:
        raise ChangedMeanwhile
    line.keep, line.change, line.who, line.sign = (texts[name] for name in ("keep", "change", "who", "sign"))
    line.due, line.revision = due, line.revision + 1
    line.save(update_fields=["keep", "change", "who", "sign", "due", "revision"] if revision else None)
    _record(mine, Act.PLAN, by=actor.by(mine.unit_id), at=at, theme=theme, revision=line.revision)
    return line


@transaction.atomic
def delete_voices(listening: UUID, *, at: datetime) -> None:
    """Delete all that was said, when its time is over. What others could see, and the plan, stay.

    A lost key doesn't keep it from being deleted: then there is nothing for others to see.
    """
    mine = _locked(listening)
    if mine.is_open:
        try:
            outcome = _outcome(mine)
        except Unreadable:
            outcome = {}
        _close(mine, outcome, by=SYSTEM, at=at)
    removed, _each = mine.voices.all().delete()
    mine.deleted_at = at
    mine.save(update_fields=["deleted_at"])
    _record(mine, Act.DELETE, by=SYSTEM, at=at, voices=removed)


@transaction.atomic
def reseal_voices(listening: UUID, *, at: datetime) -> None:
    """Seal anew, with the first key, what lies under an older one. Raises Unreadable without the older key."""
    mine = _locked(listening)
    older = list(mine.voices.exclude(key=current_key()))
    for voice in older:
        voice.keep(voice.said())
        voice.save(update_fields=["key", "box"])
    _record(mine, Act.RESEAL, by=SYSTEM, at=at, voices=len(older), key=current_key())


def refuse_what_identifies(text: str, *, not_names: Collection[str]) -> None:
    """Raises MayIdentify, with all that was found, for what is never let through and names nobody has looked at."""
    found = findings(text)
    if any(each.sort is not Sort.NAME or each.text not in not_names for each in found):
        raise MayIdentify(found)


def _refuse_what_cannot_be(unit: Organisation, first: date, last: date, *, day: date) -> None:
    if last < first:
        raise NotListening(_("Perioden kan ikke slutte før den begynner."))
    if last - first > LONGEST:
        raise NotListening(_("En periode kan vare et halvt år. Del opp i flere når dere hører barna lenger."))
    if last < day:  # what is heard is kept for so long after it, and no longer
        raise NotListening(_("Siste dag er allerede over. Velg en senere dag."))
    if Listening.objects.filter(unit=unit, state=State.OPEN).exists():
        raise NotListening(_("Dere har en periode som ikke er avsluttet. Avslutt den først."))


def _locked(listening: UUID) -> Listening:
    return Listening.objects.select_related("unit", "county").select_for_update(of=("self",)).get(pk=listening)


def _close(listening: Listening, outcome: dict[str, Any], *, by: By, at: datetime) -> None:
    before = State(listening.state)
    listening.state = state_after(TRANSITIONS, before, Act.CLOSE)
    listening.closed_at = at
    listening.released = outcome
    listening.save(update_fields=["state", "closed_at", "released"])
    _record(listening, Act.CLOSE, by=by, at=at, before=before, after=listening.state, sha256=listening.fingerprint)


def _outcome(listening: Listening) -> dict[str, Any]:
    """What others may see. Raises Unreadable when something can't be read: without it the sums would be wrong."""
    return release(by_theme((voice.theme, voice.said()) for voice in listening.voices.all()))


def _record(
    listening: Listening, act: Act, *, by: By, at: datetime, before: str = "", after: str = "", **detail: object
) -> None:
    """The audit entry: theme and way, never a number or a word of what was said. Last in the transaction."""
    chain = listening.county.code
    record(
        act, chain=chain, kind="listening", about=listening.pk, by=by, at=at, before=before, after=after, detail=detail
    )
