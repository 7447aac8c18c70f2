from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.accounts.queries import counties_visible_to, networks_led_by
from laget.base.cycle import actions, permissions, queries
from laget.base.cycle.problems import CountyFileProblem, RoundProblem
from laget.base.cycle.wheel import wheel_of


@require_GET
def rounds(request: Request) -> HttpResponse:
    """The year: what is due when, for whom, and the rounds so far."""
    counties = counties_visible_to(request.actor)
    year = _year(request)
    years = []
    for county in counties:
        loaded = queries.rule_sets_of(county)
        occasions = queries.occasions(loaded, year)
        wheel = wheel_of(occasions, county=county.slug, year=year, today=request.today)
        may_open = permissions.may_open_round(request.actor, county)
        years.append(
            {
                "county": county,
                "occasions": occasions,
                "wheel": wheel,
                "may_open": may_open,
                "ordninger": queries.ordninger_of(loaded),
            }
        )
    context = {"years": years, "year": year, "rounds": queries.rounds_visible_to(request.actor)}
    return render(request, "cycle/rounds.html", context)


@require_POST
def open_round(request: Request, slug: str) -> HttpResponse:
    county = get_object_or_404(counties_visible_to(request.actor), slug=slug)
    year = request.POST.get("year", "")
    if not permissions.may_open_round(request.actor, county):
        raise Http404
    try:
        opened = actions.open_round(
            county,
            year=int(year) if year.isdecimal() else 0,
            ordning=request.POST.get("ordning", ""),
            actor=request.actor,
            at=request.now,
        )
    except (RoundProblem, CountyFileProblem) as problem:
        messages.error(request, str(problem))
        return redirect("cycle:rounds")
    messages.success(request, _("Runden for %(year)d er åpnet.") % {"year": opened.year})
    return redirect("cycle:round", opened.pk)


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """One budget year: its steps, when they are due, and where each is worked on."""
    found = get_object_or_404(queries.rounds_visible_to(request.actor), pk=pk)
    steps: list[dict[str, Any]] = [
        {"key": key, "rule": found.file.dates[key], "deadline": found.deadline(key)} for key in found.file.steps
    ]
    networks = networks_led_by(request.actor).filter(county=found.county)
    own = [
        {
            "network": network,
            "step": key,
            "rule": found.file.dates[key],
            "deadline": queries.local_deadline(found, key, network),
        }
        for network in networks
        for key in found.file.steps
        if permissions.may_set_local_date(request.actor, found, network, key)
    ]
    coming = next((step for step in steps if step["deadline"].applies >= request.today), None)
    context = {
        "round": found,
        "steps": steps,
        "coming": coming,
        "own": own,
        "may_change_forms": permissions.may_change_forms(request.actor, found),
    }
    return render(request, "cycle/round.html", context)


@require_POST
def set_local_date(request: Request, pk: int, network: str, step: str) -> HttpResponse:
    found = get_object_or_404(queries.rounds_visible_to(request.actor), pk=pk)
    own = get_object_or_404(networks_led_by(request.actor), key=network, county=found.county)
    if not permissions.may_set_local_date(request.actor, found, own, step):
        raise Http404
    day = _day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _not_a_day())
    else:
        actions.set_local_date(found, network=own, step=step, day=day, actor=request.actor, at=request.now)
        messages.success(request, _("Fristen er flyttet. Oppgavene til dem det gjelder, følger med."))
    return redirect("cycle:round", found.pk)


@login_not_required
@require_POST
def demo_day(request: Request) -> HttpResponse:
    """Let the demo be another day. There is no such page outside the demo."""
    if not settings.PICK_PERSON:
        raise Http404
    day = _day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _not_a_day())
    else:
        actions.set_demo_day(day, person=request.user if request.user.is_authenticated else None)
    target = request.POST.get("next", "/")
    return redirect(target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else "/")


def _day(text: str) -> date | None:
    """The day, as a browser sends it or as one writes it, when it is one that a year can be drawn around."""
    try:
        day = DateField(input_formats=["%Y-%m-%d", "%d.%m.%Y"]).clean(text)
    except ValidationError:
        return None
    return day if day.year in _YEARS else None


def _not_a_day() -> str:
    known = {"first": _YEARS[0], "last": _YEARS[-1]}
    return _("Ingenting er endret. Velg en dato i årene %(first)d–%(last)d, for eksempel 1.12.2024.") % known


def _year(request: Request) -> int:
    text = request.GET.get("aar", "")
    return int(text) if text.isdecimal() and int(text) in _YEARS else request.today.year


_YEARS = range(2000, 2101)
