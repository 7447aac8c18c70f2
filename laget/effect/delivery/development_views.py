"""Utviklingsarbeid: what a unit changes, phase by phase, with what it rests on and the guidance it gets."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.delivery import development_actions, development_queries, permissions
from laget.effect.delivery.development_forms import BeginForm, GroundForm, ModelForm, MoveForm, NoteForm
from laget.effect.delivery.library import ways
from laget.effect.delivery.models import Development
from laget.effect.delivery.states import DEVELOPMENT, DevelopmentAct, DevelopmentState, PuljeState
from laget.effect.delivery.steps import Ahead, ahead_in
from laget.rules.transitions import TransitionNotAllowed, allows


@require_GET
def overview(request: Request) -> HttpResponse:
    found = development_queries.visible_to(request.actor)
    if spreadsheet.wanted(request):
        headings = [_("Virksomhet"), _("Utviklingsarbeid"), _("Fellestiltak"), _("Fase"), _("Status"), _("Begynte")]
        rows = (
            [d.unit.name, d.title, d.joining and str(d.joining.pulje), d.now.title, d.get_state_display(), d.begun_at]
            for d in found
        )
        return spreadsheet.table(_("Utviklingsarbeid"), headings, rows)
    context = {
        "page": page_of(request, found),
        "units": development_queries.units_led_by(request.actor),
    }
    return render(request, "development/overview.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: uuid.UUID) -> HttpResponse:
    unit = get_object_or_404(development_queries.units_led_by(request.actor), pk=pk)
    form = BeginForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        begun = development_actions.begin(
            pk, title=given["title"], way=given["way"], actor=request.actor, at=request.now
        )
        messages.success(request, _("Utviklingsarbeidet er i gang. Begynn med spørsmålene i første fase."))
        return redirect(begun)
    context = {"unit": unit, "form": form, "ways": ways().values()}
    return render(request, "development/begin.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _development(request, pk))


@require_POST
def note(request: Request, pk: uuid.UUID) -> HttpResponse:
    development = _development(request, pk)
    if not _writes(request, development):
        raise Http404
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, development, form)
    development_actions.note(pk, text=form.cleaned_data["text"], actor=request.actor, at=request.now)
    messages.success(request, _("Notatet er lagret."))
    return redirect(development)


@require_POST
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    development = _led(request, pk, DevelopmentAct.MOVE)
    form = MoveForm(request.POST, development=development)
    if form.is_valid():
        given = form.cleaned_data
        try:
            development_actions.move(pk, phase=given["phase"], why=given["why"], actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("why", str(problem))
        else:
            messages.success(request, _("Dere er i en ny fase."))
            return redirect(development)
    return _page(request, development, form)


@require_POST
def rest_on(request: Request, pk: uuid.UUID) -> HttpResponse:
    development = _development(request, pk)
    if not permissions.develops(request.actor, development):
        raise Http404
    form = GroundForm(request.POST, groups=development_queries.results_for(development, request.actor))
    if not form.is_valid():
        raise Http404
    group = int(form.cleaned_data["group"])
    development_actions.rest_on(pk, group=group, actor=request.actor, at=request.now)
    messages.success(request, _("Resultatet er lagt til i denne fasen."))
    return redirect(development)


@require_POST
def choose_model(request: Request, pk: uuid.UUID) -> HttpResponse:
    development = _led(request, pk, DevelopmentAct.CHOOSE)
    form = ModelForm(request.POST, development=development, auto_id="modell-%s")
    if not form.is_valid():
        return _page(request, development, form)
    given = form.cleaned_data
    development_actions.choose_model(pk, way=given["way"], why=given["why"], actor=request.actor, at=request.now)
    messages.success(request, _("Dere går nå etter en annen modell. Alt dere har skrevet, står."))
    return redirect(development)


@require_POST
def finish(request: Request, pk: uuid.UUID) -> HttpResponse:
    development = _led(request, pk, DevelopmentAct.FINISH)
    development_actions.finish(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Utviklingsarbeidet er avsluttet."))
    return redirect(development)


@require_POST
def take_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    development = _led(request, pk, DevelopmentAct.TAKE_UP)
    development_actions.take_up(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Utviklingsarbeidet er i gang igjen."))
    return redirect(development)


def _development(request: Request, pk: uuid.UUID) -> Development:
    return get_object_or_404(development_queries.visible_to(request.actor), pk=pk)


def _led(request: Request, pk: uuid.UUID, act: DevelopmentAct) -> Development:
    development = _development(request, pk)
    if not permissions.leads_development(request.actor, development):
        raise Http404
    if not allows(DEVELOPMENT, DevelopmentState(development.state), act):
        raise TransitionNotAllowed(development.state, act)
    return development


def _writes(request: Request, development: Development) -> bool:
    return permissions.develops(request.actor, development) or permissions.guides(request.actor, development)


def _ahead(request: Request, development: Development) -> Ahead | None:
    """What comes next in the pulje it belongs to, while that is on."""
    joining = development.joining
    if joining is None or joining.left_at or joining.pulje.state != PuljeState.RUNNING:
        return None
    return ahead_in(joining.pulje, at=request.now)


def _page(request: Request, development: Development, wrong: forms.Form | None = None) -> HttpResponse:
    """With a form that has to be mended, when there is one."""
    actor, ongoing = request.actor, development.state == DevelopmentState.ONGOING
    own = permissions.develops(actor, development)
    leads = permissions.leads_development(actor, development)
    results = development_queries.results_for(development, actor) if own and ongoing else []
    made: dict[type[forms.Form], forms.Form] = {type(wrong): wrong} if wrong else {}
    grounds = list(development.grounds.select_related("group__release__survey__stored"))
    seen = development_queries.seen_among([ground.group for ground in grounds], actor)
    context = {
        "development": development,
        "ahead": _ahead(request, development) if ongoing else None,
        "phases": list(enumerate(development.way.phases, 1)),
        "notes": development.notes.select_related("person"),
        "grounds": [(ground, ground.group_id in seen) for ground in grounds],
        "own": own,
        "leads": leads,
        "note_form": (made.get(NoteForm) or NoteForm()) if ongoing and _writes(request, development) else None,
        "move_form": (made.get(MoveForm) or MoveForm(development=development)) if ongoing and leads else None,
        "model_form": (made.get(ModelForm) or ModelForm(development=development, auto_id="modell-%s"))
        if ongoing and leads
        else None,
        "ground_form": GroundForm(groups=results) if results else None,
    }
    return render(request, "development/case.html", context, status=422 if wrong else 200)
