"""The ranking itself: begun, moved in by keyboard alone, and put before the forum."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.actors.models import Network
from laget.base.cycle.queries import visible_round
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.numbers import whole_number
from laget.grant.forum.models import Meeting
from laget.grant.forum.states import MeetingState
from laget.grant.forum.views import choose
from laget.grant.ranking import board_actions as actions
from laget.grant.ranking import permissions, queries
from laget.grant.ranking.asking import deadline_of
from laget.grant.ranking.board import board_of
from laget.grant.ranking.export import sheets
from laget.grant.ranking.forms import MoveForm, ReasonForm
from laget.grant.ranking.models import Ranking
from laget.grant.ranking.table import bound_later


@require_GET
def board(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All of them in one table, in order of place, with the line where the money ends."""
    ranking = _ranking(request, pk)
    found = board_of(ranking, request.actor, day=request.today)
    if spreadsheet.wanted(request):
        return spreadsheet.download(str(ranking), sheets(found))
    may_rank = permissions.ranks(request.actor, ranking) and not ranking.stands
    context = {
        "ranking": ranking,
        "round": ranking.round,
        "board": found,
        "later": bound_later(ranking) if ranking.of_forum else [],
        "scored": ranking.of_forum and bool(ranking.round.file.ranking.criteria),
        "networks_first": ranking.of_forum and ranking.round.file.ranking.networks_first,
        "may_rank": may_rank,
        "may_read": permissions.ranks(request.actor, ranking),  # a network's own are read where they were sent
        "due": deadline_of(ranking.round, network=not ranking.of_forum) if may_rank else None,
        "columns": 8,
        "meetings": _meetings(ranking) if may_rank and ranking.of_forum and not ranking.on_agenda else [],
        "moved": choose(request.GET.get("flyttet", "")),
        "direction": "down" if request.GET.get("vei") == "ned" else "up",
    }
    return render(request, "ranking/board.html", context)


@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not permissions.prepares(request.actor, found):
        raise Http404
    return _begun(request, pk, lambda: actions.begin_ranking(found, actor=request.actor, at=request.now))


@require_POST
def begin_network(request: Request, pk: int, network: uuid.UUID) -> HttpResponse:
    found = visible_round(request.actor, pk)
    own: Network | None = next((n for n in queries.networks_ranked_by(request.actor, found) if n.pk == network), None)
    if own is None:
        raise Http404
    return _begun(
        request, pk, lambda: actions.begin_network_ranking(found, network=own, actor=request.actor, at=request.now)
    )


@require_POST
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One step by a button, or to the place that was typed; with a page that asks why, when it departs."""
    ranking = _to_rank(request, pk)
    form = MoveForm(_typed(request))
    if not form.is_valid():
        messages.error(request, _("Skriv hvilken plass søknaden har, og hvilken den skal ha."))
        return redirect(ranking)
    wanted, given = form.cleaned_data, ReasonForm(request.POST if "reason" in request.POST else None)
    reason = given.cleaned_data["reason"] if given.is_bound and given.is_valid() else ""
    try:
        moved = actions.move(pk, **wanted, reason=reason, actor=request.actor, at=request.now)
    except actions.NeedsReason:
        rows = board_of(ranking, request.actor, day=request.today).rows
        context = {"ranking": ranking, "round": ranking.round, "form": given, "wanted": wanted}
        context |= {"row": rows[wanted["number"] - 1], "passed": rows[wanted["to"] - 1]}
        return render(request, "ranking/move.html", context, status=422)
    except NotInOrder as problem:
        messages.error(request, str(problem))
        return redirect(ranking)
    words = {"title": moved, "to": wanted["to"]}
    messages.success(request, _("«%(title)s» står nå på plass %(to)d.") % words)
    way = "ned" if wanted["to"] > wanted["number"] else "opp"
    return redirect(f"{ranking.get_absolute_url()}?flyttet={moved.pk}&vei={way}")  # its button has the focus


@require_POST
def give_rest(request: Request, pk: uuid.UUID) -> HttpResponse:
    ranking, to = _to_rank(request, pk), choose(request.POST.get("application", ""))
    if not ranking.of_forum:
        raise Http404
    said = _("Resten går til den som står på streken.") if to else _("Ingen får resten.")
    revision = _revision(request)
    attempt(
        request,
        said,
        lambda: actions.give_rest(pk, application=to, revision=revision, actor=request.actor, at=request.now),
    )
    return redirect(ranking)


@require_POST
def put_on_agenda(request: Request, pk: uuid.UUID) -> HttpResponse:
    ranking = _to_rank(request, pk)
    if not ranking.of_forum:
        raise Http404
    meeting = choose(request.POST.get("meeting", "")) or uuid.UUID(int=0)
    attempt(
        request,
        _("Rangeringen står på sakslista. Den følger med til forumet har bestemt seg."),
        lambda: actions.put_on_agenda(pk, meeting=meeting, actor=request.actor, at=request.now),
    )
    return redirect(ranking)


@require_POST
def send(request: Request, pk: uuid.UUID) -> HttpResponse:
    ranking, revision = _to_rank(request, pk), _revision(request)
    if ranking.of_forum:
        raise Http404
    attempt(
        request,
        _("Rangeringen er sendt til samarbeidsforum."),
        lambda: actions.send_network_ranking(pk, revision=revision, actor=request.actor, at=request.now),
    )
    return redirect(ranking)


def _ranking(request: Request, pk: uuid.UUID) -> Ranking:
    return get_object_or_404(queries.rankings_visible_to(request.actor), pk=pk)


def _to_rank(request: Request, pk: uuid.UUID) -> Ranking:
    ranking = _ranking(request, pk)
    if not permissions.ranks(request.actor, ranking):
        raise Http404
    return ranking


def _begun(request: Request, pk: int, act: Any) -> HttpResponse:
    try:
        ranking: Ranking = act()
    except NotInOrder as problem:
        messages.error(request, str(problem))
        return redirect("ranking:round", pk)
    return redirect(ranking)


def _typed(request: Request) -> dict[str, Any]:
    """A button says the place it stands in; the fields say both."""
    posted = {name: request.POST.get(name, "") for name in ("number", "to", "revision")}
    for name, step in (("up", -1), ("down", 1)):
        number = whole_number(request.POST.get(name, ""))
        if number is not None:
            posted |= {"number": str(number), "to": str(number + step)}
    return posted


def _revision(request: Request) -> int:
    return whole_number(request.POST.get("revision", ""), 0)


def _meetings(ranking: Ranking) -> list[Meeting]:
    open_to_it = (MeetingState.PLANNED, MeetingState.CALLED)
    return list(Meeting.objects.filter(round=ranking.round, state__in=open_to_it).order_by("begins"))
