import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.accounts.roles import Role
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.need.surveys import actions, handing_out, permissions, queries
from laget.need.surveys.following import rate_of, rate_of_all, steps_of, too_few_asked
from laget.need.surveys.forms import AddressForm, MoreCodesForm
from laget.need.surveys.instrument_file import Layer, layer_name
from laget.need.surveys.models import Survey, SurveyUnit
from laget.need.surveys.respondents import layers_of
from laget.need.surveys.slips import link_of, slips_of
from laget.need.surveys.states import State


@require_GET
def surveys(request: Request) -> HttpResponse:
    found = queries.visible_to(request.actor)
    if spreadsheet.wanted(request):
        headings = [_("Kartlegging"), _("Hvem som spør"), _("Åpner"), _("Stenger"), _("Status")]
        rows = ([each.title, each.party.name, each.opens, each.closes, each.get_state_display()] for each in found)
        return spreadsheet.table(_("Kartlegginger"), headings, rows)
    context = {
        "page": page_of(request, found),
        "askers": [h for h in request.actor.holdings if permissions.may_ask_for(request.actor, h.party)],
        "takes_in": request.actor.holds_anywhere(Role.ADMINISTRATOR),
    }
    return render(request, "surveys/surveys.html", context)


# -- Following ----------------------------------------------------------------------------------------


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    survey, actor = _survey(request, pk), request.actor
    units = queries.units_visible_to(actor).filter(survey=survey).select_related("party").order_by("party__sort_key")
    search = request.GET.get("sok", "").strip()
    page = page_of(request, units.filter(party__name__icontains=search) if search else units)
    rate = rate_of_all(units, k=survey.k)
    runs = permissions.runs(actor, survey)
    early = survey.state in (State.PLANNED, State.OPEN)
    context = {
        "survey": survey,
        "steps": steps_of(survey),
        "rate": rate,
        "too_few": too_few_asked(survey, rate.invited) if runs and early else "",
        "rows": [(unit, rate_of([unit], k=survey.k)) for unit in page],
        "page": page,
        "search": search,
        "mine": queries.units_led_by(actor).filter(survey=survey).select_related("party"),
        "runs": runs,
        "can_change": permissions.can_change(actor, survey),
        "can_open": permissions.can_open(actor, survey),
        "can_close": permissions.can_close(actor, survey),
        "can_remind": permissions.can_remind(actor, survey, day=request.today),
    }
    return render(request, "surveys/case.html", context)


@require_POST
def open_now(request: Request, pk: uuid.UUID) -> HttpResponse:
    survey = _run(request, pk)
    actions.open_early(survey, actor=request.actor, at=request.now)
    messages.success(request, _("Kartleggingen er åpen. Lederne har fått oppgaven med å dele ut kodene."))
    return redirect(survey)


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    survey = _run(request, pk)
    try:
        actions.withdraw_survey(survey.pk, actor=request.actor, at=request.now)
    except actions.NotPlanned as problem:
        messages.error(request, str(problem))
        return redirect(survey)
    messages.success(request, _("«%(title)s» er trukket tilbake.") % {"title": survey.title})
    return redirect("survey:surveys")


@require_POST
def close_now(request: Request, pk: uuid.UUID) -> HttpResponse:
    survey = _run(request, pk)
    actions.close_early(survey, actor=request.actor, at=request.now)
    messages.success(request, _("Kartleggingen er stengt. Svarene telles opp om få minutter."))
    return redirect(survey)


@require_POST
def remind(request: Request, pk: uuid.UUID) -> HttpResponse:
    survey = _run(request, pk)
    try:
        reminded = handing_out.remind(survey, actor=request.actor, at=request.now)
    except actions.NotOpen:
        reminded = False
    if reminded:
        messages.success(request, _("Påminnelsen er på vei til lederne, og til dem som har fått kode på e-post."))
    else:
        messages.info(request, _("Det er allerede sendt en påminnelse i dag, eller kartleggingen er ikke åpen."))
    return redirect(survey)


def _survey(request: Request, pk: uuid.UUID) -> Survey:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _run(request: Request, pk: uuid.UUID) -> Survey:
    survey = _survey(request, pk)
    if not permissions.runs(request.actor, survey):
        raise Http404
    return survey


