"""The pages that whoever is signed in gets to from anywhere, in the order of the menu."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    view: str
    title: Promise
    app: str = ""  # all of whose pages belong to it

    @cached_property
    def address(self) -> str:
        """Looked up once: it is the same on every page."""
        return reverse(self.view)


ENTRIES = (
    Entry("insight:tasks", _("Oppgaver")),
    Entry("telling:notices", _("Varsler")),
    Entry("cycle:rounds", _("Året"), app="cycle"),
    Entry("survey:surveys", _("Kartlegginger")),
    Entry("delivery:overview", _("Tiltak")),
    Entry("catalogue:overview", _("Katalog")),
    Entry("events:overview", _("Arrangementer")),
    Entry("groups:overview", _("Grupper")),
    Entry("picture:overview", _("Helhetsbildet")),
    Entry("synthesis:overview", _("Oppsummeringer")),
    Entry("accounts:organisations", _("Aktører")),
    Entry("insight:help", _("Hjelp")),
)


def entries(request: HttpRequest) -> Iterator[tuple[Entry, str]]:
    """Each with what `aria-current` says of it: nothing, that it is this page, or that this page belongs to it."""
    match = request.resolver_match
    for entry in ENTRIES:
        if match and match.view_name == entry.view:
            yield entry, "page"
        else:
            yield entry, "true" if match and entry.app and match.app_name == entry.app else ""
