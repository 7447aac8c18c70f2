"""Tiltak being carried out: what there is to start, how each stands, and what was used on what."""

import uuid
from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import rounds_visible_to, visible_round
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.delivery import actions, permissions, pulje_queries, queries
from laget.effect.delivery.forms import DeliveryForm, MaterialForm, SessionForm, SpendingForm
from laget.effect.delivery.models import Delivery, Material, Session, Spending


@require_GET
def overview(request: Request) -> HttpResponse:
    if spreadsheet.wanted(request):
        return _list_of(queries.visible_to(request.actor))
    rounds = rounds_visible_to(request.actor).filter(awards__known_since__isnull=False).distinct()
    context = {"page": page_of(request, queries.visible_to(request.actor)), "rounds": rounds}
    return render(request, "delivery/overview.html", context)


@require_http_methods(["GET", "POST"])
def round(request: Request, pk: int) -> HttpResponse:
    """What of a round is carried out, and what this person has to start."""
    found = visible_round(request.actor, pk)
    waiting = queries.to_start(found, request.actor)
    if request.method == "POST":
        if not waiting:
            raise Http404
        started = actions.start_deliveries(found, actor=request.actor, at=request.now)
        messages.success(
            request, _("%(n)d tiltak er i gang. Det dere søkte om, står der allerede.") % {"n": len(started)}
        )
        return redirect("delivery:round", pk)
    rows = queries.visible_to(request.actor).filter(round=found)
    if spreadsheet.wanted(request):
        return _list_of(rows)
    context = {"round": found, "waiting": waiting, "page": page_of(request, rows)}
    return render(request, "delivery/round.html", context)


def _list_of(deliveries: Iterable[Delivery]) -> HttpResponse:
    headings = [_("Tiltak"), _("Ansvarlig"), _("Nettverk"), _("Runde"), _("Begynner"), _("Ferdig"), _("Status")]
    rows = (
        [d.title, d.party.name, d.network and d.network.name, str(d.round), d.starts, d.ends, d.get_status_display()]
        for d in deliveries
    )
    return spreadsheet.table(_("Gjennomføring"), headings, rows)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How it goes, whom it has reached, what it has cost, and what has changed."""
    delivery = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    return _page(request, delivery)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    delivery = _carried_out(request, pk)
    if not permissions.answers_for(request.actor, delivery):
        raise Http404
    form = DeliveryForm(
        request.POST or None,
        delivery=delivery,
        partners=queries.contributing(delivery),
        puljer=pulje_queries.puljer_of(delivery.county_id),
    )
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            actions.change_delivery(pk, details=form.details(), revision=revision, actor=request.actor, at=request.now)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Lagret."))
            return redirect(delivery)
    context = {"delivery": delivery, "form": form}
    return render(request, "delivery/change.html", context, status=422 if form.errors else 200)


@require_POST
def spend(request: Request, pk: uuid.UUID) -> HttpResponse:
    delivery = _carried_out(request, pk)
    form = SpendingForm(request.POST, years=_spent_by(request, delivery), today=request.today)
    if form.is_valid():
        award, year, day, what, amount = form.line()
        try:
            actions.spend(
                pk, award=award, year=year, day=day, what=what, amount=amount, actor=request.actor, at=request.now
            )
        except NotInOrder as problem:
            form.add_error("amount", str(problem))
        else:
            messages.success(request, _("Utgiften er ført. Den kommer med i rapporten."))
            return redirect(f"{delivery.get_absolute_url()}#penger")
    return _page(request, delivery, spending=form)


@require_POST
def unspend(request: Request, pk: int) -> HttpResponse:
    line = get_object_or_404(Spending.objects.select_related("award"), pk=pk)
    _carried_out(request, line.delivery_id)
    if not permissions.spends(request.actor, line.award):
        raise Http404
    delivery = actions.unspend(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Utgiften er strøket."))
    return redirect(f"{delivery.get_absolute_url()}#penger")


@require_POST
def add_material(request: Request, pk: uuid.UUID) -> HttpResponse:
    delivery = _carried_out(request, pk)
    form = MaterialForm(request.POST)
    if not form.is_valid():
        return _page(request, delivery, material=form)
    given = form.cleaned_data
    actions.add_material(pk, title=given["title"], address=given["address"], actor=request.actor, at=request.now)
    messages.success(request, _("Materiellet er lagt til."))
    return redirect(delivery)


@require_POST
def remove_material(request: Request, pk: int) -> HttpResponse:
    material = get_object_or_404(Material, pk=pk)
    return _taken_out(
        request, material.delivery_id, lambda: actions.remove_material(pk, actor=request.actor, at=request.now)
    )


@require_POST
def tie(request: Request, pk: uuid.UUID) -> HttpResponse:
    delivery = _carried_out(request, pk)
    form = SessionForm(request.POST, events=queries.could_be_tied(delivery, request.actor))
    if not form.is_valid():
        raise Http404
    actions.tie(pk, event=form.cleaned_data["event"].pk, actor=request.actor, at=request.now)
    messages.success(request, _("Arrangementet hører nå til tiltaket. Frammøtet følger med til rapporten."))
    return redirect(delivery)


@require_POST
def untie(request: Request, pk: int) -> HttpResponse:
    session = get_object_or_404(Session, pk=pk)
    return _taken_out(request, session.delivery_id, lambda: actions.untie(pk, actor=request.actor, at=request.now))


def _carried_out(request: Request, pk: uuid.UUID) -> Delivery:
    return get_object_or_404(queries.carried_out_by(request.actor), pk=pk)


def _spent_by(request: Request, delivery: Delivery) -> list[queries.YearOfAward]:
    """The years of awards that this person may write in."""
    return [each for each in queries.money_of(delivery) if permissions.spends(request.actor, each.award)]


def _taken_out(request: Request, delivery: uuid.UUID, act: Callable[[], Delivery]) -> HttpResponse:
    _carried_out(request, delivery)
    messages.success(request, _("Fjernet."))
    return redirect(act())


def _page(
    request: Request,
    delivery: Delivery,
    *,
    spending: SpendingForm | None = None,
    material: MaterialForm | None = None,
) -> HttpResponse:
    """With a form that has to be mended, when there is one."""
    carries_out = queries.carried_out_by(request.actor).filter(pk=delivery.pk).exists()
    money = queries.money_of(delivery)
    mine = [each for each in money if permissions.spends(request.actor, each.award)]
    could_be_tied = queries.could_be_tied(delivery, request.actor) if carries_out else None
    wrong = (spending is not None and spending.errors) or (material is not None and material.errors)
    context = {
        "delivery": delivery,
        "goals": delivery.goals.all(),
        "groups": queries.groups_of(delivery),
        "partners": delivery.partners.order_by("sort_key"),
        "sessions": queries.sessions_of([delivery]),
        "tied": {each.event_id: each.pk for each in delivery.sessions.all()},
        "materials": delivery.materials.all(),
        "money": money,
        "mine": {(each.award.pk, each.year) for each in mine},
        "right": sum(each.right for each in money),
        "spent": sum(each.spent for each in money),
        "carries_out": carries_out,
        "answers_for": permissions.answers_for(request.actor, delivery),
        "spending_form": spending or _new_spending(request, mine),
        "material_form": material or (MaterialForm() if carries_out else None),
        "session_form": SessionForm(events=could_be_tied) if could_be_tied and could_be_tied.exists() else None,
    }
    return render(request, "delivery/case.html", context, status=422 if wrong else 200)


def _new_spending(request: Request, years: list[queries.YearOfAward]) -> SpendingForm | None:
    return SpendingForm(years=years, today=request.today, initial={"day": request.today}) if years else None
