"""The pages of one document that each kind fills with its own: the case, and the check before sending."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from laget.base.accounts.http import Request
from laget.base.cycle.models import Task
from laget.base.prepared import Prepared, Slot
from laget.base.questions.answers import layout_of
from laget.base.questions.checks import what_is_wrong
from laget.base.questions.display import blocks
from laget.base.questions.forms import ReturnForm
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document, Return
from laget.base.questions.permissions import can_write
from laget.base.questions.queries import (
    evidence_of,
    last_return,
    remarks_on,
    sources_visible_to,
    version_lines,
)
from laget.base.questions.standing import status_of_sections
from laget.base.questions.structure import Layout
from laget.base.questions.thread import thread_of


def case_page(request: Request, template: str, document: Document, **context: Any) -> HttpResponse:
    """A document's own page: its thread, its status, what it says, and what may be done with it."""
    layout = layout_of(document)
    writable = can_write(request.actor, document)
    chosen = layout.chosen_sources(document.answers)
    returned = last_return(document)
    sections = _status(document, layout, returned, day=request.today) if writable else {}
    thread = thread_of(document, request.actor)
    deadlines = open_deadlines(document)
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
        "due": next(iter(deadlines), None),
        "left_behind": writable and not deadlines,
        "returned": returned,
        "remarks": returned.remarks if returned else {},
        "return_form": ReturnForm,  # made by the template, where there is something to send back
        "versions": version_lines(request.actor, document),
        "sources": sources_visible_to(request.actor, document.given),
        "chosen": chosen,
        "evidence": evidence_of(request.actor, document.given, chosen),
    }
    return render(request, template, {**shared, **context})


def _status(document: Document, layout: Layout, returned: Return | None, *, day: date) -> dict[str, str]:
    return status_of_sections(layout, document.answers, returned, what_is_wrong(document, layout, day))


def _next_of(sections: Mapping[str, str], *, begun: bool) -> str:
    """Where one goes on writing: where something is missing. One begins at the beginning."""
    asking = [key for key, status in sections.items() if status in ("empty", "begun", "more") or not begun]
    return next(iter(asking), "")


def check_page(
    request: Request,
    document: Document,
    *,
    submit: str,
    button: str,
    tells: str,
    heading: str = "",
    warnings: Sequence[str] = (),
) -> HttpResponse:
    """Look over the answers before sending. `tells` says what happens when it is sent, and who will see it; `heading`
    what it is that one does, where it isn't to send. `submit` is empty for someone who writes it, and doesn't send it.
    """
    layout = layout_of(document)
    edits, deadlines = can_write(request.actor, document), open_deadlines(document)
    context = {
        "document": document,
        "blocks": blocks(layout, document.answers),
        "evidence": evidence_of(request.actor, document.given, layout.chosen_sources(document.answers)),
        "heading": heading or _("Se over før du sender"),
        "due": next(iter(deadlines), None),
        "left_behind": edits and not deadlines,
        "edits": edits,
        "problems": what_is_wrong(document, layout, request.today),
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


def open_deadlines(document: Document) -> list[date | None]:
    """When each thing that is to be done with it is due, the first of them first; empty when nobody waits for it."""
    return [due for (due,) in _OPEN_TASKS(about=str(document.pk))]


_OPEN_TASKS = Prepared(
    lambda: (
        Task.objects.filter(about=Slot("about"), done_at=None)
        .order_by(F("due").asc(nulls_last=True))
        .values_list("due")
    )
)
