"""The pages that each kind of document fills with its own: the case, the check before sending, the overview."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from laget.base.accounts.http import Request
from laget.base.cycle.models import Round, Task
from laget.base.prepared import Prepared, Slot
from laget.base.questions.answers import Problem, layout_of
from laget.base.questions.display import blocks
from laget.base.questions.forms import ReturnForm
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document
from laget.base.questions.permissions import can_write
from laget.base.questions.queries import (
    awaited_by,
    evidence_of,
    last_return,
    remarks_on,
    sources_visible_to,
    version_lines,
)
from laget.base.questions.standing import status_of_sections
from laget.base.questions.states import State
from laget.base.questions.thread import thread_of
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of

D = TypeVar("D", bound=Document)
SORTS = {
    "navn": ("subject__sort_key", "pk"),
    "status": ("state", "subject__sort_key"),
    "dato": ("-state_since", "subject__sort_key"),
}


def case_page(request: Request, template: str, document: Document, **context: Any) -> HttpResponse:
    """A document's own page: its thread, its status, what it says, and what may be done with it."""
    layout = layout_of(document)
    writable = can_write(request.actor, document)
    chosen = layout.chosen_sources(document.answers)
    returned = last_return(document)
    sections = status_of_sections(layout, document.answers, returned) if writable else {}
    thread = thread_of(document, request.actor)
    shared = {
        "document": document,
        "thread": thread,
        "reached": {station.step for station in thread if station.reached == "yes"},
        "writable": writable,
        "sections": sections,
        "begun": bool(document.answers),
        "next_section": _next_of(sections, begun=bool(document.answers)),
        "blocks": blocks(layout, document.answers) if document.answers else [],
        "meter": meter_of(document),
        "due": first_deadline(document),
        "returned": returned,
        "remarks": returned.remarks if returned else {},
        "return_form": ReturnForm,  # made by the template, where there is something to send back
        "versions": version_lines(request.actor, document),
        "sources": sources_visible_to(request.actor, document.given),
        "chosen": chosen,
        "evidence": evidence_of(request.actor, document.given, chosen),
    }
    return render(request, template, {**shared, **context})


def _next_of(sections: Mapping[str, str], *, begun: bool) -> str:
    """Where one goes on writing: where something is missing. One begins at the beginning."""
    asking = [key for key, status in sections.items() if status in ("empty", "begun", "more") or not begun]
    return next(iter(asking), "")


def check_page(
    request: Request,
    document: Document,
    *,
    found: list[Problem],
    submit: str,
    button: str,
    tells: str,
    warnings: Sequence[str] = (),
) -> HttpResponse:
    """Look over the answers before sending. `tells` says what happens when it is sent, and who will see it."""
    layout = layout_of(document)
    context = {
        "document": document,
        "blocks": blocks(layout, document.answers),
        "evidence": evidence_of(request.actor, document.given, layout.chosen_sources(document.answers)),
        "problems": found,
        "warnings": warnings,
        "meter": meter_of(document),
        "submit": submit,
        "button": button,
        "tells": tells,
        "remarks": remarks_on(document),
    }
    return render(request, "questions/check.html", context)


def returned(request: Request, document: Document, act: Callable[..., object], *, says: str) -> HttpResponse:
    """A document sent back with the reason that was posted. `act` is the app's own; `says` is what has happened."""
    form = ReturnForm(request.POST)
    if form.is_valid():
        act(document.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now)
        messages.success(request, says)
    else:
        messages.error(request, " ".join(str(each) for each in form.errors["reason"]))
    return redirect(document)


def overview_page(
    request: Request, template: str, round: Round, documents: QuerySet[D], *, awaits: bool = True, **context: Any
) -> HttpResponse:
    """The documents of one kind in a round: filtered and sorted by the address, and exported as filtered.

    Those that have not been sent are named too, to those who wait for them, where the kind is something one `awaits`.
    """
    kind = documents.model.KIND
    sort, words = request.GET.get("sorter", "navn"), request.GET.get("sok", "")
    found = documents.filter(round=round)
    tally = list(found.order_by("network__sort_key").values_list(*_FACETS).annotate(Count("pk")))
    networks = {str(pk): name for pk, name, _state, _number in tally if pk}
    states = {value for _pk, _name, value, _number in tally}
    network = _known(request.GET.get("nettverk"), networks)
    state = _known(request.GET.get("status"), states)
    known = sum(n for pk, _name, value, n in tally if network in ("", str(pk)) and state in ("", value))
    if network:
        found = found.filter(network=network)
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(subject__name__icontains=words)
    rows = found.order_by(*SORTS.get(sort, SORTS["navn"])).values_list(*_COLUMNS)
    title = round.file.forms[kind].title
    if spreadsheet.wanted(request):
        return spreadsheet.download(f"{title} {round}", [_sheet(title, rows)])
    page = page_of(request, rows, known=None if words else known)
    lines = _lines(kind, page)
    shared = {
        "round": round,
        "title": title,
        "kind": kind,
        "step": round.file.dates.get(kind),
        "deadline": round.deadline(kind),
        "page": page,
        "rows": lines,
        "narrowed": bool(network or state or words),
        "begun": bool(lines) or QuerySet(documents.model).filter(round=round).exists(),
        "missing": awaited_by(request.actor, kind, round.pk) if awaits else [],
        "owners": any(line.owner for line in lines),
        "in_networks": any(line.network not in (None, line.subject) for line in lines),
        "networks": networks if len(networks) > 1 else {},
        "states": [(value, label) for value, label in State.choices if value in states],
        "chosen": {"nettverk": network, "status": state, "sok": words, "sorter": sort},
    }
    return render(request, template, {**shared, **context})


def _known(asked: str | None, choices: Container[str]) -> str:
    """What the address asks for when there is such a thing, else nothing: everything is shown."""
    return asked if asked is not None and asked in choices else ""


_FACETS = ("network", "network__name", "state")
_COLUMNS = ("pk", "subject__name", "owner__name", "network__name", "state", "state_since")


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


def _lines(kind: str, rows: Iterable[Any]) -> list[Line]:
    """The rows with their addresses and states in words. Both are looked up once, and not for every row."""
    nowhere = UUID(int=0)
    before, after = reverse(f"{kind}:case", args=[nowhere]).split(str(nowhere))
    labels = {value: str(label) for value, label in State.choices}
    return [
        Line(f"{before}{pk}{after}", subject, owner, network, state, labels[state], since)
        for pk, subject, owner, network, state, since in rows
    ]


def first_deadline(document: Document) -> date | None:
    """When the first of what is to be done with it is due; None when nobody waits for anything."""
    return next((due for (due,) in _OPEN_TASKS(about=str(document.pk))), None)


_OPEN_TASKS = Prepared(
    lambda: Task.objects.filter(about=Slot("about"), done_at=None, due__isnull=False).order_by("due").values_list("due")
)


def _sheet(title: str, rows: QuerySet[Any, Any]) -> spreadsheet.Sheet:
    headings = [_("Navn"), _("Eier"), _("Nettverk"), _("Status"), _("Siden")]
    lines = (
        (subject, owner or "", network or "", State(state).label, since)
        for _pk, subject, owner, network, state, since in rows.iterator(chunk_size=500)
    )
    return spreadsheet.Sheet(title, headings, lines)
