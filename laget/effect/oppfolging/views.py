"""Oppfølgingsordningen: the offer, the answer, and the way through it."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.oppfolging import actions, permissions, queries
from laget.effect.oppfolging.forms import AnswerForm, ArrangeForm, EndForm, OfferForm, ReachForm
from laget.effect.oppfolging.models import Milestone, Oppfolging
from laget.effect.oppfolging.states import State


@require_GET
def overview(request: Request) -> HttpResponse:
    found = queries.visible_to(request.actor)
    if spreadsheet.wanted(request):
        headings = [_("Kommune"), _("Fra"), _("Status"), _("Veiledere"), _("Midler")]
        rows = ([each.owner.name, each.begins_on, each.get_state_display(), each.guides, each.money] for each in found)
        return spreadsheet.table(_("Oppfølgingsordningen"), headings, rows)
    context = {
        "page": page_of(request, found),
        "counties": queries.counties_of(request.actor),
    }
    return render(request, "oppfolging/overview.html", context)


@require_http_methods(["GET", "POST"])
def offer(request: Request, pk: uuid.UUID) -> HttpResponse:
    county = get_object_or_404(queries.counties_of(request.actor), pk=pk)
    form = OfferForm(request.POST or None, owners=queries.could_be_offered(pk), today=request.today)
    if form.is_valid():
        try:
            case = actions.offer(county, **form.cleaned_data, actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, _("Tilbudet er sendt. Kommunen har fått det som en oppgave."))
            return redirect(case)
    context = {"form": form, "county": county}
    return render(request, "oppfolging/offer.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _page(request, get_object_or_404(queries.visible_to(request.actor), pk=pk))


@require_POST
def accept(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Dere er med. Milepælene står i kalenderen, og den første er en oppgave.")
    return _answer(request, pk, AnswerForm(request.POST), actions.accept, said)


@require_POST
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Dere har takket nei. Statsforvalteren har fått beskjed.")
    return _answer(request, pk, AnswerForm(request.POST, declines=True), actions.decline, said)


def _answer(
    request: Request, pk: uuid.UUID, form: AnswerForm, act: Callable[..., Oppfolging], said: str
) -> HttpResponse:
    found = get_object_or_404(queries.answered_by(request.actor), pk=pk)
    if not form.is_valid():
        return _page(request, found, answer=form)
    answer = form.cleaned_data["answer"]
    attempt(request, said, lambda: act(pk, answer=answer, actor=request.actor, at=request.now))
    return redirect(found)


@require_POST
def arrange(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(queries.run_by(request.actor), pk=pk)
    form = ArrangeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, arrange=form)
    try:
        actions.arrange(pk, **form.cleaned_data, actor=request.actor, at=request.now)
    except ChangedMeanwhile as problem:
        form.add_error(None, str(problem))
        return _page(request, found, arrange=form)
    except NotInOrder as problem:
        messages.error(request, str(problem))
        return redirect(found)
    messages.success(request, _("Veiledere og midler er ført."))
    return redirect(found)


@require_POST
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(queries.run_by(request.actor), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, end=form)
    reason = form.cleaned_data["reason"]
    attempt(request, _("Det er avsluttet, og kommunen har fått beskjed."), lambda: actions.end(
        pk, reason=reason, actor=request.actor, at=request.now))  # fmt: skip
    return redirect(found)


@require_POST
def reach(request: Request, pk: uuid.UUID) -> HttpResponse:
    milestone = get_object_or_404(queries.milestones_visible_to(request.actor), pk=pk)
    if not permissions.reaches(request.actor, milestone):
        raise Http404
    form = ReachForm(request.POST, report=milestone.step.report)
    if not form.is_valid():
        return _page(request, milestone.oppfolging, reach=(milestone, form))
    text = form.cleaned_data["text"]
    attempt(request, _("Milepælen er ferdig, og den andre parten har fått beskjed."), lambda: actions.reach(
        pk, text=text, actor=request.actor, at=request.now))  # fmt: skip
    return redirect(milestone.oppfolging)


def _page(
    request: Request,
    found: Oppfolging,
    *,
    reach: tuple[Milestone, ReachForm] | None = None,
    **invalid: forms.Form,
) -> HttpResponse:
    """With a form that has to be mended, when there is one."""
    ongoing, offered = found.state == State.ONGOING, found.state == State.OFFERED
    milestones = found.planned() if offered else list(found.milestones.select_related("done_by"))
    for each in milestones:
        each.oppfolging = found
    runs = permissions.offers_in(request.actor, found.county_id)
    theirs = [each for each in milestones if not each.done_at and permissions.reaches(request.actor, each)]
    now = next((each for each in milestones if not each.done_at), None)
    context: dict[str, Any] = {
        "case": found,
        "answer_by": found.answer_by,
        "phases": [(phase, [m for m in milestones if m.step.phase == phase.key]) for phase in found.track.phases],
        "now": now.step.phase if now and ongoing else "",
        "answer_form": invalid.get("answer", AnswerForm())
        if offered and permissions.answers(request.actor, found)
        else None,
        "arrange_form": invalid.get("arrange", _arranged(found)) if ongoing and runs else None,
        "end_form": invalid.get("end", EndForm()) if (ongoing or offered) and runs else None,
        "reach": (reach or (theirs[0], ReachForm(report=theirs[0].step.report))) if ongoing and theirs else None,
    }
    wrong = bool(reach) or bool(invalid)
    return render(request, "oppfolging/case.html", context, status=422 if wrong else 200)


def _arranged(found: Oppfolging) -> ArrangeForm:
    return ArrangeForm(initial={"guides": found.guides, "money": found.money, "revision": found.revision})
