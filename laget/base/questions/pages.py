"""The pages that each kind of document fills with its own: the case, the check before sending, the overview."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from laget.base.accounts.http import Request
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions.answers import Problem, layout_of, section_status
from laget.base.questions.display import blocks
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document, Return
from laget.base.questions.permissions import can_write
from laget.base.questions.states import State
from laget.base.questions.thread import thread_of
from laget.base.ui.spreadsheet import Sheet, download

D = TypeVar("D", bound=Document)
ROWS_A_PAGE = 50
SORTS = {
    "navn": ("subject__sort_key", "pk"),
    "status": ("state", "subject__sort_key"),
    "dato": ("-state_since", "subject__sort_key"),
}


def case_page(request: Request, template: str, document: Document, **context: Any) -> HttpResponse:
    """A document's own page: its thread, its status, what it says, and what may be done with it."""
    layout = layout_of(document)
    writable = can_write(request.actor, document)
    sections = section_status(layout, document.answers) if writable else {}
    shared = {
        "document": document,
        "thread": thread_of(document, request.actor),
        "writable": writable,
        "sections": sections,
        "begun": bool(document.revision),
        "next_section": next((key for key, status in sections.items() if status != "done"), ""),
        "blocks": blocks(layout, document.answers) if document.answers else [],
        "meter": meter_of(document),
        "returned": last_return(document),
        "versions": document.versions.select_related("frozen_by").defer("content"),
    }
    return render(request, template, {**shared, **context})


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
    context = {
        "document": document,
        "blocks": blocks(layout_of(document), document.answers),
        "problems": found,
        "warnings": warnings,
        "meter": meter_of(document),
        "submit": submit,
        "button": button,
        "tells": tells,
    }
    return render(request, "questions/check.html", context)


def overview_page(
    request: Request, template: str, round: Round, documents: QuerySet[D], **context: Any
) -> HttpResponse:
    """The documents of one kind in a round: filtered and sorted by the address, and exported as filtered."""
    kind = documents.model.KIND
    network, state, words = (request.GET.get(name, "") for name in ("nettverk", "status", "sok"))
    sort = request.GET.get("sorter", "navn")
    found = documents.filter(round=round).order_by(*SORTS.get(sort, SORTS["navn"])).defer("answers", "given")
    networks = Network.objects.filter(pk__in=found.order_by().values("network").distinct())
    if network in {str(each.pk) for each in networks}:
        found = found.filter(network=network)
    if state in State:
        found = found.filter(state=state)
    if words:
        found = found.filter(subject__name__icontains=words)
    title = round.file.forms[kind].title
    if request.GET.get("som") == "xlsx":
        return download(f"{title} {round.county.name} {round.year}", [_sheet(title, found)])
    shared = {
        "round": round,
        "title": title,
        "step": round.file.dates.get(kind),
        "deadline": round.deadline(kind),
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("side")),
        "networks": networks,
        "states": [(value, label) for value, label in State.choices if value in _states_in(documents, round)],
        "chosen": {"nettverk": network, "status": state, "sok": words, "sorter": sort},
    }
    return render(request, template, {**shared, **context})


def last_return(document: Document) -> Return | None:
    """Why the document came back, as long as it has not been sent again."""
    if document.state != State.RETURNED:
        return None
    return Return.objects.filter(version__document=document).select_related("by").order_by("at").last()


def _states_in(documents: QuerySet[D], round: Round) -> set[str]:
    return set(documents.filter(round=round).order_by().values_list("state", flat=True).distinct())


def _sheet(title: str, documents: QuerySet[D]) -> Sheet:
    headings = [_("Navn"), _("Eier"), _("Nettverk"), _("Status"), _("Siden")]
    rows = (
        (
            d.subject.name,
            d.owner.name if d.owner else "",
            d.network.name if d.network else "",
            d.get_state_display(),
            d.state_since,
        )
        for d in documents.iterator(chunk_size=500)
    )
    return Sheet(title, headings, rows)
