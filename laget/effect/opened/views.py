"""Pages that anyone may read, link to and print: what was given, to whom, for what, and why."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.actors.models import County
from laget.base.cycle.queries import occasions, rule_sets_of
from laget.base.cycle.wheel import wheel_of
from laget.base.cycle.wheels import asked_in, rows_of
from laget.base.ui.paging import page_of
from laget.effect.opened import queries
from laget.effect.opened.forms import NarrowingForm
from laget.effect.opened.queries import Granted


@login_not_required
@require_GET
def awards(request: Request) -> HttpResponse:
    """Everything that has been granted, by county, year and some of a name."""
    form = NarrowingForm(request.GET)
    form.is_valid()
    asked = {"county": "", "year": None, "words": ""}
    asked |= {"county": form.cleaned_data.get("fylke") or "", "year": form.cleaned_data.get("aar")}
    words = asked["words"] = form.cleaned_data.get("sok") or ""
    found = queries.narrowed(queries.open_amounts(), **asked)  # type: ignore[arg-type]
    page = page_of(request, found.values_list(*queries.COLUMNS))
    context = {
        "page": page,
        "awards": [Granted(*row) for row in page.object_list],
        "total": queries.sum_of(found),
        "parties": queries.parties_named(words) if words else [],
        "counties": County.objects.all(),
        "years": queries.years(),
        "asked": asked,
        "wrong": bool(form.errors),
    }
    return render(request, "opened/awards.html", context, status=422 if form.errors else 200)


@login_not_required
@require_GET
def award(request: Request, pk: UUID) -> HttpResponse:
    """One award: the amount, why it was given, the tiltak, and the need as far as that is everyone's."""
    years = queries.rows_of(queries.open_amounts().filter(award=pk))
    if not years:
        raise Http404
    one = years[0]
    context = {
        "award": one,
        "years": sorted(years, key=lambda each: each.year),
        "total": _sum(years),
        "grounds": queries.grounds_of(pk),
        "needs": queries.needs_of([one.tiltak])[one.tiltak] if one.tiltak else [],
    }
    return render(request, "opened/award.html", context)


@login_not_required
@require_GET
def party(request: Request, pk: UUID) -> HttpResponse:
    """What someone has received, and what has been given for tiltak that answer what they need."""
    found = get_object_or_404(queries.open_parties(), pk=pk)
    given, answering = queries.given_to(found), queries.answering(found)
    context = {
        "party": found,
        "given": given,
        "total": _sum(given),
        "answering": answering,
        "answering_total": _sum(answering),
        "plans": queries.public_plans().filter(version__document__subject=pk),
    }
    return render(request, "opened/party.html", context)


@login_not_required
@require_GET
def tiltak(request: Request, pk: UUID) -> HttpResponse:
    """One tiltak: what, who, and whose need it answers."""
    found = get_object_or_404(
        queries.open_tiltak().select_related("network", "applicant", "county", "round__rule_set__stored"), pk=pk
    )
    labels = queries.target_group_labels(found.round)
    given = queries.rows_of(queries.open_amounts().filter(award__tiltak=pk))
    context = {
        "tiltak": found,
        "target_groups": [labels.get(each, each) for each in found.target_groups],
        "partners": queries.partners_of([pk])[pk],
        "needs": queries.needs_of([pk])[pk],
        "given": given,
        "total": _sum(given),
    }
    return render(request, "opened/tiltak.html", context)


@login_not_required
@require_GET
def year(request: Request, slug: str) -> HttpResponse:
    """The county's year wheel by itself, to print and hang up."""
    county, this_year = get_object_or_404(County, slug=slug), request.today.year
    dates = occasions(rule_sets_of(county), this_year)
    wheel = wheel_of(dates, county=slug, year=this_year, today=request.today, nationals=asked_in(this_year))
    context = {"county": county, "wheel": wheel, "rows": rows_of(dates, this_year)}
    return render(request, "opened/year.html", context)


@login_not_required
@require_GET
def plans(request: Request) -> HttpResponse:
    """The plans that have been adopted: whose, by whom, and where the decision stands."""
    return render(request, "opened/plans.html", {"page": page_of(request, queries.open_plans())})


@login_not_required
@require_GET
def plan(request: Request, pk: UUID) -> HttpResponse:
    """What a plan says, where it is adopted as public."""
    adoption = get_object_or_404(queries.public_plans(), version__document=pk)
    context = {"adoption": adoption, "plan": adoption.version.document, "blocks": queries.said_in(adoption.version)}
    return render(request, "opened/plan.html", context)


def _sum(found: Sequence[Granted]) -> int:
    return sum(each.amount for each in found)
