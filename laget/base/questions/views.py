"""The pages that every kind of document shares: writing it section by section, its versions and its history."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.actor import Actor
from laget.base.accounts.http import Request
from laget.base.audit.models import Entry
from laget.base.cycle.form_shape import Section
from laget.base.questions import actions, queries
from laget.base.questions.answers import layout_of, problems, section_status
from laget.base.questions.display import blocks, differences, words_apart
from laget.base.questions.evidence import EvidenceOf
from laget.base.questions.forms import SectionForm, seen_revision, typed_in
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document, Version
from laget.base.questions.pages import last_return
from laget.base.questions.paper import on_paper, set_paper
from laget.base.questions.permissions import can_write
from laget.base.questions.states import Act
from laget.base.questions.structure import Layout


@require_http_methods(["GET", "POST"])
def section(request: Request, pk: uuid.UUID, key: str, item: str = "") -> HttpResponse:
    document = _document(request.actor, pk)
    layout = layout_of(document)
    found = _section(layout, key)
    if request.method == "POST":
        return _save(request, document, layout, found, item)
    if not can_write(request.actor, document):
        return redirect(document)
    if found.repeats == "added" and not item:
        return _render(request, "questions/items.html", document, layout, found)
    return _render(
        request, "questions/section.html", document, layout, found, item, form=_form(document, layout, found, item)
    )


@require_POST
def add_item(request: Request, pk: uuid.UUID, key: str) -> HttpResponse:
    document = _document(request.actor, pk)
    found = _section_with_items(layout_of(document), key)
    try:
        item = actions.add_item(document.pk, section=found.key, actor=request.actor, at=request.now)
    except actions.NoLongerOpen:
        return _too_late_page(request, document, [], {})
    return redirect("questions:item", document.pk, found.key, item)


@require_POST
def remove_item(request: Request, pk: uuid.UUID, key: str, item: str) -> HttpResponse:
    document = _document(request.actor, pk)
    found = _section_with_items(layout_of(document), key)
    try:
        actions.remove_item(document.pk, section=found.key, item=item, actor=request.actor, at=request.now)
    except actions.NoLongerOpen:
        return _too_late_page(request, document, [], {})
    messages.success(request, _("Vi har fjernet %(one)s.") % {"one": found.one})
    return redirect("questions:section", document.pk, found.key)


@require_GET
def version(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    """One frozen version, and what changed since the one before."""
    document = _document(request.actor, pk)
    readable = queries.versions_visible_to(request.actor, document)
    frozen = get_object_or_404(readable.select_related("frozen_by", "returned__by"), number=number)
    before = readable.filter(number__lt=number).order_by("number").last()
    layout = _layout_of_version(document, frozen)
    context = {
        "document": document,
        "version": frozen,
        "blocks": blocks(layout, frozen.content["answers"]),
        "evidence": _evidence(request, layout, frozen),
        "before": before,
        "differences": differences(layout, before.content["answers"], frozen.content["answers"]) if before else [],
        "intact": actions.content_hash(frozen.content) == frozen.sha256,
        "rests_on": queries.visible_versions(request.actor, frozen.rests_on.all()),
        "led_to": queries.visible_versions(request.actor, frozen.led_to.all()),
    }
    return render(request, "questions/version.html", context)


@require_GET
def paper(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    """One frozen version as PDF."""
    document = _document(request.actor, pk)
    frozen = get_object_or_404(queries.versions_visible_to(request.actor, document), number=number)
    layout = _layout_of_version(document, frozen)
    found = _evidence(request, layout, frozen)
    content = set_paper(document, frozen, on=frozen.frozen_at.date(), parts=map(on_paper, found))
    return HttpResponse(content, content_type="application/pdf")


@require_GET
def history(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Everything that has been done with a document, newest first, as the audit log has it."""
    document = _document(request.actor, pk)
    entries = Entry.objects.filter(about=str(document.pk)).order_by("-number")[:500]
    acts = dict(Act.choices)
    lines = [{"entry": entry, "act": acts.get(entry.act, entry.act)} for entry in entries]
    return render(request, "questions/history.html", {"document": document, "lines": lines})


def _document(actor: Actor, pk: uuid.UUID) -> Document:
    return queries.visible_document(actor, Document, pk)


def _section(layout: Layout, key: str) -> Section:
    try:
        return layout.section(key)
    except KeyError:
        raise Http404 from None


def _section_with_items(layout: Layout, key: str) -> Section:
    found = _section(layout, key)
    if found.repeats != "added":
        raise Http404
    return found


def _form(document: Document, layout: Layout, found: Section, item: str, *, check: bool = False) -> list[SectionForm]:
    """One form for a section, or one for each of the items that the document was given."""
    items = [each.id for each in layout.items(found, document.answers)] if found.repeats == "given" else [item]
    return [SectionForm(layout.cells(found, each), answers=document.answers, check=check) for each in items]


