"""The pages where a kartlegging is planned, and where a plan is changed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laget.base.accounts.http import Request
from laget.base.actors.models import Party
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui.spreadsheet import download
from laget.need.surveys import actions, numbers, permissions, planning, queries
from laget.need.surveys.forms import PlanForm, plan_as_it_is, usual_plan
from laget.need.surveys.library import to_choose_from
from laget.need.surveys.models import StoredInstrument, Survey
from laget.need.surveys.translations import in_full

PLANNED = ("title", "purpose", "opens", "closes", "k", "baseline", "previous")


@require_GET
def choose(request: Request, party: uuid.UUID) -> HttpResponse:
    """What to ask: one instrument, of those that fit someone below the party."""
    asker = _asker(request, party)
    kinds = set(queries.virksomheter_below(asker, day=request.today).values_list("kind", flat=True))
    found = [stored for stored in to_choose_from(asker) if _fits(stored, kinds)]
    shown = [(stored, in_full(stored.instrument)) for stored in found]
    return render(request, "surveys/choose.html", {"asker": asker, "instruments": shown})


@require_http_methods(["GET", "POST"])
def plan(request: Request, party: uuid.UUID, stored: int) -> HttpResponse:
    asker = _asker(request, party)
    found = _instrument(asker, stored)
    form = _plan_form(request, asker, found)
    if _is_to_be_saved(request, form):
        planned = _plan(request, asker, found, form)
        if planned:
            messages.success(request, _("Kartleggingen er planlagt. Den åpner av seg selv på dagen du valgte."))
            return redirect(planned)
    return _page(request, asker, form)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A plan may be changed until it opens. Afterwards one is sent to the survey as it is."""
    survey = get_object_or_404(queries.visible_to(request.actor).select_related("previous"), pk=pk)
    if not permissions.runs(request.actor, survey):
        raise Http404
    if not permissions.can_change(request.actor, survey):
        messages.info(request, _("Kartleggingen har åpnet, så planen kan ikke endres."))
        return redirect(survey)
    form = _plan_form(request, survey.party, survey.stored, survey)
    if _is_to_be_saved(request, form) and _change(request, survey, form):
        messages.success(request, _("Planen er endret."))
        return redirect(survey)
    return _page(request, survey.party, form, survey)


@require_GET
def spreadsheet(request: Request, party: uuid.UUID, stored: int) -> HttpResponse:
    """The units with what is known of how many they are, to fill in and read in again."""
    asker = _asker(request, party)
    found = _instrument(asker, stored)
    form = _plan_form(request, asker, found)
    return download(_("antall som skal svare"), [numbers.sheet(form.numbers, form.units, form.layers)])


def _asker(request: Request, party: uuid.UUID) -> Party:
    if not permissions.may_ask_for(request.actor, party):
        raise Http404
    return get_object_or_404(Party, pk=party)


def _instrument(asker: Party, pk: int) -> StoredInstrument:
    return get_object_or_404(to_choose_from(asker), pk=pk)


def _fits(stored: StoredInstrument, kinds: set[str]) -> bool:
    return not stored.instrument.kinds or bool(kinds & set(stored.instrument.kinds))


def _page(request: Request, asker: Party, form: PlanForm, survey: Survey | None = None) -> HttpResponse:
    context = {"asker": asker, "instrument": form.instrument, "form": form, "survey": survey}
    return render(request, "surveys/plan.html", context, status=422 if form.errors else 200)


def _plan_form(request: Request, asker: Party, stored: StoredInstrument, survey: Survey | None = None) -> PlanForm:
    """Filled in as most would have it, or as the survey is planned already."""
    below = queries.virksomheter_below(asker, day=request.today)
    units = below.filter(kind__in=stored.instrument.kinds) if stored.instrument.kinds else below
    invited = dict(survey.units.values_list("party", "invited")) if survey else queries.last_invited(units)
    return PlanForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=plan_as_it_is(survey) if survey else usual_plan(stored, day=request.today),
        stored=stored,
        asker=asker,
        units=list(units),
        usual=numbers.last_time(invited, numbers.layers_asked(stored.instrument)),
        wide=queries.asks_the_county(asker),
        changing=survey.pk if survey else None,
    )


def _is_to_be_saved(request: Request, form: PlanForm) -> bool:
    """Not when numbers have just been read out of a file: they are looked over first."""
    return request.method == "POST" and form.is_valid() and not form.has_read_file


def _plan(request: Request, asker: Party, stored: StoredInstrument, form: PlanForm) -> Survey | None:
    """None when it can't be planned so; then the form says why."""
    try:
        return actions.plan_survey(
            asker.pk, county=asker.county_id, stored=stored, actor=request.actor, at=request.now, **_planned(form)
        )
    except actions.NotPlanned as problem:
        form.add_error(None, str(problem))
        return None


def _change(request: Request, survey: Survey, form: PlanForm) -> bool:
    revision = form.cleaned_data["revision"]
    try:
        planning.change_survey(survey.pk, revision=revision, actor=request.actor, at=request.now, **_planned(form))
    except (actions.NotPlanned, ChangedMeanwhile) as problem:
        form.add_error(None, str(problem))
    return not form.errors


def _planned(form: PlanForm) -> dict[str, Any]:
    fields = {name: form.cleaned_data[name] for name in PLANNED}
    return fields | {"local_items": form.local_items(), "asked": form.asked()}
