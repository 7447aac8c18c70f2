"""The page where a report is read and judged, section by section, and then answered."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laget.base.accounts.http import Request
from laget.base.questions.actions import NoLongerOpen
from laget.base.questions.answers import NotReady, Problem
from laget.base.questions.forms import seen_tab
from laget.base.questions.queries import visible_document
from laget.base.ui.numbers import whole_number
from laget.effect.reports import judging_actions as actions
from laget.effect.reports import permissions
from laget.effect.reports.given import changed_since
from laget.effect.reports.judging_forms import AskForm, VerdictForm
from laget.effect.reports.judging_queries import to_judge
from laget.effect.reports.models import Report
from laget.effect.reports.queries import unused_of
from laget.rules.ledger import CannotBook


@require_http_methods(["GET", "POST"])
def judge(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = visible_document(request.actor, Report, pk)
    if not permissions.judges(request.actor, report):
        raise Http404
    if request.method == "POST":
        return _save(request, report)
    if not permissions.can_judge(request.actor, report):
        return redirect(report)
    return _page(request, report)


def _save(request: Request, report: Report) -> HttpResponse:
    """Keep what is typed, whatever was pressed; then do that."""
    typed = _typed(request, report)
    try:
        clashing = actions.keep_judgements(
            report.pk,
            typed=typed,
            version=whole_number(request.POST.get("version", ""), 0),
            tab=seen_tab(request.POST),
            actor=request.actor,
            at=request.now,
        )
    except NoLongerOpen:
        return _too_late(request, report, typed)
    if request.htmx:
        context = {"saved_at": request.now, "clashing": clashing.values()}
        return render(request, "reports/kept.html", context, status=HTTPStatus.CONFLICT if clashing else HTTPStatus.OK)
    if not permissions.can_judge(request.actor, report):
        return _too_late(request, report, typed)
    if clashing:
        mine = {key: typed[key] for key in clashing}
        return _page(request, report, mine=mine, clashing=clashing, status=HTTPStatus.CONFLICT)
    match request.POST.get("do"):
        case "ask":
            return _ask(request, report)
        case "approve":
            return _approve(request, report)
    messages.success(request, _("Lagret. Bare dere som leser rapporten, ser det ennå."))
    return redirect("report:judge", report.pk)


def _ask(request: Request, report: Report) -> HttpResponse:
    form = AskForm(request.POST, today=request.today)
    if not form.is_valid():
        return _page(request, report, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wait = timedelta(minutes=report.round.file.letter.wait)
    try:
        actions.ask_for_more(report.pk, due=form.cleaned_data["due"], actor=request.actor, at=request.now, wait=wait)
    except NotReady as problem:
        return _page(request, report, form=form, problems=problem.problems, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Mottakeren har fått rapporten tilbake som oppgave. Brevet er lagt i utboksen."))
    return redirect(report)


def _approve(request: Request, report: Report) -> HttpResponse:
    try:
        actions.approve_report(report.pk, actor=request.actor, at=request.now)
    except NotReady as problem:
        return _page(request, report, problems=problem.problems, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except CannotBook as problem:
        why = " ".join([str(problem), *changed_since(report)])
        messages.error(request, _("Rapporten kan ikke godkjennes nå: %(why)s Be om mer.") % {"why": why})
        return redirect("report:judge", report.pk)
    messages.success(request, _("Rapporten er godkjent."))
    return _to_what_is_left(report)


def _to_what_is_left(report: Report) -> HttpResponse:
    """Straight to what is to be decided, when not everything was used; or to the list, when it is more than one."""
    match unused_of(report):
        case []:
            return redirect(report)
        case [amount]:
            return redirect("changes:propose", amount.award_id, amount.year)
        case _:
            return redirect(reverse("report:round", args=[report.round_id]) + "#ubrukt")


def _typed(request: Request, report: Report) -> dict[str, actions.Typed]:
    version = report.versions.latest("number")
    forms = [VerdictForm(request.POST, about=each) for each in to_judge(report, version)]
    return {form.about.section.key: form.typed() for form in forms if form.is_valid() or form.cleaned_data}


def _page(
    request: Request,
    report: Report,
    *,
    mine: dict[str, actions.Typed] | None = None,
    clashing: dict[str, Any] | None = None,
    form: AskForm | None = None,
    problems: Sequence[Problem] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """`mine` is what was typed in the sections that clash, to be looked at beside what another has saved."""
    version = report.versions.latest("number")
    sections = to_judge(report, version)
    verdicts = [VerdictForm(about=each, typed=(mine or {}).get(each.section.key)) for each in sections]
    context = {
        "document": report,
        "version": version,
        "sections": list(zip(sections, verdicts, strict=True)),
        "amounts": report.amounts.select_related("award__tiltak__applicant").order_by("pk"),
        "form": form or AskForm(today=request.today),
        "problems": problems,
        "clashing": clashing or {},
        "page": uuid.uuid4(),
        "again": version.number > 1,
    }
    return render(request, "reports/judge.html", context, status=status)


def _too_late(request: Request, report: Report, typed: dict[str, actions.Typed]) -> HttpResponse:
    """It has been answered, or sent anew, in the meantime. What was typed is shown, so that it can be kept."""
    titles = {section.key: section.title for section in report.form.sections}
    texts = [(titles[key], each.now.remark) for key, each in typed.items() if each.now.remark]
    template = "questions/too_late_note.html" if request.htmx else "reports/too_late.html"
    return render(request, template, {"document": report, "texts": texts}, status=HTTPStatus.CONFLICT)
