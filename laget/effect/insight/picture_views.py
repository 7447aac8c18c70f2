"""Helhetsbildet: need, tiltak, money, people and change of a party, and the rows under each figure."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.actors.models import PARTNERS
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.insight import change_queries, money_queries, need_queries, reach_queries
from laget.effect.insight import picture_queries as queries
from laget.effect.insight.bar_drawing import bars_of
from laget.effect.insight.below_queries import below
from laget.effect.insight.chain import chain_of
from laget.effect.insight.nation_queries import sees_all_counties
from laget.effect.insight.picture_queries import Choice, Scope, choose
from laget.effect.insight.under_queries import under as rows_under
from laget.effect.uptake.counting import K


@require_GET
def overview(request: Request) -> HttpResponse:
    """The pictures that this person may see, the widest first."""
    found = queries.visible_to(request.actor)
    partners = found.filter(organisation__kind__in=PARTNERS)
    context = {
        "widest": [*found.exclude(as_county=None), *partners, *found.exclude(network=None)],
        "page": page_of(request, found.exclude(organisation=None).exclude(organisation__kind__in=PARTNERS)),
    }
    return render(request, "insight/picture/overview.html", context)


@require_GET
def party(request: Request, pk: UUID) -> HttpResponse:
    scope, choice = seen(request, pk)
    money = money_queries.money_of(scope.awards, choice)
    this_year = money.get(choice.year, money_queries.Money())
    sent = need_queries.many_sent(scope, choice)
    attended = reach_queries.attended_by(scope, choice)
    shifts = change_queries.shifts_of(scope, choice, request.actor)
    context = {
        **shared(request, scope, choice),
        "chain": chain_of(scope, sent=sent, money=this_year, attended=attended, shifts=shifts),
        "money": this_year,
        "years": money,
        "bars": bars_of(money),
        "attended": attended,
        "shifts": shifts,
        "told": change_queries.told_of(scope, choice, request.actor),
        "below": below(scope, choice, request.actor),
        "sees_nation": sees_all_counties(request.actor),
        "k": K,
    }
    return render(request, "insight/picture/party.html", context)


@require_GET
def under(request: Request, pk: UUID, figure: str) -> HttpResponse:
    """The rows that a figure is the number or the sum of; with `som` in the address, all of them as a file."""
    scope, choice = seen(request, pk)
    try:
        found = rows_under(figure, scope, choice, request.actor, recipient=_uuid(request.GET.get("mottaker", "")))
    except KeyError:
        raise Http404 from None
    if spreadsheet.wanted(request):
        table = [[row.name, *row.cells] for row in found.rows_of(list(found.found))]
        name = f"{scope.party.name} {choice.year} {found.title}"
        return spreadsheet.download(
            name, [spreadsheet.Sheet(str(found.title), [str(each) for each in found.headings], table)]
        )
    page = page_of(request, found.found)
    rows = found.rows_of(list(page.object_list))
    context = {**shared(request, scope, choice), "under": found, "page": page, "rows": rows}
    return render(request, "insight/picture/under.html", context)


def seen(request: Request, pk: UUID) -> tuple[Scope, Choice]:
    """A picture that this person may see, and what of it the address asks for."""
    party = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    scope = Scope.of(party, day=request.today, county=request.GET.get("fylke", ""))
    asked = {name: request.GET.get(key, "") for name, key in (("year", "aar"), ("ordning", "ordning"))}
    return scope, choose(scope.county, **asked, day=request.today, slug=scope.slug)


def shared(request: Request, scope: Scope, choice: Choice) -> dict[str, object]:
    """What every page about a picture shows."""
    return {
        "scope": scope,
        "choice": choice,
        "steers": scope.span is queries.Span.COUNTY and queries.steers(request.actor, scope.party.pk),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