def _save(request: Request, document: Document, layout: Layout, found: Section, item: str) -> HttpResponse:
    items = [each.id for each in layout.items(found, document.answers)] if found.repeats == "given" else [item]
    if found.repeats == "added" and item not in document.answers.get(found.key, []):
        raise Http404
    cells = [cell for each in items for cell in layout.cells(found, each)]
    typed = typed_in(cells, request.POST)
    try:
        saved = actions.save_answers(
            document.pk,
            answers=typed,
            revision=seen_revision(request.POST),
            page=request.POST.get("page", "")[:36],
            actor=request.actor,
            at=request.now,
        )
    except actions.Clashing as clashing:
        return _clash_page(request, document, layout, found, item, typed, clashing)
    except actions.NoLongerOpen:
        return _too_late_page(request, document, cells, typed)
    document.answers, document.revision = saved.answers, saved.revision
    if request.htmx:
        return render(
            request,
            "questions/saved.html",
            {"document": document, "saved_at": request.now, "meter": meter_of(document)},
        )
    forms = _form(document, layout, found, item, check=True)
    if not all(form.is_valid() for form in forms):
        return _render(
            request,
            "questions/section.html",
            document,
            layout,
            found,
            item,
            form=forms,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    messages.success(request, _("Lagret."))
    return redirect(_next(document, layout, found, item))


def _next(document: Document, layout: Layout, found: Section, item: str) -> str:
    """After an item comes the list of them; after a section, the next one; after the last, the document."""
    if item:
        return reverse("questions:section", args=[document.pk, found.key])
    keys = [each.key for each in layout.form.sections]
    later = keys[keys.index(found.key) + 1 :]
    return reverse("questions:section", args=[document.pk, later[0]]) if later else document.get_absolute_url()


def _render(
    request: Request,
    template: str,
    document: Document,
    layout: Layout,
    found: Section,
    item: str = "",
    *,
    form: list[SectionForm] | None = None,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    items = layout.items(found, document.answers) if found.repeats else ()
    if item and item not in [each.id for each in items]:
        raise Http404
    found_problems = {problem.item for problem in problems(layout, document.answers) if problem.section == found.key}
    shared = {
        "document": document,
        "layout": layout,
        "section": found,
        "item": next((each for each in items if each.id == item), None),
        "items": [(each, each.id not in found_problems) for each in items],
        "forms": form or [],
        "pairs": list(zip(items, form, strict=True)) if form and found.repeats == "given" else [],
        "statuses": section_status(layout, document.answers),
        "meter": meter_of(document),
        "returned": last_return(document),
        "page": uuid.uuid4(),
        "number": layout.form.sections.index(found) + 1,
        "last": found.key == layout.form.sections[-1].key,
    }
    return render(request, template, {**shared, **context}, status=status)


def _clash_page(
    request: Request,
    document: Document,
    layout: Layout,
    found: Section,
    item: str,
    typed: dict[str, Any],
    clashing: actions.Clashing,
) -> HttpResponse:
    """Two people have changed the same answer. Nothing is lost: both texts are shown, mine ready to be saved."""
    document.refresh_from_db(fields=["answers", "revision"])
    labels = {cell.path: cell.label for _s, _i, cell in layout.all_cells({**document.answers, **typed})}
    clashes = [
        {
            "label": labels.get(clash.path, clash.path),
            "name": clash.name if clash.name != request.actor.person.name else _("Du, i et annet vindu,"),
            "at": clash.at,
            "theirs": clash.theirs,
            "mine": clash.mine,
            "words": words_apart(_text(clash.theirs), _text(clash.mine)),
        }
        for clash in clashing.clashes
    ]
    if request.htmx:
        return render(request, "questions/clash_note.html", {"clashes": clashes}, status=HTTPStatus.CONFLICT)
    document.answers = {**document.answers, **clashing.mine}
    forms = _form(document, layout, found, item)
    return _render(
        request,
        "questions/section.html",
        document,
        layout,
        found,
        item,
        form=forms,
        status=HTTPStatus.CONFLICT,
        clashes=clashes,
    )


def _too_late_page(request: Request, document: Document, cells: list[Any], typed: dict[str, Any]) -> HttpResponse:
    document.refresh_from_db(fields=["state", "state_since"])
    texts = [(cell.label, _text(typed[cell.path])) for cell in cells if typed[cell.path]]
    template = "questions/too_late_note.html" if request.htmx else "questions/too_late.html"
    return render(request, template, {"document": document, "texts": texts}, status=HTTPStatus.CONFLICT)


def _layout_of_version(document: Document, frozen: Version) -> Layout:
    return Layout(document.form, document.round.file, document.round.rules, frozen.content["given"])


def _evidence(request: Request, layout: Layout, frozen: Version) -> list[EvidenceOf]:
    return queries.evidence_of(request.actor, layout.given, layout.chosen_sources(frozen.content["answers"]))


def _text(answer: Any) -> str:
    return ", ".join(answer) if isinstance(answer, list) else answer or ""
