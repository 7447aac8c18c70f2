from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.cycle.queries import occasions, rule_sets_of, tasks_shown
from laget.base.cycle.wheel import wheel_of
from laget.base.cycle.wheels import asked_in, rows_of
from laget.base.questions.queries import LATEST, cases_of, latest_cases_of
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.base.ui.terms import TERMS
from laget.effect.insight import queries
from laget.effect.insight.awaited import awaited_lines
from laget.effect.insight.desk import desks_of
from laget.effect.insight.guides import GUIDES
from laget.rules.names import sort_key


@login_not_required
@require_GET
def front(request: Request) -> HttpResponse:
    """The county's page when there is one county, else a choice between them."""
    counties = list(County.objects.all())
    if len(counties) == 1:
        return _county_page(request, counties[0])
    return render(request, "insight/counties.html", {"counties": counties})


@login_not_required
@require_GET
def county(request: Request, slug: str) -> HttpResponse:
    return _county_page(request, get_object_or_404(County, slug=slug))


@require_GET
def tasks(request: Request) -> HttpResponse:
    """What is due, soonest first, and what others are to send."""
    if not request.actor.holdings:
        return render(request, "insight/no_role.html")
    party = request.GET.get("for", "")
    parties = {str(holding.party): holding.party_name for holding in request.actor.holdings}
    context = {
        "page": page_of(request, tasks_shown(request.actor, party=UUID(party) if party in parties else None)),
        "awaited": awaited_lines(request.actor),
        "cases": latest_cases_of(request.actor),
        "shown": LATEST,
        "parties": parties if len(parties) > 1 else {},
        "chosen": party,
        "administers": request.actor.holds_anywhere(Role.ADMINISTRATOR),
        "desks": desks_of(request.actor),
        "hears_children": request.actor.holds_anywhere(Role.UNIT_LEADER, Role.UNIT_STAFF, Role.OWNER),
    }
    return render(request, "insight/tasks.html", context)


@require_GET
def cases(request: Request) -> HttpResponse:
    """Every case that concerns those this person acts for, newest first."""
    found = cases_of(request.actor)
    if spreadsheet.wanted(request):
        headings = [_("Sak"), _("Gjelder"), _("År"), _("Status"), _("Fra")]
        rows = ([d.form.title, d.subject.name, d.round.year, d.get_state_display(), d.state_since] for d in found)
        return spreadsheet.table(_("Alle sakene"), headings, rows, plain=[2])
    return render(request, "insight/cases.html", {"page": page_of(request, found)})


@require_GET
def follow(request: Request, pk: int) -> HttpResponse:
    """One amount, back to the need it answers and forward to what it became."""
    granted = get_object_or_404(queries.amounts_visible_to(request.actor), pk=pk)
    return render(request, "insight/follow.html", {"trail": queries.follow(granted, request.actor)})


@login_not_required
@require_GET
def help(request: Request) -> HttpResponse:
    return render(request, "insight/help.html", {"guides": GUIDES})


@login_not_required
@require_GET
def guide(request: Request, slug: str) -> HttpResponse:
    """What one role does, when and how."""
    if slug not in GUIDES:
        raise Http404
    return render(request, f"insight/guide/{slug}.html", {"guides": GUIDES, "chosen": GUIDES[slug]})


@login_not_required
@require_GET
def words(request: Request) -> HttpResponse:
    found = sorted(((str(word), meaning) for word, meaning in TERMS.values()), key=lambda each: sort_key(each[0]))
    return render(request, "insight/words.html", {"guides": GUIDES, "words": found})


@login_not_required
@require_GET
def reading(request: Request) -> HttpResponse:
    """How the result of a kartlegging is read."""
    return render(request, "insight/reading.html")


def _county_page(request: Request, found: County) -> HttpResponse:
    year, rules = request.today.year, rule_sets_of(found)
    dates = occasions(rules, year)
    ahead = [*dates, *occasions(rules, year + 1)]  # at the end of a year, what comes next is in January
    awarded = queries.last_awarded_year(found)
    awards = queries.awards_in(found, awarded) if awarded else []
    context = {
        "county": found,
        "occasions": dates,
        "rows": rows_of(dates, year),
        "wheel": wheel_of(dates, county=found.slug, year=year, today=request.today, nationals=asked_in(year)),
        "next": [each for each in ahead if each.deadline.applies >= request.today][:3],
        "awarded": awarded,
        "awards": awards,
        "total": sum(award.amount for award in awards),
    }
    return render(request, "insight/county.html", context)
