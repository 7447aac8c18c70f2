import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.actors.models import Party
from laget.base.ui.paging import page_of
from laget.base.ui.spreadsheet import download
from laget.need.surveys import actions, handing_out, numbers, permissions, queries
from laget.need.surveys.following import rate_of, rate_of_all, steps_of
from laget.need.surveys.forms import AddressForm, PlanForm, usual_plan
from laget.need.surveys.instrument_file import layer_name
from laget.need.surveys.library import to_choose_from
from laget.need.surveys.models import StoredInstrument, Survey, SurveyUnit
from laget.need.surveys.respondents import layers_of
from laget.need.surveys.slips import link_of, slips_of
from laget.need.surveys.states import State
from laget.need.surveys.translations import in_full


@require_GET
def surveys(request: Request) -> HttpResponse:
    context = {
        "page": page_of(request, queries.visible_to(request.actor)),
        "askers": [h for h in request.actor.holdings if permissions.may_ask_for(request.actor, h.party)],
    }
    return render(request, "surveys/surveys.html", context)


# -- Planning -----------------------------------------------------------------------------------------


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
    if request.method == "POST" and form.is_valid() and not form.has_read_file:
        planned = _plan(request, asker, found, form)
        if planned:
            messages.success(request, _("Kartleggingen er planlagt. Den åpner av seg selv på dagen du valgte."))
            return redirect(planned)
    context = {"asker": asker, "instrument": found.instrument, "form": form}
    return render(request, "surveys/plan.html", context, status=422 if form.errors else 200)


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


def _plan_form(request: Request, asker: Party, stored: StoredInstrument) -> PlanForm:
    below = queries.virksomheter_below(asker, day=request.today)
    units = below.filter(kind__in=stored.instrument.kinds) if stored.instrument.kinds else below
    return PlanForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=usual_plan(stored, day=request.today),
        stored=stored,
        asker=asker,
        units=list(units),
        usual=numbers.last_time(queries.last_invited(units), numbers.layers_asked(stored.instrument)),
        wide=queries.asks_the_county(asker),
    )


def _plan(request: Request, asker: Party, stored: StoredInstrument, form: PlanForm) -> Survey | None:
    """None when it can't be planned so; then the form says why."""
    names = ("title", "purpose", "opens", "closes", "k", "baseline", "previous")
    try:
        return actions.plan_survey(
            asker.pk,
            county=asker.county_id,
            stored=stored,
            local_items=form.local_items(),
            asked=form.asked(),
            actor=request.actor,
            at=request.now,
            **{name: form.cleaned_data[name] for name in names},
        )
    except actions.NotPlanned as problem:
        form.add_error(None, str(problem))
        return None


# -- Following ----------------------------------------------------------------------------------------


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    survey, actor = _survey(request, pk), request.actor
    units = queries.units_visible_to(actor).filter(survey=survey).select_related("party").order_by("party__sort_key")
    search = request.GET.get("sok", "").strip()
    page = page_of(request, units.filter(party__name__icontains=search) if search else units)
    context = {
        "survey": survey,
        "steps": steps_of(survey),
        "rate": rate_of_all(units, k=survey.k),
        "rows": [(unit, rate_of([unit], k=survey.k)) for unit in page],
        "page": page,
        "search": search,
        "mine": queries.units_led_by(actor).filter(survey=survey).select_related("party"),
        "runs": permissions.runs(actor, survey),
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
    actions.withdraw_survey(survey.pk, actor=request.actor, at=request.now)
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
    if not permissions.can_remind(request.actor, survey, day=request.today):
        messages.info(request, _("Det er alt sendt en påminnelse i dag, eller kartleggingen er ikke åpen."))
        return redirect(survey)
    handing_out.remind(survey, actor=request.actor, at=request.now)
    messages.success(request, _("Påminnelsen er på vei til lederne, og til dem som har fått kode på e-post."))
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


def _unit(request: Request, pk: uuid.UUID, unit: int) -> SurveyUnit:
    """A unit whose codes this person hands out."""
    along = ("survey__stored", "survey__party", "survey__county", "party")
    found = get_object_or_404(queries.units_visible_to(request.actor).select_related(*along), survey=pk, pk=unit)
    if not permissions.hands_out_codes(request.actor, found):
        raise Http404
    return found


def _unit_page(request: Request, unit: SurveyUnit, *, form: AddressForm | None) -> HttpResponse:
    form = form or _address_form(request, unit)
    context = {
        "survey": unit.survey,
        "unit": unit,
        "rate": rate_of([unit], k=unit.survey.k),
        "form": form,
        "mailed": unit.codes.exclude(email="").count(),
        "link": link_of(unit) if unit.open_link else None,
    }
    return render(request, "surveys/unit.html", context, status=422 if form.errors else 200)


def _address_form(request: Request, unit: SurveyUnit) -> AddressForm:
    layers = [(layer.value, layer_name(layer)) for layer in layers_of(unit)]
    return AddressForm(request.POST if request.method == "POST" else None, layers=layers)
