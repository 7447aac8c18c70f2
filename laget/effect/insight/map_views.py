"""The picture drawn: whom the money goes to, who works with whom, which units are covered, and the whole country."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laget.base.accounts.actor import Actor
from laget.base.accounts.http import Request
from laget.base.accounts.queries import counties_visible_to
from laget.base.ui import spreadsheet
from laget.base.ui.numbers import whole_number
from laget.base.ui.paging import page_of
from laget.effect.insight import need_queries, picture_files
from laget.effect.insight.chain import chain_of_country
from laget.effect.insight.change_queries import shifts_of_country
from laget.effect.insight.coverage_drawing import strips_of
from laget.effect.insight.flow_drawing import flow_of
from laget.effect.insight.map_queries import together_in
from laget.effect.insight.money_queries import streams_of
from laget.effect.insight.nation_queries import counties_in, ordninger_known, sees_all_counties, sums_of, years_known
from laget.effect.insight.network_drawing import web_of
from laget.effect.insight.picture_queries import steers
from laget.effect.insight.picture_views import seen, shared
from laget.effect.insight.steering import as_json, sheets
from laget.effect.insight.steering_queries import steering_of
from laget.effect.insight.tiles import tiles_of
from laget.rules.names import slug


@require_GET
def money(request: Request, pk: UUID) -> HttpResponse:
    """Who has been granted what, in all years."""
    scope, choice = seen(request, pk)
    table = picture_files.received(streams_of(scope, choice))
    if spreadsheet.wanted(request):
        return spreadsheet.download(_("Hvem som fikk hva %(name)s") % {"name": scope.party.name}, [table.sheet])
    context = {**shared(request, scope, choice), "table": table, "flow": flow_of(table.streams)}
    return render(request, "insight/picture/money.html", context)


@require_GET
def together(request: Request, pk: UUID) -> HttpResponse:
    """Owners, networks, and those that the networks have as partners."""
    scope, choice = seen(request, pk)
    found = together_in(scope, choice)
    context = {**shared(request, scope, choice), "together": found, "web": web_of(found)}
    return render(request, "insight/picture/together.html", context)


@require_GET
def coverage(request: Request, pk: UUID) -> HttpResponse:
    """Which units have assessed, and which have been part of something, by sort of owner."""
    scope, choice = seen(request, pk)
    found = need_queries.coverage(scope, choice)
    units = need_queries.units_with_cover(scope, choice)
    cover, owner = request.GET.get("vis", ""), request.GET.get("eier", "")
    if cover in need_queries.COVERS:
        units = need_queries.with_cover(units, cover)
    if owner and owner in need_queries.OWNERSHIP:
        units = units.filter(owner_kind=owner)
    if spreadsheet.wanted(request):
        return spreadsheet.download(
            _("Dekning %(name)s") % {"name": scope.party.name}, picture_files.coverage(found, units)
        )
    context = {
        **shared(request, scope, choice),
        "coverage": found,
        "strips": strips_of(found),
        "covers": need_queries.COVERS,
        "ownership": {each.key: each.name for each in found if each.key},
        "chosen": {"vis": cover if cover in need_queries.COVERS else "", "eier": owner},
        "page": page_of(request, units),
    }
    return render(request, "insight/picture/coverage.html", context)


@require_GET
def steering(request: Request, pk: UUID) -> HttpResponse:
    """For Udir, from Statsforvalteren: a page, a spreadsheet and JSON."""
    county = get_object_or_404(counties_visible_to(request.actor), pk=pk)
    if not steers(request.actor, county.pk):
        raise Http404
    lines, name = steering_of(county), _("Styringsinformasjon %(name)s") % {"name": county.name}
    match request.GET.get("som"):
        case "xlsx":
            return spreadsheet.download(name, sheets(lines))
        case "json":
            headers = {"Content-Disposition": f'attachment; filename="{slug(name)}.json"'}
            content = as_json(county, lines, at=request.now)
            return JsonResponse(content, json_dumps_params={"ensure_ascii": False}, headers=headers)
    return render(request, "insight/picture/steering.html", {"county": county, "lines": lines})


@login_not_required
@require_GET
def nation(request: Request) -> HttpResponse:
    """All counties: what is granted for everyone to see, and for Statsforvalteren what came of it."""
    actor: Actor | None = request.actor if request.user.is_authenticated else None
    whole, years = sees_all_counties(actor), years_known()
    asked = whole_number(request.GET.get("aar", ""))
    come = [each for each in years if each <= request.today.year] or years or [request.today.year]
    year = asked if asked in years else come[0]
    ordninger = ordninger_known()
    ordning = request.GET.get("ordning", "") if request.GET.get("ordning") in ordninger else ""
    counties = counties_in(year, whole=whole, ordning=ordning)
    if spreadsheet.wanted(request):
        return spreadsheet.download(
            _("Fylkene %(year)d") % {"year": year}, [picture_files.nation(counties, whole=whole)]
        )
    shifts = shifts_of_country(year, actor) if whole and actor else []
    context = {
        "year": year,
        "years": years,
        "ordning": ordning,
        "ordninger": ordninger,
        "chain": chain_of_country(sums_of(counties), shifts, whole=whole),
        "shifts": shifts,
        "counties": counties,
        "sums": sums_of(counties),
        "whole": whole,
        "map": tiles_of(counties),
        "opens": actor.county_wide if actor else frozenset(),
        "is_sample": any(each.county.is_sample for each in counties),
    }
    return render(request, "insight/picture/nation.html", context)
