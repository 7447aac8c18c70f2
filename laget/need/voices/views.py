"""Hearing children, step by step: begin, register, close, set beside the staff's picture, plan."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import ChangedMeanwhile
from laget.need.voices import actions, permissions, queries
from laget.need.voices.drawing import draw
from laget.need.voices.forms import CheckedForm, PeriodForm, PlanForm, VoiceForm
from laget.need.voices.pages import rows_for, sections_of
from laget.need.voices.sealing import Unreadable
from laget.need.voices.themes import GUIDANCE, THEMES, Theme, Way


@require_GET
def overview(request: Request) -> HttpResponse:
    """The periods this person may see something of, and where they may begin a new one."""
    context = {
        "listenings": queries.outcomes_visible_to(request.actor),
        "mine": request.actor.reading,
        "units": queries.units_led_by(request.actor),
    }
    return render(request, "voices/overview.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: uuid.UUID) -> HttpResponse:
    unit = get_object_or_404(queries.units_led_by(request.actor), pk=pk)
    form = PeriodForm(request.POST or None, initial={"first": request.today})
    if form.is_valid():
        given = form.cleaned_data
        try:
            opened = actions.open_listening(
                pk, first=given["first"], last=given["last"], actor=request.actor, at=request.now
            )
        except actions.NotListening as problem:
            form.add_error("first", str(problem))
        else:
            messages.success(request, _("Perioden er åpnet. Velg et tema å begynne med."))
            return redirect(opened)
    return _page(request, "voices/begin.html", form, unit=unit)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All that was said, for those who work there."""
    listening = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    context = {
        "listening": listening,
        "sections": sections_of(listening),
        "ways": Way.choices,
        "leads": permissions.leads(request.actor, listening),
        "can_register": permissions.can_register(request.actor, listening),
    }
    return render(request, "voices/case.html", context)


@require_http_methods(["GET", "POST"])
def register(request: Request, pk: uuid.UUID, theme: str, way: str) -> HttpResponse:
    listening = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    about, heard = _theme(theme), _way(way)
    if not permissions.can_register(request.actor, listening):
        raise Http404
    voice = listening.voices.filter(theme=theme, way=way).first()
    said = voice.said_or_none() if voice else None
    initial = {**(said.as_json() if said else {}), "revision": voice.revision if voice else 0}
    form = VoiceForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.register_voice(
                pk,
                theme=theme,
                way=way,
                said=form.said(),
                revision=form.cleaned_data["revision"],
                not_names=form.not_names(),
                actor=request.actor,
                at=request.now,
            )
        except actions.MayIdentify as problem:
            form.show(problem)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Lagret. Bare dere som arbeider her, kan lese det."))
            return redirect(listening)
    return _page(
        request, "voices/register.html", form, listening=listening, theme=about, way=heard, guidance=GUIDANCE[heard],
        voice=voice,
    )  # fmt: skip


@require_POST
def remove(request: Request, pk: uuid.UUID, theme: str, way: str) -> HttpResponse:
    listening = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    actions.remove_voice(pk, theme=_theme(theme).key, way=_way(way).value, actor=request.actor, at=request.now)
    messages.success(request, _("Slettet."))
    return redirect(listening)


@require_POST
def close(request: Request, pk: uuid.UUID) -> HttpResponse:
    listening = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    try:
        actions.close_listening(pk, actor=request.actor, at=request.now)
    except Unreadable:
        messages.error(request, _("Noe av det barna sa, kan ikke leses. Slett det før du avslutter."))
        return redirect(listening)
    messages.success(request, _("Perioden er avsluttet. Se det barna sier, ved siden av det de voksne sier."))
    return redirect("voices:beside", pk=listening.pk)


@require_GET
def beside(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The children's picture beside the staff's."""
    listening = get_object_or_404(queries.outcomes_visible_to(request.actor), pk=pk)
    group, rows = rows_for(request.actor, listening)
    context = {
        "listening": listening,
        "rows": rows,
        "drawing": draw(rows),
        "survey": group.release.survey if group else None,
        "outsider": not permissions.works_there(request.actor, listening),
    }
    return render(request, "voices/beside.html", context)


@require_GET
def plan(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is kept and changed, for those who work there."""
    listening = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    lines = {line.theme: line for line in listening.plan.all()}
    _group, rows = rows_for(request.actor, listening)
    context = {
        "listening": listening,
        "rows": [(row, lines.get(row.theme.key)) for row in rows],
        "leads": permissions.leads(request.actor, listening),
    }
    return render(request, "voices/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_theme(request: Request, pk: uuid.UUID, theme: str) -> HttpResponse:
    listening = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    about = _theme(theme)
    if not permissions.leads(request.actor, listening):
        raise Http404
    line = listening.plan.filter(theme=theme).first()
    names = ("keep", "change", "who", "due", "sign", "revision")
    initial = {name: getattr(line, name) for name in names} if line else {"revision": 0}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.plan_theme(
                pk,
                theme=theme,
                texts=form.plan(),
                due=form.cleaned_data["due"],
                revision=form.cleaned_data["revision"],
                not_names=form.not_names(),
                actor=request.actor,
                at=request.now,
            )
        except actions.MayIdentify as problem:
            form.show(problem)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Lagret."))
            return redirect("voices:plan", pk=pk)
    _group, rows = rows_for(request.actor, listening)
    row = next((each for each in rows if each.theme == about), None)
    return _page(request, "voices/plan_theme.html", form, listening=listening, theme=about, row=row)


def _page(request: Request, template: str, form: CheckedForm | PeriodForm, **context: object) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)


def _theme(key: str) -> Theme:
    if key not in THEMES:
        raise Http404
    return THEMES[key]


def _way(key: str) -> Way:
    if key not in Way.values:
        raise Http404
    return Way(key)
