"""The document of an entry as a PDF: as it went out, or as the version that came."""

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.questions.paper import TEMPLATE, Part, set_paper
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.templatetags.ui import day
from laget.effect.archive.models import Entry


def pdf_of(entry: Entry) -> bytes:
    if entry.letter:
        with entry.letter.file.open("rb") as file:
            return bytes(file.read())
    if entry.version:
        return set_paper(entry.version.document, entry.version, on=entry.version.frozen_on)
    return _klage(entry)


def _klage(entry: Entry) -> bytes:
    """What the complainant wrote, in Laget's own pages."""
    klage = entry.klage
    assert klage
    said = [(_("Hva som ønskes endret"), klage.wants), (_("Begrunnelse"), klage.grounds)]
    content = {
        "title": entry.title,
        "author": entry.other.name,
        "over": _("Klage"),
        "heading": entry.title,
        "status": _("Fra %(name)s, %(day)s.") % {"name": entry.other.name, "day": day(klage.received_at)},
        "footer": str(entry),
        "parts": [asdict(Part(_("Klagen"), entries=said))],
    }
    return compile_pdf(TEMPLATE, content, on=timezone.localdate(klage.received_at))
