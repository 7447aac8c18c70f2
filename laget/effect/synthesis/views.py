"""Syntheses: chosen, read, written, frozen, and read by those they are for."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.actors.models import Party
from laget.base.questions.word import WORD
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.base.ui.paging import page_of
from laget.base.ui.spreadsheet import download
from laget.effect.synthesis import actions, queries
from laget.effect.synthesis.counting import TEXTS, count
from laget.effect.synthesis.export import sheets
from laget.effect.synthesis.forms import (
    FilterForm,
    PassageForm,
    QuoteForm,
    ThemesForm,
    TitleForm,
    left_out,
    themes_as_text,
)
from laget.effect.synthesis.kinds import KINDS, K
from laget.effect.synthesis.library import section_of
from laget.effect.synthesis.models import Audience, Frozen, Synthesis
from laget.effect.synthesis.papers import as_pdf, as_word
from laget.effect.synthesis.permissions import can_write, makes_for
from laget.effect.synthesis.picture import picture_of, titles
from laget.rules.names import slug

ANSWERS_A_PAGE = 20


@require_GET
def overview(request: Request) -> HttpResponse:
    context = {
        "page": page_of(request, queries.visible_to(request.actor)),
        "parties": queries.makers_parties(request.actor),
        "kinds": KINDS.values(),
    }
    return render(request, "synthesis/overview.html", context)


@require_http_methods(["GET", "POST"])
def make(request: Request, pk: uuid.UUID, kind: str) -> HttpResponse:
    """The filters are in the address; what is found is ticked off, and named."""
    party = get_object_or_404(queries.makers_parties(request.actor), pk=pk)
    if kind not in KINDS:
        raise Http404
    return _selecting(request, party, kind, None)


@require_http_methods(["GET", "POST"])
def choose(request: Request, pk: uuid.UUID) -> HttpResponse:
    synthesis = _written(request, pk)
    return _selecting(request, synthesis.party, synthesis.kind, synthesis)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """As it is now, or as it was frozen; with `som` in the address, as a file."""
    synthesis = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    frozen = getattr(synthesis, "frozen", None)
    makes = makes_for(request.actor, synthesis.party_id)
    if frozen is None:
        picture = picture_of(synthesis, request.actor)
        content: Any = picture.content
        inner: Any = picture.inner
    else:
        content, inner = frozen.content, frozen.inner if makes else None
    return _shown(request, synthesis, content, inner, frozen)


@login_not_required
@require_GET
def open_list(request: Request) -> HttpResponse:
    """All that have been published to all, in every county."""
    return render(request, "synthesis/open_list.html", {"page": page_of(request, queries.open_to_all())})


@login_not_required
@require_GET
def open_page(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One that was published to all."""
    synthesis = get_object_or_404(queries.open_to_all(), pk=pk)
    return _shown(request, synthesis, synthesis.frozen.content, None, synthesis.frozen)


@require_http_methods(["GET", "POST"])
def write(request: Request, pk: uuid.UUID, section: str) -> HttpResponse:
    synthesis = _written(request, pk)
    if section not in titles():
        raise Http404
    passage = synthesis.passages.filter(section=section).first()
    text = passage.text if passage else ""
    form = PassageForm(request.POST or None, initial={"text": text, "opened": text})
    theirs = None
    if form.is_valid():
        typed = {"text": form.cleaned_data["text"], "opened": form.cleaned_data["opened"]}
        theirs = actions.write_passage(pk, section=section, **typed, actor=request.actor, at=request.now)
        if request.htmx:
            context = {"saved_at": request.now, "theirs": theirs, "text": typed["text"]}
            status = HTTPStatus.CONFLICT if theirs else HTTPStatus.OK
            return render(request, "synthesis/kept.html", context, status=status)
        if theirs is None:
            messages.success(request, _("Teksten er lagret."))
            return redirect(f"{synthesis.get_absolute_url()}#{section}")
        form = PassageForm(initial={"text": typed["text"], "opened": theirs.text})
    content = picture_of(synthesis, request.actor).content
    shown = next((each for each in content["sections"] if each["key"] == section), None)
    status = HTTPStatus.CONFLICT if theirs else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"synthesis": synthesis, "form": form, "theirs": theirs, "title": titles()[section], "section": shown}
    return render(request, "synthesis/write.html", {**context, "key": section}, status=status)


