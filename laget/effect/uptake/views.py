"""Hvem har vært gjennom hva: in a unit, with an owner, in a network and in the county."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.uptake import actions, queries
from laget.effect.uptake.counting import K
from laget.effect.uptake.export import sheets
from laget.effect.uptake.forms import TellForm
from laget.need.catalogue.tags import Level


@require_GET
def overview(request: Request) -> HttpResponse:
    return render(request, "uptake/overview.html", {"page": page_of(request, queries.visible_to(request.actor))})


@require_GET
def party(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What a party has been through; an owner's with its units; with `som` in the address, as a file."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    lines, units = queries.lines_of(found), queries.units_of(found, request.actor)
    below = queries.lines_of(*units)
    if spreadsheet.wanted(request):
        name = _("Hvem har vært gjennom hva i %(name)s") % {"name": found.name}
        return spreadsheet.download(name, sheets(lines, below))
    unit = getattr(found, "organisation", None)
    unit = unit if unit and unit.is_virksomhet else None
    context = {
        "party": found,
        "unit": unit,
        "of_state": hasattr(found, "as_county"),
        "lines": lines,
        "levels": [] if unit else [str(level.label) for level in Level],
        "units": units,
        "below": below,
        "k": K,
        "counted_at": queries.last_counted(found.county_id),
        "tells": unit and queries.told_for(request.actor).filter(pk=pk).exists(),
        "told": queries.told_visible_to(request.actor).filter(unit=pk),
        "puljer": queries.puljer_of(pk) if unit else [],
    }
    return render(request, "uptake/party.html", context)


@require_http_methods(["GET", "POST"])
def tell(request: Request, pk: uuid.UUID) -> HttpResponse:
    unit = get_object_or_404(queries.told_for(request.actor), pk=pk)
    assert unit.county_id
    entries = queries.entries_in(unit.county_id)
    initial = {"year": request.today.year, "entry": request.GET.get("tilbud")}
    form = TellForm(request.POST or None, entries=entries, today=request.today, initial=initial)
    if form.is_valid():
        try:
            actions.tell(unit, line=form.line(), actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("year", str(problem))
        else:
            messages.success(request, _("Det er ført. Tallene på siden telles opp på nytt i natt."))
            return redirect("uptake:party", pk)
    context = {"form": form, "unit": unit}
    return render(request, "uptake/tell.html", context, status=422 if form.errors else 200)


@require_POST
def strike(request: Request, pk: int) -> HttpResponse:
    told = get_object_or_404(queries.told_visible_to(request.actor), pk=pk)
    actions.strike(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Linjen er strøket. Tallene på siden telles opp på nytt i natt."))
    return redirect("uptake:party", told.unit_id)
