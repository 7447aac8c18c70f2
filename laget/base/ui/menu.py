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


@dataclass(frozen=True)
class Group:
    """Entries behind one word: opened where one stands, and led by no page of its own."""

    title: Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry or a group as one page shows it.

    `current` is what `aria-current` says: nothing, that it is this page, or that this page belongs to it.
    """

    title: Promise
    current: str
    view: str = ""
    address: str = ""
    within: tuple["Link", ...] = ()  # of a group


MENU = (
    Entry("insight:tasks", _("Oppgaver")),
    Entry("telling:notices", _("Varsler")),
    Entry("cycle:rounds", _("Året"), app="cycle"),
    Entry("survey:surveys", _("Kartlegginger")),
    Group(
        _("Tiltak"),
        (
            Entry("delivery:overview", _("Tiltak i gang"), app="delivery"),
            Entry("catalogue:overview", _("Katalog"), app="catalogue"),
            Entry("events:overview", _("Arrangementer"), app="events"),
            Entry("groups:overview", _("Grupper"), app="groups"),
        ),
    ),
    Group(
        _("Innsikt"),
        (
            Entry("picture:overview", _("Helhetsbildet"), app="picture"),
            Entry("synthesis:overview", _("Oppsummeringer"), app="synthesis"),
        ),
    ),
    Entry("accounts:organisations", _("Aktører")),
    Entry("insight:help", _("Hjelp")),
)


def shown(request: HttpRequest) -> Iterator[Link]:
    """The menu as this page has it."""
    for each in MENU:
        if isinstance(each, Entry):
            yield _link(each, request)
        else:
            within = tuple(_link(entry, request) for entry in each.entries)
            yield Link(each.title, "true" if any(link.current for link in within) else "", within=within)


def _link(entry: Entry, request: HttpRequest) -> Link:
    match, current = request.resolver_match, ""
    if match and match.view_name == entry.view:
        current = "page"
    elif match and entry.app and match.app_name == entry.app:
        current = "true"
    return Link(entry.title, current, entry.view, entry.address)
