"""The pages that every kind of document shares: writing it section by section, its versions and its history."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.actor import Actor
from laget.base.accounts.http import Request
from laget.base.audit.models import Entry
from laget.base.cycle.form_shape import Section
from laget.base.questions import actions, queries
from laget.base.questions.answers import layout_of, layout_of_version, problems
from laget.base.questions.checks import what_does_not_hold
from laget.base.questions.display import blocks, differences, words_apart
from laget.base.questions.evidence import EvidenceOf
from laget.base.questions.file_views import keep_files
from laget.base.questions.forms import SectionForm, file_names, seen_revision, seen_tab
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document, Version
from laget.base.questions.paper import Part, content_of, decided_of, facts_on_paper, on_paper, set_paper
from laget.base.questions.permissions import can_write
from laget.base.questions.section_page import ItemGone, SectionPage, page_of
from laget.base.questions.standing import status_of_sections
from laget.base.questions.states import Act
from laget.base.questions.structure import Layout
from laget.base.questions.word import WORD, word_of
from laget.rules.names import slug


@require_http_methods(["GET", "POST"])
def section(request: Request, pk: uuid.UUID, key: str, item: str = "") -> HttpResponse:
    if request.method == "POST":
        return _save(request, pk, key, item)
    page = page_of(_document(request.actor, pk), key, item)
    if not can_write(request.actor, page.document):
        return redirect(page.document)
    if page.stands:
        messages.info(request, _("«%(title)s» er god nok, og står som den er.") % {"title": page.section.title})
        return redirect(page.document)
    if page.lists_items:
        return _render(request, "questions/items.html", page)
    return _render(request, "questions/section.html", page, forms=page.forms())


@require_POST
def add_item(request: Request, pk: uuid.UUID, key: str) -> HttpResponse:
    found = _section_with_items(_document(request.actor, pk), key)
    try:
        item = actions.add_item(pk, section=found.key, actor=request.actor, at=request.now)
    except actions.NoLongerOpen:
        return _too_late_page(request, pk)
    return redirect("questions:item", pk, found.key, item)


@require_POST
def remove_item(request: Request, pk: uuid.UUID, key: str, item: str) -> HttpResponse:
    document = _document(request.actor, pk)
    found = _section_with_items(document, key)
    titles = {each.id: each.title for each in layout_of(document).items(found, document.answers)}
    try:
        actions.remove_item(pk, section=found.key, item=item, actor=request.actor, at=request.now)
    except actions.NoLongerOpen:
        return _too_late_page(request, pk)
    messages.success(request, _("«%(title)s» er fjernet.") % {"title": titles.get(item) or _("Uten navn")})
    return redirect("questions:section", pk, found.key)


@require_GET
def version(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    """One frozen version, and what changed since the one before."""
    document = _document(request.actor, pk)
    readable = queries.versions_visible_to(request.actor, document)
    frozen = get_object_or_404(readable.select_related("frozen_by", "returned__by", "sending"), number=number)
    before = readable.filter(number__lt=number).order_by("number").last()
    layout = layout_of_version(document, frozen)
    context = {
        "document": document,
        "version": frozen,
        "blocks": blocks(layout, frozen.content["answers"]),
        "evidence": _evidence(request, layout, frozen),
        "before": before,
        "decided": decided_of(document, frozen),
        "differences": differences(layout, before.content["answers"], frozen.content["answers"]) if before else [],
        "intact": actions.content_hash(frozen.content) == frozen.sha256,
        "rests_on": queries.visible_versions(request.actor, frozen.rests_on.all()),
        "led_to": queries.visible_versions(request.actor, frozen.led_to.all()),
    }
    return render(request, "questions/version.html", context)


@require_GET
def paper(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    """One frozen version as PDF."""
    document, frozen, parts = _on_paper(request, pk, number)
    content = set_paper(document, frozen, on=frozen.frozen_on, parts=parts)
    return HttpResponse(content, content_type="application/pdf")


@require_GET
def word(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    """The same as a Word file, to work on with."""
    document, frozen, parts = _on_paper(request, pk, number)
    content = word_of(content_of(document, frozen, parts=parts))
    headers = {"Content-Disposition": f'attachment; filename="{slug(str(document))}-{number}.docx"'}
    return HttpResponse(content, content_type=WORD, headers=headers)


def _on_paper(request: Request, pk: uuid.UUID, number: int) -> tuple[Document, Version, list[Part]]:
    """A version, with what belongs to it besides the answers."""
    document = _document(request.actor, pk)
    frozen = get_object_or_404(queries.versions_visible_to(request.actor, document), number=number)
    layout = layout_of_version(document, frozen)
    found = _evidence(request, layout, frozen)
    return document, frozen, [*facts_on_paper(layout.given), *map(on_paper, found)]


@require_GET
def history(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Everything that has been done with a document, newest first, as the audit log has it."""
    document = _document(request.actor, pk)
    entries = queries.entries_visible_to(request.actor, document).order_by("-number")[:500]
    acts = dict(Act.choices)
    lines = [
        {"entry": each[0], "act": acts.get(each[0].act, each[0].act), "all": each}
        for each in (list(run) for _key, run in groupby(entries, key=_one_line))
    ]
    return render(request, "questions/history.html", {"document": document, "lines": lines})


