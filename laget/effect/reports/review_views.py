"""The September review: all reports of a year on one page, and the way from there to the forum's agenda."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.county_file import REVIEW
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of, visible_round
from laget.base.ui import spreadsheet
from laget.effect.reports import review_actions as actions
from laget.effect.reports.review import Filters, county_money, review_of, status_of
from laget.effect.reports.review_export import sheets
from laget.effect.reports.review_forms import AgendaForm
from laget.effect.reports.review_queries import not_sent
from laget.grant.forum.models import Meeting
from laget.grant.forum.permissions import runs
from laget.grant.forum.queries import concluded_on, visible_to
from laget.grant.forum.states import MeetingState


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    asked = Filters(*(request.GET.get(name, "") for name in ("nettverk", "tiltak", "status")))
    review = review_of(found, request.actor, asked)
    if spreadsheet.wanted(request):
        return spreadsheet.download(_("Rapportene %(round)s") % {"round": found}, sheets(review))
    may_list = runs(request.actor, forum_of(found).pk)
    context = {
        "round": found,
        "review": review,
        "drawing": review.drawing,
        "lines": [(line, status_of(line)) for line in review.lines],
        "county_money": county_money(review),
        "deadline": found.deadline(REVIEW) if REVIEW in found.file.dates else None,
        "step": found.file.dates.get(REVIEW),
        "missing": not_sent(request.actor, found),
        "matters": concluded_on(request.actor, actions.address_of(found), county=found.county_id),
        "form": AgendaForm(meetings=_meetings(request, found)) if may_list else None,
    }
    return render(request, "reports/review.html", context)


@require_POST
def put_on_agenda(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not runs(request.actor, forum_of(found).pk):
        raise Http404
    form = AgendaForm(request.POST, meetings=_meetings(request, found))
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors["meeting"]))
        return redirect("report_review:round", pk)
    meeting = form.cleaned_data["meeting"].pk
    matter = actions.put_review_on_agenda(found, meeting=meeting, actor=request.actor, at=request.now)
    messages.success(request, _("Gjennomgangen er satt på sakslista. Skriv forslaget til hva forumet tar med seg."))
    return redirect(matter)


def _meetings(request: Request, round: Round) -> QuerySet[Meeting]:
    """Those of the forum that have not begun, whichever round they are held in."""
    not_begun = (MeetingState.PLANNED, MeetingState.CALLED)
    return visible_to(request.actor).filter(forum=forum_of(round), state__in=not_begun)
