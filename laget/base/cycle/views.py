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
from laget.base.accounts.queries import counties_visible_to, networks_led_by, networks_visible_to
from laget.base.actors.models import County
from laget.base.cycle import actions, permissions, queries
from laget.base.cycle.asked import YEARS, audience_in, year_in
from laget.base.cycle.calendar_queries import entries_in
from laget.base.cycle.problems import CountyFileProblem, RoundProblem
from laget.base.cycle.wheel import wheel_of
from laget.base.cycle.wheels import AUDIENCES, asked_in, for_audience, rows_of
from laget.base.ui.numbers import whole_number
from laget.base.ui.templatetags.ui import day as shown_day


@require_GET
def rounds(request: Request) -> HttpResponse:
    """The year: what is due when, for whom, and the rounds so far."""
    year, audience = year_in(request), audience_in(request)
    years = [_year_of(request, county, year, audience) for county in counties_visible_to(request.actor)]
    context = {
        "years": years,
        "year": year,
        "audience": audience,
        "audiences": AUDIENCES,
        "rounds": queries.rounds_visible_to(request.actor),
        "networks": networks_visible_to(request.actor).filter(pk__in=request.actor.networks).order_by("sort_key"),
    }
    return render(request, "cycle/rounds.html", context)


def _year_of(request: Request, county: County, year: int, audience: str) -> dict[str, Any]:
    loaded = queries.rule_sets_of(county)
    shown = for_audience(queries.occasions(loaded, year), audience)
    asked = asked_in(year, audience)
    entries = [] if audience else entries_in(county, request.actor, first=date(year, 1, 1), last=date(year, 12, 31))
    return {
        "county": county,
        "occasions": shown,
        "rows": rows_of(shown, year, entries=entries, audience=audience),
        "conflicts": [each for each in shown if each.conflicts],
        "wheel": wheel_of(shown, county=county.slug, year=year, today=request.today, nationals=asked),
        "may_open": permissions.may_open_round(request.actor, county),
        "ordninger": queries.ordninger_of(loaded),
    }


@require_POST
def open_round(request: Request, slug: str) -> HttpResponse:
    county = get_object_or_404(counties_visible_to(request.actor), slug=slug)
    if not permissions.may_open_round(request.actor, county):
        raise Http404
    typed = request.POST.get("year", "").strip()
    year = whole_number(typed)
    if year is None:
        messages.error(request, _("«%(typed)s» er ikke et årstall. Skriv for eksempel 2026.") % {"typed": typed[:20]})
        return redirect("cycle:rounds")
    try:
        opened = actions.open_round(
            county,
            year=year,
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
    found = queries.visible_round(request.actor, pk)
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
    found = queries.visible_round(request.actor, pk)
    own = get_object_or_404(networks_led_by(request.actor), key=network, county=found.county)
    if not permissions.may_set_local_date(request.actor, found, own, step):
        raise Http404
    day = _day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _not_a_day())
    else:
        actions.set_local_date(found, network=own, step=step, day=day, actor=request.actor, at=request.now)
        messages.success(
            request, _("Fristen er flyttet. Oppgavene til dem det gjelder, følger med, og de får et varsel.")
        )
        for each in queries.conflicts_in(found, own, step):
            too_early = _("Fristen kommer for tidlig: den bygger på «%(title)s», og kan tidligst være %(day)s.")
            messages.warning(request, too_early % {"title": each.title, "day": shown_day(each.earliest)})
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
    return day if day.year in YEARS else None


def _not_a_day() -> str:
    known = {"first": YEARS[0], "last": YEARS[-1]}
    return _("Ingenting er endret. Velg en dato i årene %(first)d–%(last)d, for eksempel 1.12.2024.") % known