# -- The unit's leader --------------------------------------------------------------------------------


@require_GET
def unit(request: Request, pk: uuid.UUID, unit: int) -> HttpResponse:
    return _unit_page(request, _unit(request, pk, unit), form=None)


@require_GET
def slips(request: Request, pk: uuid.UUID, unit: int) -> HttpResponse:
    """A code for each person, to print and cut."""
    found = _unit(request, pk, unit)
    if found.survey.state != State.OPEN or found.open_link:
        return redirect("survey:unit", pk, unit)
    return render(request, "surveys/slips.html", {"unit": found, "slips": slips_of(found)})


@require_POST
def handed_out(request: Request, pk: uuid.UUID, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    handing_out.hand_out(found, actor=request.actor, at=request.now)
    messages.success(request, _("Fint. Oppgaven er gjort."))
    return redirect(found.survey)


@require_POST
def addresses(request: Request, pk: uuid.UUID, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    form = _address_form(request, found)
    if not form.is_valid():
        return _unit_page(request, found, form=form)
    typed = form.cleaned_data
    try:
        number = handing_out.enter_addresses(
            found, layer=typed["layer"], emails=typed["emails"], actor=request.actor, at=request.now
        )
    except handing_out.NotEnoughCodes as problem:
        form.add_error("emails", str(problem))
        return _unit_page(request, found, form=form)
    except actions.NotOpen:
        messages.info(request, _("Kartleggingen er ikke åpen, så det er ingen koder å sende."))
        return redirect("survey:unit", pk, unit)
    sent = ngettext("%(n)d kode er på vei.", "%(n)d koder er på vei.", number) % {"n": number}
    messages.success(request, sent)
    return redirect("survey:unit", pk, unit)


@require_POST
def more_codes(request: Request, pk: uuid.UUID, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    form = MoreCodesForm(request.POST, layers=_layers(found))
    if not form.is_valid():
        return _unit_page(request, found, form=None, more=form)
    layer, number = Layer(form.cleaned_data["more_layer"]), form.cleaned_data["number"]
    try:
        handing_out.make_more_codes(found, layer=layer, number=number, actor=request.actor, at=request.now)
    except actions.NotOpen:
        messages.info(request, _("Kartleggingen tar ikke imot flere koder nå."))
        return redirect("survey:unit", pk, unit)
    made = ngettext(
        "%(n)d ny kode er laget. Den ligger sist blant lappene til %(layer)s.",
        "%(n)d nye koder er laget. De ligger sist blant lappene til %(layer)s.",
        number,
    )
    messages.success(request, made % {"n": number, "layer": layer_name(layer).lower()})
    return redirect("survey:unit", pk, unit)


def _unit(request: Request, pk: uuid.UUID, unit: int) -> SurveyUnit:
    """A unit whose codes this person hands out."""
    along = ("survey__stored", "survey__party", "survey__county", "party")
    found = get_object_or_404(queries.units_visible_to(request.actor).select_related(*along), survey=pk, pk=unit)
    if not permissions.hands_out_codes(request.actor, found):
        raise Http404
    return found


def _unit_page(
    request: Request, unit: SurveyUnit, *, form: AddressForm | None, more: MoreCodesForm | None = None
) -> HttpResponse:
    form = form or (AddressForm(layers=_layers(unit)) if more else _address_form(request, unit))
    more = more or MoreCodesForm(layers=_layers(unit))
    context = {
        "survey": unit.survey,
        "unit": unit,
        "rate": rate_of([unit], k=unit.survey.k),
        "form": form,
        "more": more,
        "mailed": unit.codes.exclude(email="").count(),
        "link": link_of(unit) if unit.open_link else None,
    }
    return render(request, "surveys/unit.html", context, status=422 if form.errors or more.errors else 200)


def _address_form(request: Request, unit: SurveyUnit) -> AddressForm:
    return AddressForm(request.POST if request.method == "POST" else None, layers=_layers(unit))


def _layers(unit: SurveyUnit) -> list[tuple[str, str]]:
    return [(layer.value, layer_name(layer)) for layer in layers_of(unit)]
