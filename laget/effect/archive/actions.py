"""Documents are put in the journal in the order that they were sent, and it is decided what is kept back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Party
from laget.base.audit.record import SYSTEM, By, record
from laget.base.cycle.models import Round
from laget.base.questions.models import Sending, Version
from laget.effect.archive.models import CaseFile, Direction, Entry, Exemption
from laget.effect.archive.permissions import may_exempt
from laget.grant.klage.models import Klage
from laget.grant.tilsagn.models import HAS_LEFT, Letter

# What is sent to Statsforvalteren, or to the forum whose secretary it is. A tilsagn goes out as a letter.
INCOMING = ("beslutningsgrunnlag", "innstilling", "report")
SENT_ON = (*INCOMING, "behovsmelding")  # the last only where it is what applies for money


@dataclass(frozen=True, slots=True)
class _Document:
    """One that is to be in the journal."""

    round: Round
    party: Party
    title: str
    direction: Direction
    dated: datetime
    what: dict[str, Any]  # version, letter or klage


@transaction.atomic
def keep_journal(county: UUID, *, at: datetime, by: By = SYSTEM) -> list[Entry]:
    """Put everything that has been sent or received since last time in the journal. Safe to do again."""
    held = County.objects.select_for_update().get(pk=county)
    kept = [_keep(held, each, at=at) for each in sorted(_left_out(held), key=lambda each: each.dated)]
    if kept:
        detail = {"entries": len(kept), "first": kept[0].sequence, "last": kept[-1].sequence}
        record("keep", chain=held.code, kind="journal", about=held.pk, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def exempt(
    entry: Entry,
    *,
    basis: str,
    hides_title: bool = False,
    hides_other: bool = False,
    hides_document: bool = False,
    actor: Actor,
    at: datetime,
) -> Exemption:
    """Keep parts of an entry back from the public, by a law; or nothing any longer, when no part is named."""
    if not may_exempt(actor, entry.county_id):
        raise PermissionDenied
    by = actor.by(entry.county_id)
    hidden = {"hides_title": hides_title, "hides_other": hides_other, "hides_document": hides_document}
    kept = basis if any(hidden.values()) else ""
    made = Exemption.objects.create(entry=entry, basis=kept, **hidden, at=at, by=actor.person, by_role=by.role)
    detail = {"basis": kept, **hidden}
    record("exempt", chain=entry.county.code, kind="entry", about=str(entry.pk), by=by, at=at, detail=detail)
    return made


def _left_out(county: County) -> Iterator[_Document]:
    """What has been sent or received, and isn't in the journal yet."""
    journaled = Entry.objects.filter(county=county)
    related = ("version__document__asked", "version__document__subject", "version__document__round__rule_set")
    sent = Sending.objects.filter(version__document__county=county, version__document__kind__in=SENT_ON)
    for sending in sent.exclude(version__in=journaled.exclude(version=None).values("version")).select_related(*related):
        document = sending.version.document
        if document.kind in INCOMING or document.kind == document.round.file.applied_by:
            yield _incoming(sending.version, sending.at)
    letters = Letter.objects.filter(round__county=county, delivery__in=HAS_LEFT)
    letters = letters.exclude(pk__in=journaled.exclude(letter=None).values("letter"))
    for letter in letters.select_related("round__rule_set", "recipient"):
        assert letter.leaves_at  # since it has left
        yield _Document(
            letter.round, letter.recipient, str(letter), Direction.OUT, letter.leaves_at, {"letter": letter}
        )
    klager = Klage.objects.filter(county=county).exclude(pk__in=journaled.exclude(klage=None).values("klage"))
    for klage in klager.select_related("letter__round__rule_set", "letter__recipient"):
        title = _("Klage på %(letter)s") % {"letter": klage.letter.reference}
        about = klage.letter
        yield _Document(about.round, about.recipient, title, Direction.IN, klage.received_at, {"klage": klage})


def _incoming(version: Version, at: datetime) -> _Document:
    document = version.document
    title = _("%(form)s for %(year)s") % {"form": document.form.title, "year": document.round.year}
    if version.number > 1:
        title = _("%(title)s, versjon %(n)d") % {"title": title, "n": version.number}
    return _Document(document.round, document.subject, title, Direction.IN, at, {"version": version})


def _keep(county: County, found: _Document, *, at: datetime) -> Entry:
    case, year = _case(county, found, at=at), timezone.localtime(at).year
    return Entry.objects.create(
        case=case,
        county=county,
        year=year,
        sequence=_after(Entry.objects.filter(county=county, year=year), "sequence"),
        number=_after(Entry.objects.filter(case=case), "number"),
        direction=found.direction,
        title=found.title,
        other=found.party,
        dated=found.dated,
        journaled_at=at,
        **found.what,
    )


def _case(county: County, found: _Document, *, at: datetime) -> CaseFile:
    case = CaseFile.objects.filter(round=found.round, party=found.party).first()
    if case is None:
        year = timezone.localtime(at).year
        number = _after(CaseFile.objects.filter(county=county, year=year), "number")
        case = CaseFile.objects.create(
            county=county, round=found.round, party=found.party, year=year, number=number, opened_at=at
        )
    return case


def _after(those: Any, field: str) -> int:
    """The next number. Nobody else gives one: the county is locked."""
    return int(those.aggregate(last=Max(field))["last"] or 0) + 1
