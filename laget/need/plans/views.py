from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.cycle.queries import rounds_visible_to, visible_round
from laget.base.questions.answers import layout_of
from laget.base.questions.display import differences
from laget.base.questions.forms import seen_revision
from laget.base.questions.pages import case_page, check_page, returned
from laget.base.questions.permissions import writes
from laget.base.questions.queries import open_document, visible_document
from laget.base.questions.states import Act
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.need.plans import actions, queries
from laget.need.plans.forms import AdoptForm, BeginForm
from laget.need.plans.models import Plan
from laget.need.plans.pages import drawn_of
from laget.need.plans.permissions import answers_to_everyone, can, follows_risks, leads
from laget.need.plans.steering_queries import last_years_plan


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    plans = queries.listed(request.actor, found)
    if spreadsheet.wanted(request):
        headings = [_("Hvem"), _("Plan"), _("Nettverk"), _("Status"), _("Status siden")]
        return spreadsheet.table(_("Planer"), headings, map(_row, plans))
    context = {
        "round": found,
        "page": page_of(request, plans),
        "beginnings": queries.beginnings(request.actor, found),
        "follows_risks": follows_risks(request.actor, found),
        "others": rounds_visible_to(request.actor)
        .filter(county=found.county_id)
        .exclude(pk=pk)
        .order_by("-year", "pk"),
    }
    return render(request, "plans/round.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: int, party: UUID, form: str) -> HttpResponse:
    found = visible_round(request.actor, pk)
    beginning = queries.beginning(request.actor, found, party=party, form=form)
    if beginning is None:
        raise Http404
    partners = queries.writing_partners(beginning.party, found, day=request.today)
    asked = BeginForm(request.POST if request.method == "POST" else None, partners=partners)
    if asked.is_valid():
        try:
            plan = actions.begin_plan(
                found, party=party, form=form, partners=asked.chosen(), actor=request.actor, at=request.now
            )
        except NotInOrder as problem:
            messages.error(request, str(problem))
            return redirect("plan:round", pk)
        messages.success(request, _("Planen er opprettet. Den lagres mens dere skriver."))
        return redirect(plan)
    context = {
        "round": found,
        "beginning": beginning,
        "form": asked,
        "rolled": queries.last_years(found, party, form),
    }
    return render(request, "plans/begin.html", context, status=422 if asked.errors else 200)


@require_GET
def case(request: Request, pk: UUID) -> HttpResponse:
    return _case(request, pk)


@require_GET
def check(request: Request, pk: UUID) -> HttpResponse:
    plan = visible_document(request.actor, Plan, pk)
    if not can(request.actor, plan, Act.PROPOSE):
        return redirect(plan)
    return check_page(
        request,
        plan,
        submit=reverse("plan:propose", args=[pk]),
        heading=_("Se over før du legger fram"),
        button=_("Legg fram til vedtak"),
        tells=_(
            "Når du legger den fram, kan ingen skrive i den. Før inn vedtaket når den er vedtatt: da kan alle i "
            "%(where)s lese den. Blir den ikke vedtatt som den er, tar du den tilbake."
        )
        % {"where": _("nettverket") if plan.network_id else _("fylket")},
    )


@require_POST
def propose(request: Request, pk: UUID) -> HttpResponse:
    actions.propose_plan(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Planen er lagt fram. Før inn vedtaket når det er fattet."))
    return redirect("plan:case", pk)


@require_POST
def adopt(request: Request, pk: UUID) -> HttpResponse:
    plan = visible_document(request.actor, Plan, pk)
    form = AdoptForm(request.POST, today=request.today, may_be_public=answers_to_everyone(plan.party))
    if not form.is_valid():
        return _case(request, pk, form)
    actions.adopt_plan(pk, **form.cleaned_data, actor=request.actor, at=request.now)
    messages.success(request, _("Planen er vedtatt."))
    return redirect("plan:case", pk)


@require_POST
def show(request: Request, pk: UUID) -> HttpResponse:
    """To everyone, or no longer."""
    public = request.POST.get("public") == "yes"
    shown = _("Nå kan alle lese planen. Se over at den ikke nevner noen ved navn.")
    attempt(
        request,
        shown if public else _("Planen er tatt bort fra de åpne sidene."),
        lambda: actions.show_plan(pk, public=public, actor=request.actor, at=request.now),
    )
    return redirect("plan:case", pk)


@require_POST
def send_back(request: Request, pk: UUID) -> HttpResponse:
    plan = visible_document(request.actor, Plan, pk)
    return returned(request, plan, actions.return_plan, says=_("Planen kan skrives i igjen."))


@require_POST
def revise(request: Request, pk: UUID) -> HttpResponse:
    actions.revise_plan(pk, actor=request.actor, at=request.now)
    messages.success(
        request, _("Dere kan skrive den neste versjonen. Den som er vedtatt, gjelder til den neste er det.")
    )
    return redirect("plan:case", pk)


@require_POST
def set_aside(request: Request, pk: UUID) -> HttpResponse:
    actions.set_aside_plan(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Planen er lagt bort. Det som er skrevet, er tatt vare på."))
    return redirect("plan:case", pk)


@require_POST
def take_up(request: Request, pk: UUID) -> HttpResponse:
    actions.take_up_plan(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Nå kan dere skrive videre på planen."))
    return redirect("plan:case", pk)


@require_GET
def compare(request: Request, pk: UUID) -> HttpResponse:
    """What differs from last year's."""
    plan = open_document(request.actor, Plan, pk)
    before = plan.rolled_from
    if before is None:
        raise Http404
    found = differences(layout_of(plan), before.content["answers"], plan.answers)
    return render(request, "plans/compare.html", {"document": plan, "before": before, "differences": found})


def _row(plan: Plan) -> list[Any]:
    """A plan in the list of them, as the spreadsheet has it."""
    network = plan.network.name if plan.network else ""
    return [plan.subject.name, plan.form.title, network, plan.get_state_display(), plan.state_since]


def _case(request: Request, pk: UUID, form: AdoptForm | None = None) -> HttpResponse:
    plan = open_document(request.actor, Plan, pk)
    may_be_public = answers_to_everyone(plan.party)
    form = form or AdoptForm(today=request.today, may_be_public=may_be_public)
    response = case_page(
        request,
        "plans/case.html",
        plan,
        can_propose=can(request.actor, plan, Act.PROPOSE),
        can_decide=can(request.actor, plan, Act.ADOPT),
        can_revise=can(request.actor, plan, Act.REVISE),
        can_set_aside=can(request.actor, plan, Act.SET_ASIDE),
        can_take_up=can(request.actor, plan, Act.TAKE_UP),
        is_writer=writes(request.actor, plan),
        can_show=may_be_public and leads(request.actor, plan.party_id),
        is_public=queries.public_versions().filter(document=pk).exists(),
        last_year=last_years_plan(plan),
        adoptions=queries.adoptions_of(plan),
        form=form,
        **drawn_of(plan, today=request.today),
    )
    response.status_code = 422 if form.errors else 200
    return response
