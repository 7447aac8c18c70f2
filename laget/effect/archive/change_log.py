"""endringslogg.xml: what the audit log says has been changed in the entries of a deposit, by whom and when.

Of what Noark 5 asks to have logged (vedlegg 3), two things change in Laget once a document is in the journal: when it
was received or sent is put there, and what is kept back of it is decided on. The database refuses every other change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from laget.base.actors.models import County
from laget.base.audit.models import Entry as Audited
from laget.effect.archive.elements import SPACE, add, fill, moment, root, system_id, written
from laget.effect.archive.models import Direction
from laget.effect.archive.queries import PARTS
from laget.effect.archive.shielding import shielded

WHEN = {Direction.IN: "mottattDato", Direction.OUT: "sendtDato"}
LOGGED = ("skjermingshjemmel", "skjermingMetadata", "skjermingDokument")  # M501, M502, M503
NOTHING = "Ingen verdi"  # the schema wants a text, also where there was none


@dataclass(frozen=True, slots=True)
class Change:
    entry: int
    element: str
    before: str
    after: str
    at: datetime
    by: str


def change_log(county: County, entries: Sequence[Any]) -> bytes:
    top = root("endringslogg", f"{SPACE}endringslogg")
    for each in changes(county, entries):
        line = add(top, "endring")
        fill(line, referanseArkivenhet=entry_id(county.pk, each.entry), referanseMetadata=each.element)
        fill(line, endretDato=moment(each.at), endretAv=each.by)
        fill(line, tidligereVerdi=each.before or NOTHING, nyVerdi=each.after or NOTHING)
    return written(top)


def entry_id(county: UUID, entry: int) -> str:
    """systemID of the registrering that an entry is."""
    return system_id(county, "journalpost", entry)


def changes(county: County, entries: Sequence[Any]) -> list[Change]:
    """In the order they were made."""
    log = Audited.objects.filter(chain_id=county.code).order_by("number")
    kept = log.filter(act="keep", kind="journal")
    exempted = log.filter(act="exempt", kind="entry", about__in=[str(each.pk) for each in entries])
    return sorted([*_journaled(kept, entries), *_shielded(exempted, entries)], key=lambda each: each.at)


def _journaled(kept: Iterable[Audited], entries: Sequence[Any]) -> Iterator[Change]:
    numbered = {(each.year, each.sequence): each for each in entries}
    for line in kept:
        year = timezone.localtime(line.at).year
        for sequence in range(line.detail["first"], line.detail["last"] + 1):
            if entry := numbered.get((year, sequence)):
                when = WHEN[Direction(entry.direction)]
                yield Change(entry.pk, when, "", moment(entry.dated), line.at, line.actor_name)


def _shielded(exempted: Iterable[Audited], entries: Sequence[Any]) -> Iterator[Change]:
    by_id = {str(each.pk): each for each in entries}
    before: dict[str, dict[str, list[str]]] = {}
    for line in exempted:
        entry = by_id[line.about]
        hidden = {name: line.detail[name] for name in PARTS}
        now = shielded(Direction(entry.direction), basis=line.detail["basis"], **hidden)
        earlier = before.get(line.about, {})
        before[line.about] = now
        for element in LOGGED:
            was, is_now = "; ".join(earlier.get(element, [])), "; ".join(now.get(element, []))
            if was != is_now:
                yield Change(entry.pk, element, was, is_now, line.at, line.actor_name)
