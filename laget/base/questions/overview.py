"""The page that lists all documents of one kind in a round: filtered and sorted by the address, and exported so."""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from laget.base.accounts.http import Request
from laget.base.cycle.models import Round
from laget.base.prepared import Prepared, PreparedPages, Slot, among
from laget.base.questions.models import Document, case_address
from laget.base.questions.queries import SOMEONE, Visible, awaited_by, ids_of
from laget.base.questions.states import State
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of

SORTS = {
    "navn": ("subject__sort_key", "pk"),
    "status": ("state", "subject__sort_key", "pk"),
    "dato": ("-state_since", "subject__sort_key", "pk"),
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """A column of amounts: what it is called, and how those of many documents are found, in one query. Whole kroner."""

    name: str
    of: Callable[[Collection[UUID]], Mapping[UUID, int]]


def overview_page(
    request: Request,
    template: str,
    round: Round,
    kind: type[Document],
    *,
    awaits: bool = True,
    amounts: Amounts | None = None,
    **context: Any,
) -> HttpResponse:
    """The documents of one kind. Those not sent are named too, to those who wait for them, where one `awaits` them."""
    name = kind.KIND
    sort, words = _known(request.GET.get("sorter"), SORTS) or "navn", request.GET.get("sok", "")
    asked = {"round": round.pk, **ids_of(request.actor)}
    tally = _tally(kind)(**asked)
    networks = {str(pk): name for pk, name, _state, _number in tally if pk}
    states = {value for _pk, _name, value, _number in tally}
    network = _known(request.GET.get("nettverk"), networks)
    state = _known(request.GET.get("status"), states)
    known = sum(n for pk, _name, value, n in tally if network in ("", str(pk)) and state in ("", value))
    chosen = {"network": network} if network else {}
    chosen |= {"words": words} if words else {}
    rows = _listed(kind, sort, *chosen)(**asked, **chosen, states=[state] if state else list(states))
    title = round.file.forms[name].title
    if spreadsheet.wanted(request):
        return spreadsheet.download(f"{title} {round}", [_sheet(title, list(rows), amounts)])
    page = page_of(request, rows, known=None if words else known)
    lines = _lines(name, list(page), amounts)
    shared = {
        "round": round,
        "title": title,
        "kind": name,
        "step": round.file.dates.get(name),
        "deadline": round.deadline(name),
        "page": page,
        "rows": lines,
        "narrowed": bool(network or state or words),
        "begun": bool(lines) or QuerySet(kind).filter(round=round).exists(),
        "missing": awaited_by(request.actor, name, round.pk) if awaits else [],
        "owners": any(line.owner for line in lines),
        "amounts": amounts.name if amounts and any(line.amount is not None for line in lines) else "",
        "in_networks": any(line.network not in (None, line.subject) for line in lines),
        "networks": networks if len(networks) > 1 else {},
        "states": [(value, label) for value, label in State.choices if value in states],
        "chosen": {"nettverk": network, "status": state, "sok": words, "sorter": sort},
    }
    return render(request, template, {**shared, **context})


def _known(asked: str | None, choices: Container[str]) -> str:
    """What the address asks for when there is such a thing, else nothing: everything is shown."""
    return asked if asked is not None and asked in choices else ""


@cache
def _tally(kind: type[Document]) -> Prepared[tuple[UUID | None, str | None, str, int]]:
    """How many there are in each network and state."""
    facets = ("network", "network__name", "state")
    counted = Count("pk")
    return Prepared(lambda: _in_round(kind).order_by("network__sort_key").values_list(*facets).annotate(counted))


@cache
def _listed(kind: type[Document], sort: str, *narrowed: str) -> PreparedPages[Any]:
    """The documents in those `states`, and in that "network" and with those "words" in the name, where it is said."""
    by: dict[str, Any] = {}
    if "network" in narrowed:
        by["network"] = Slot("network")
    if "words" in narrowed:
        by["subject__name__icontains"] = Slot("words")
    columns = ("pk", "subject__name", "owner__name", "network__name", "state", "state_since")
    return PreparedPages(
        lambda: (
            _in_round(kind).filter(among("state", Slot("states")), **by).order_by(*SORTS[sort]).values_list(*columns)
        )
    )


def _in_round(kind: type[Document]) -> QuerySet[Document]:
    return QuerySet(kind).filter(Visible(SOMEONE), round=Slot("round"))


@dataclass(frozen=True, slots=True)
class Line:
    """One document in a list of many: only what the list shows, since there may be thousands."""

    address: str
    subject: str
    owner: str | None
    network: str | None
    state: str
    status: str
    since: datetime
    amount: int | None  # None where there is none yet


def _lines(kind: str, rows: Sequence[Any], amounts: Amounts | None) -> list[Line]:
    """The rows with their addresses and states in words, which are looked up once, and not for every row."""
    labels = {value: str(label) for value, label in State.choices}
    known = _known_of(rows, amounts)
    return [
        Line(case_address(kind, pk), subject, owner, network, state, labels[state], since, known.get(pk))
        for pk, subject, owner, network, state, since in rows
    ]


def _known_of(rows: Sequence[Any], amounts: Amounts | None) -> Mapping[UUID, int]:
    return amounts.of([row[0] for row in rows]) if amounts else {}


def _sheet(title: str, rows: Sequence[Any], amounts: Amounts | None) -> spreadsheet.Sheet:
    headings = [_("Navn"), _("Eier"), _("Nettverk"), _("Status"), _("Status siden")]
    headings += [amounts.name] if amounts else []
    known = _known_of(rows, amounts)
    lines = (
        (subject, owner or "", network or "", State(state).label, since, *([known.get(pk)] if amounts else ()))
        for pk, subject, owner, network, state, since in rows
    )
    return spreadsheet.Sheet(title, headings, lines)