@require_http_methods(["GET", "POST"])
def themes(request: Request, pk: uuid.UUID) -> HttpResponse:
    synthesis = _written(request, pk)
    had = {"themes": themes_as_text(synthesis.themes), "revision": synthesis.revision}
    form = ThemesForm(request.POST or None, initial=had)
    if form.is_valid():
        found, revision = form.cleaned_data["themes"], form.cleaned_data["revision"]
        try:
            actions.set_themes(pk, themes=found, revision=revision, actor=request.actor, at=request.now)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Ordene er lagret, og temaene er talt opp på nytt."))
            return redirect(f"{synthesis.get_absolute_url()}#themes")
    context = {"synthesis": synthesis, "form": form}
    return render(request, "synthesis/themes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def quotations(request: Request, pk: uuid.UUID, section: str) -> HttpResponse:
    """The answers in words to one of the section's questions, each to be quoted from."""
    synthesis = _written(request, pk)
    if section not in titles():
        raise Http404
    form = QuoteForm(request.POST or None)
    error = ""
    if form.is_valid():
        try:
            actions.quote(pk, **form.cleaned_data, actor=request.actor, at=request.now)
        except NotInOrder as problem:
            error = str(problem)
        else:
            messages.success(request, _("Sitatet er med."))
            return redirect(f"{synthesis.get_absolute_url()}#{section}")
    elif form.is_bound:
        error = " ".join(map(str, form.errors.get("text", [_("Velg et svar å sitere fra.")])))
    context = {**_answers(request, synthesis, section), "synthesis": synthesis, "key": section, "error": error}
    context |= {"title": titles()[section], "typed": form.data.get("text", ""), "from": form.data.get("version", "")}
    return render(request, "synthesis/quotations.html", context, status=422 if error else 200)


@require_POST
def take_out(request: Request, pk: uuid.UUID, quotation: int) -> HttpResponse:
    synthesis = _written(request, pk)
    get_object_or_404(synthesis.quotations, pk=quotation)
    actions.take_out(pk, quotation=quotation, actor=request.actor, at=request.now)
    messages.success(request, _("Sitatet er tatt ut."))
    return redirect(synthesis)


@require_http_methods(["GET", "POST"])
def freeze(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Who it is for is in the address, since it decides what can be shown."""
    synthesis = _written(request, pk)
    asked = request.POST.get("for") or request.GET.get("for", "")
    audience = asked if asked in Audience.values else Audience.OWN
    problem = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            actions.freeze_synthesis(pk, audience=audience, seen=seen, actor=request.actor, at=request.now)
        except NotInOrder as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Oppsummeringen er fryst."))
            return redirect(synthesis)
    picture = picture_of(synthesis, request.actor, audience=audience)
    context = {
        "synthesis": synthesis,
        "content": picture.content,
        "seen": picture.sha256,
        "audience": audience,
        "audiences": Audience.choices,
        "may": picture.may_publish or audience == Audience.OWN,
        "problem": problem,
        "k": K,
    }
    return render(request, "synthesis/freeze.html", context, status=422 if problem else 200)


def _written(request: Request, pk: uuid.UUID) -> Synthesis:
    """One that they may still write in."""
    synthesis = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not can_write(request.actor, synthesis):
        raise Http404
    return synthesis


def _selecting(request: Request, party: Party, kind: str, synthesis: Synthesis | None) -> HttpResponse:
    """A page of what may be in it. Turning to another keeps what is typed and ticked, and does nothing more."""
    choices = queries.choices_of(request.actor, party, kind)
    kept = synthesis.filters if synthesis and not request.GET.keys() & queries.FILTERS else request.GET
    asked = FilterForm(kept, choices=choices)
    filters = asked.chosen()
    found = queries.documents_of(request.actor, party, kind, filters).order_by(
        "subject__sort_key", "-round__year", "pk"
    )
    had = {"title": synthesis.title, "revision": synthesis.revision} if synthesis else {"title": "", "revision": 0}
    typed = {name: request.POST.get(name, each) for name, each in had.items()}
    form = TitleForm(None if "turn" in request.POST else request.POST or None, initial=typed)
    problem = ""
    if form.is_valid():
        chosen = actions.Selection(kind, form.cleaned_data["title"], filters, left_out(request.POST))
        by: dict[str, Any] = {"selection": chosen, "actor": request.actor, "at": request.now}
        try:
            if synthesis is None:
                return redirect(actions.make_synthesis(party, **by))
            actions.choose_anew(synthesis.pk, revision=form.cleaned_data["revision"], **by)
            return redirect(synthesis)
        except NotInOrder as refused:
            problem = str(refused)
    out = set(left_out(request.POST)) if request.POST else _left_out_of(synthesis)
    page = page_of(request, found)
    context = {
        "party": party,
        "kind": KINDS[kind],
        "synthesis": synthesis,
        "filters": asked,
        "form": form,
        "page": page,
        "documents": [(each, each.pk not in out) for each in page],
        "left_out": sorted(out - {each.pk for each in page}),
        "problem": problem,
        "k": K,
    }
    return render(request, "synthesis/choose.html", context, status=422 if form.errors or problem else 200)


def _left_out_of(synthesis: Synthesis | None) -> set[uuid.UUID]:
    return set(synthesis.left_out.values_list("pk", flat=True)) if synthesis else set()


def _answers(request: Request, synthesis: Synthesis, section: str) -> dict[str, Any]:
    """The questions of a section that are answered in words, and a page of the answers to one of them."""
    versions = {each.pk: each for each in queries.versions_in(request.actor, synthesis)}
    asked = [each for each in count(versions.values()) if each.type in TEXTS and section_of(each.path) == section]
    asked = [each for each in asked if each.said]
    wanted = request.POST.get("question") or request.GET.get("om", "")
    chosen = next((each for each in asked if each.path == wanted), asked[0] if asked else None)
    rows = [(versions[pk], text) for pk, text in chosen.texts().items()] if chosen else []
    rows.sort(key=lambda each: each[0].document.subject.sort_key)
    page = Paginator(rows, ANSWERS_A_PAGE).get_page(request.GET.get("side"))
    return {"questions": asked, "chosen": chosen, "page": page}


def _shown(request: Request, synthesis: Synthesis, content: Any, inner: Any, frozen: Frozen | None) -> HttpResponse:
    match request.GET.get("som"):
        case "xlsx":
            return download(synthesis.title, sheets(content, inner))
        case "pdf":
            on = timezone.localdate(frozen.at) if frozen else request.today
            return _file(synthesis, as_pdf(content, frozen, on=on), "application/pdf", "pdf")
        case "word":
            on = timezone.localdate(frozen.at) if frozen else request.today
            return _file(synthesis, as_word(content, frozen, on=on), WORD, "docx")
    context = {
        "synthesis": synthesis,
        "content": content,
        "inner": inner,
        "frozen": frozen,
        "kind": KINDS[synthesis.kind],
        "writes": frozen is None,
        "k": K,
    }
    return render(request, "synthesis/case.html", context)


def _file(synthesis: Synthesis, content: bytes, media_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{slug(synthesis.title)}.{ending}"'
    return response
