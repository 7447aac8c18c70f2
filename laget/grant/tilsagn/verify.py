"""Whether a file is a letter as it was sealed, a letter that has been changed, or nothing we know.

The answer is the hash of the whole file, and that the audit chain has it. A file that isn't ours is never opened as a
PDF: it may have been made to do harm. Which letter it was before it was changed is read off its bytes.
"""

import re
from dataclasses import dataclass
from enum import Enum

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.audit.models import Entry
from laget.base.audit.verify import holds
from laget.base.ui.seal import read_seal
from laget.grant.tilsagn.letters import file_hash
from laget.grant.tilsagn.models import HAS_LEFT, Letter

# 2025/0A1B2C3D, as it stands in the file's metadata and in its seal. There the slash may be written as \057.
_REFERENCE = re.compile(rb"(20\d\d)(?:/|\\057)([0-9A-F]{8})")

MOST = 100  # references looked for in one file: a letter has one, and what it goes with a few


class Finding(Enum):
    """The value is what `laget verify` ends with."""

    GENUINE = 0
    CHANGED = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """`letter` is the one it is, or was. `why` is a sentence in Norwegian. `entry` is where the audit chain has it."""

    finding: Finding
    sha256: str
    why: str
    letter: Letter | None = None
    entry: Entry | None = None

    @property
    def genuine(self) -> bool:
        return self.finding is Finding.GENUINE

    @property
    def changed(self) -> bool:
        return self.finding is Finding.CHANGED


def check(content: bytes) -> Verdict:
    """What a file is, from its bytes alone."""
    digest = file_hash(content)
    letter = _letters().filter(sha256=digest).first()
    return _known(content, digest, letter) if letter else _not_known(content, digest)


def _known(content: bytes, digest: str, letter: Letter) -> Verdict:
    """Its bytes are those we kept. The audit chain decides whether we kept the right ones."""
    entry = _entry_of(letter, digest)
    if entry is None:
        why = _("Fila ligger i Laget, men revisjonsloggen har den ikke. Da kan den ikke regnes som ekte.")
        return Verdict(Finding.CHANGED, digest, why, letter)
    seal = read_seal(content)
    if seal is None or not seal.intact or seal.certificate != entry.detail["seal"]:
        return Verdict(Finding.CHANGED, digest, _("Seglet er ikke det som brevet ble forseglet med."), letter, entry)
    return Verdict(Finding.GENUINE, digest, _("Seglet er helt, og revisjonsloggen har fila."), letter, entry)


def _entry_of(letter: Letter, digest: str) -> Entry | None:
    """The audit entry of the act that sealed it, when it names this hash and has not been tampered with itself."""
    entries = Entry.objects.filter(about=letter.about, detail__letter=digest, detail__has_key="seal")
    return next((each for each in entries if holds(each.chain_id, each.number)), None)


def _not_known(content: bytes, digest: str) -> Verdict:
    references = _references(content)
    letters = list(_letters().filter(reference__in=references, delivery__in=HAS_LEFT).order_by("-pk"))
    first = min((references.index(each.reference) for each in letters), default=0)
    if like := [(_difference(content, each), each) for each in letters if each.reference == references[first]]:
        why, letter = next((found for found in like if found[0] != _OTHER), like[0])
        return Verdict(Finding.CHANGED, digest, str(why), letter)
    why = _("Laget har ikke laget denne fila, og den ligner ikke på noe brev herfra.")
    if len(references) == MOST:
        why += " " + _("Det står mange referanser i den. Laget har sett etter de første %(most)d.") % {"most": MOST}
    return Verdict(Finding.UNKNOWN, digest, why)


def _references(content: bytes) -> list[str]:
    """Those that stand in it, in order, each once: no more than the first of them."""
    found: dict[str, None] = {}
    for each in _REFERENCE.finditer(content):
        found[b"/".join(each.groups()).decode()] = None
        if len(found) == MOST:
            break
    return list(found)


def _difference(content: bytes, letter: Letter) -> Promise | str:
    with letter.file.open("rb") as file:
        original = file.read()
    if content.startswith(original):
        return _("Noe er lagt til etter at brevet ble forseglet.")
    if original.startswith(content):
        return _("Slutten av fila mangler.")
    return _OTHER


_OTHER = gettext_lazy("Innholdet er et annet enn da brevet ble forseglet.")


def _letters() -> QuerySet[Letter]:
    return Letter.objects.select_related("recipient", "round__rule_set__stored", "replaced_by")