def _one_line(entry: Entry) -> tuple[object, ...]:
    """What is one line in the history: every act, but one person's savings within an hour together."""
    hour = entry.at.replace(minute=0, second=0, microsecond=0)
    return ("", entry.actor_name, entry.role, hour) if entry.act == Act.SAVE else (entry.pk,)


def _document(actor: Actor, pk: uuid.UUID) -> Document:
    return queries.visible_document(actor, Document, pk)


def _section_with_items(document: Document, key: str) -> Section:
    found = page_of(document, key).section
    if found.repeats != "added":
        raise Http404
    return found


def _save(request: Request, pk: uuid.UUID, key: str, item: str) -> HttpResponse:
    """Save the page. Which answers it holds, is known when the document is: it is fetched once, under its lock."""
    found: list[SectionPage] = []
    stood: list[int] = []  # the revision that it was saved upon

    def read(document: Document) -> dict[str, Any]:
        found.append(page_of(document, key, item))
        stood.append(document.revision)
        return found[0].typed_in(request.POST)

    try:
        document = actions.save_page(
            pk,
            read=read,
            revision=seen_revision(request.POST),
            tab=seen_tab(request.POST),
            actor=request.actor,
            at=request.now,
        )
    except actions.Clashing as clashing:
        if request.htmx:
            _save_the_rest(request, pk, key, item, clashing)
        return _clash_page(request, page_of(_document(request.actor, pk), key, item), clashing)
    except ItemGone:
        return _too_late_page(request, pk, key, item, gone=True)
    except actions.NoLongerOpen:
        return _too_late_page(request, pk, key, item)
    (page,) = found  # of the same document, which holds what was typed now
    if request.htmx:
        saved = {"saved_at": request.now, "meter": meter_of(document), "wrong": page.problems()}
        return render(request, "questions/saved.html", saved)
    try:
        refused = keep_files(request, page)
    except actions.NoLongerOpen:
        return _too_late_page(request, pk, key, item)
    wrong = [*refused, *page.problems()]
    if wrong:
        page = page_of(_document(request.actor, pk), key, item)  # with the names that a page shows
        context: dict[str, Any] = {"forms": page.forms(check=True, refused=refused), "wrong": wrong}
        context["refused"] = bool(refused)
        return _render(request, "questions/section.html", page, **context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if document.revision > stood[0] or _wrote_before(request, document):
        messages.success(request, _("Lagret."))
    else:
        messages.info(request, _("Ingenting var endret."))
    stays = "stay" in request.POST or "take_away" in request.POST
    return HttpResponseRedirect(request.path if stays else _next(page))


def _wrote_before(request: Request, document: Document) -> bool:
    """Whether the page had saved something by itself since it was opened, or a file was laid by or taken away."""
    seen = seen_revision(request.POST)
    if request.FILES or "take_away" in request.POST:
        return True
    return document.revision > seen and document.edits.filter(revision__gt=seen, person=request.actor.person).exists()


def _save_the_rest(request: Request, pk: uuid.UUID, key: str, item: str, clashing: actions.Clashing) -> None:
    """While one answer waits for both to be seen, the others on the page are saved as they are written."""
    waits = {clash.path for clash in clashing.clashes}

    def read(found: Document) -> dict[str, Any]:
        typed = page_of(found, key, item).typed_in(request.POST)
        return {path: answer for path, answer in typed.items() if path not in waits}

    with suppress(actions.Clashing):  # someone changed another one just now: it is said at the next saving
        actions.save_page(
            pk,
            read=read,
            revision=seen_revision(request.POST),
            tab=seen_tab(request.POST),
            actor=request.actor,
            at=request.now,
        )


def _next(page: SectionPage) -> str:
    """After an item comes the list of them; after a section, the next one; after the last, the document."""
    pk = page.document.pk
    if page.item:
        return reverse("questions:section", args=[pk, page.section.key])
    return (
        reverse("questions:section", args=[pk, page.later[0].key]) if page.later else page.document.get_absolute_url()
    )


def _render(
    request: Request,
    template: str,
    page: SectionPage,
    *,
    forms: Sequence[SectionForm] = (),
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    document, layout, found = page.document, page.layout, page.section
    returned = queries.last_return(document)
    items = layout.items(found, document.answers) if found.repeats else ()
    missing = problems(layout, document.answers)
    does_not_hold = what_does_not_hold(document, layout, request.today)
    wrong = [*missing, *does_not_hold]
    incomplete = {problem.item for problem in wrong if problem.section == found.key}
    shared = {
        "document": document,
        "layout": layout,
        "section": found,
        "item": next((each for each in items if each.id == page.item), None),
        "items": [(each, each.id not in incomplete) for each in items],
        "forms": forms,
        "files": [name for form in forms for name in file_names(form.cells)],
        "pairs": list(zip(items, forms, strict=True)) if forms and found.repeats == "given" else [],
        "statuses": status_of_sections(layout, document.answers, returned, wrong),
        "to_mend": [] if any(map(page.has, missing)) else [each for each in does_not_hold if page.has(each)],
        "remark": page.remarks.get(found.key, ""),
        "meter": meter_of(document),
        "returned": returned,
        "page": uuid.uuid4(),
        "number": layout.form.sections.index(found) + 1,
        "later": page.later,
        "sources": queries.sources_visible_to(request.actor, document.given),
        "chosen": (chosen := layout.chosen_sources(document.answers)),
        "evidence": queries.evidence_of(request.actor, document.given, chosen),
    }
    return render(request, template, {**shared, **context}, status=status)


def _clash_page(request: Request, page: SectionPage, clashing: actions.Clashing) -> HttpResponse:
    """Two people have changed the same answer. Nothing is lost: both texts are shown, mine ready to be saved."""
    document = page.document
    labels = {cell.path: cell.label for cell in page.cells()}
    clashes = [
        {
            "label": labels[clash.path],
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
    return _render(
        request,
        "questions/section.html",
        page,
        forms=page.forms(),
        status=HTTPStatus.CONFLICT,
        clashes=clashes,
    )


def _too_late_page(
    request: Request, pk: uuid.UUID, key: str = "", item: str = "", *, gone: bool = False
) -> HttpResponse:
    """The document has been sent, or the item taken out of it. What was typed is shown, so that it can be kept."""
    document = _document(request.actor, pk)
    page = page_of(document, key, item, gone=True) if key else None
    typed = page.typed_in(request.POST) if page else {}
    cells = page.cells() if page else ()
    texts = [(cell.label, _text(typed[cell.path])) for cell in cells if typed.get(cell.path)]
    template = "questions/too_late_note.html" if request.htmx else "questions/too_late.html"
    context = {"document": document, "texts": texts, "gone": gone}
    return render(request, template, context, status=HTTPStatus.CONFLICT)


def _evidence(request: Request, layout: Layout, frozen: Version) -> list[EvidenceOf]:
    return queries.evidence_of(request.actor, layout.given, layout.chosen_sources(frozen.content["answers"]))


def _text(answer: Any) -> str:
    return ", ".join(answer) if isinstance(answer, list) else answer or ""
