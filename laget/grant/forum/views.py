"""The forum's seats and meetings."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.actors.models import Seat
from laget.base.cycle.queries import forum_of, visible_round
from laget.base.questions.forms import seen_revision
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.base.ui.forms import refuse_days_over
from laget.base.ui.numbers import whole_number
from laget.base.ui.templatetags.ui import day as shown_day
from laget.grant.forum import actions, permissions, queries, seat_actions
from laget.grant.forum.forms import CancelForm, LiftForm, MatterForm, MeetingForm, PlaceForm
from laget.grant.forum.minutes import set_minutes
from laget.grant.forum.models import Holder, Meeting
from laget.grant.forum.roles import RUNNING
from laget.grant.forum.states import MeetingAct, MeetingState


def choose(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# -- Meetings -------------------------------------------------------------------------------------------


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """The meetings of a year, and the minutes of those that have been."""
    found = visible_round(request.actor, pk)
    forum = forum_of(found)
    context = {
        "round": found,
        "forum": forum,
        "in_the_room": forum.pk in queries.forums_of(request.actor),
        "meetings": queries.visible_to(request.actor).filter(round=found),
        "minutes": queries.minutes_visible_to(request.actor).filter(meeting__round=found),
        "runs": permissions.runs(request.actor, forum.pk),
    }
    return render(request, "forum/round.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not permissions.runs(request.actor, forum_of(found).pk):
        raise Http404
    spring = found.file.deadline("forum_spring", found.year).first if "forum_spring" in found.file.dates else None
    coming = spring if spring and spring >= request.today else None
    form = MeetingForm(request.POST or None, initial={"day": coming})
    refuse_days_over(form, today=request.today)
    if form.is_valid():
        meeting = actions.plan_meeting(found, **form.said(), actor=request.actor, at=request.now)
        messages.success(request, _("Møtet er planlagt. Hent inn sakene, og kall inn forumet."))
        return redirect(meeting)
    return render(request, "forum/plan.html", {"form": form, "round": found}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting = _meeting(request, pk)
    if not permissions.runs(request.actor, meeting.forum_id):
        raise Http404
    if request.method == "GET" and not permissions.can(request.actor, meeting, MeetingAct.CHANGE):
        return redirect(meeting)
    form = MeetingForm(request.POST or None, initial=MeetingForm.filled_with(meeting))
    refuse_days_over(form, today=request.today)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            changed = actions.change_meeting(pk, **form.said(), revision=revision, actor=request.actor, at=request.now)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Endringen er lagret."))
            if changed.state == MeetingState.CALLED:
                messages.info(request, _("Medlemmer og vara får e-post om den."))
            return redirect(changed)
    context = {"form": form, "round": meeting.round, "meeting": meeting}
    return render(request, "forum/plan.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A meeting: its agenda, who is there, and what comes next."""
    return _case(request, _meeting(request, pk))


def _case(
    request: Request, meeting: Meeting, *, here: dict[str, Any] | None = None, form: MatterForm | None = None
) -> HttpResponse:
    """With those who were ticked off as being here, or the matter that was written, when that couldn't be kept."""
    holders = queries.holders_on(meeting.forum_id, day=request.today)
    present = set(here["present"] if here else meeting.attendance.values_list("holder", flat=True))
    may = {act.value: permissions.can(request.actor, meeting, act) for act in MeetingAct}
    context = {
        "meeting": meeting,
        "agenda": [(line, _lift_form(line)) for line in queries.agenda_of(request.actor, meeting)],
        "holders": holders,
        "present": present,
        "chair": here["chair"] if here else meeting.chair_id,
        "early": may[MeetingAct.OPEN] and timezone.localdate(meeting.begins) > request.today,
        "may": may,
        "may_attend": may[MeetingAct.OPEN] or may[MeetingAct.ATTEND],
        "form": form or MatterForm(),
        "cancel_form": CancelForm(prefix="avlys"),
        "minutes": getattr(meeting, "minutes", None),
        "writes_minutes": permissions.runs(request.actor, meeting.forum_id),
    }
    return render(request, "forum/case.html", context, status=422 if here or form else 200)


def _lift_form(line: queries.AgendaLine) -> LiftForm | None:
    """Each with ids of its own: one may have stepped aside in several matters."""
    may = line.is_own and permissions.may_lift(line.matter)
    return LiftForm(prefix="tilbake", auto_id=f"id_%s_{line.matter.number}") if may else None


@require_POST
def list_matters(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting = _meeting(request, pk)
    try:
        new = actions.list_matters(pk, actor=request.actor, at=request.now)
    except NotInOrder as problem:
        messages.error(request, str(problem))
        return redirect(meeting)
    said = ngettext("%(n)d sak er satt på sakslista.", "%(n)d saker er satt på sakslista.", new) % {"n": new}
    messages.success(request, said if new else _("Det var ingen nye saker å hente inn."))
    return redirect(meeting)


@require_POST
def add_matter(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting, form = _meeting(request, pk), MatterForm(request.POST)
    if not permissions.runs(request.actor, meeting.forum_id):
        raise Http404
    if not form.is_valid():
        return _case(request, meeting, form=form)
    actions.add_matter(pk, **form.cleaned_data, actor=request.actor, at=request.now)
    messages.success(request, _("Saken er satt på sakslista."))
    return redirect(meeting)


@require_POST
def call(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting, said = (
        _meeting(request, pk),
        _("Forumet er kalt inn. Medlemmer og vara har fått e-post, og sakene som oppgave."),
    )
    attempt(request, said, lambda: actions.call_meeting(pk, actor=request.actor, at=request.now))
    return redirect(meeting)


@require_POST
def cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting, form = _meeting(request, pk), CancelForm(request.POST, prefix="avlys")
    if not permissions.runs(request.actor, meeting.forum_id):
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Skriv kort hvorfor møtet avlyses."))
        return redirect(meeting)
    actions.cancel_meeting(pk, **form.cleaned_data, actor=request.actor, at=request.now)
    messages.success(request, _("Møtet er avlyst. Sakene kan settes opp i et annet møte."))
    return redirect(meeting)


@require_POST
def open_meeting(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _attended(request, pk, actions.open_meeting, said=_("Møtet er satt. Ta opp sakene etter tur."))


@require_POST
def attend(request: Request, pk: uuid.UUID) -> HttpResponse:
    act = partial(actions.set_attendance, revision=seen_revision(request.POST))
    return _attended(request, pk, act, said=_("Lagret hvem som er til stede."))


def _attended(request: Request, pk: uuid.UUID, act: Callable[..., None], *, said: str) -> HttpResponse:
    meeting, here = _meeting(request, pk), _attendance(request)
    try:
        act(pk, **here, actor=request.actor, at=request.now)
    except ChangedMeanwhile as problem:
        messages.error(request, str(problem))
        return redirect(meeting)
    except NotInOrder as problem:
        messages.error(request, str(problem))
        return _case(request, meeting, here=here)
    messages.success(request, said)
    return redirect(meeting)


@require_POST
def close(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting, said = _meeting(request, pk), _("Møtet er hevet. Lederen leser og godkjenner protokollen.")
    attempt(request, said, lambda: actions.close_meeting(pk, actor=request.actor, at=request.now))
    return redirect(meeting)


@require_POST
def approve(request: Request, pk: uuid.UUID) -> HttpResponse:
    meeting = _meeting(request, pk)
    actions.approve_minutes(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Protokollen er godkjent, og kan ikke endres."))
    return redirect(meeting)


@require_GET
def minutes(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The approved minutes as PDF; until then a draft, for those who write it."""
    found = queries.minutes_visible_to(request.actor).filter(meeting=pk).first()
    meeting = found.meeting if found else queries.visible_to(request.actor).filter(pk=pk).first()
    if meeting is None or not (found or permissions.runs(request.actor, meeting.forum_id)):
        raise Http404
    return HttpResponse(set_minutes(meeting, found), content_type="application/pdf")


# -- Seats ----------------------------------------------------------------------------------------------


@require_GET
def seats(request: Request, pk: uuid.UUID) -> HttpResponse:
    forum = get_object_or_404(queries.seats_visible_to(request.actor), pk=pk)
    runs = permissions.runs(request.actor, forum.pk)
    return _seats_page(request, pk, PlaceForm(forum=forum, initial={"first": request.today}) if runs else None)


@require_POST
def give_place(request: Request, pk: uuid.UUID) -> HttpResponse:
    forum = get_object_or_404(queries.seats_visible_to(request.actor), pk=pk)
    if not permissions.runs(request.actor, forum.pk):
        raise Http404
    form = PlaceForm(request.POST, forum=forum, initial={"first": request.today})
    if form.is_valid():
        given = {**form.cleaned_data, "party": form.cleaned_data["party"] or form.cleaned_data["seat"].party}
        try:
            held = seat_actions.give_place(forum, **given, actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("person", str(problem))
        else:
            has_begun, first = held.valid_from <= request.today, shown_day(held.valid_from)
            said = _("%(name)s har fått plassen.") if has_begun else _("%(name)s har fått plassen fra %(day)s.")
            messages.success(request, said % {"name": held.person, "day": first})
            if held.valid_to:
                messages.info(request, _("Det gjelder til og med %(day)s.") % {"day": shown_day(held.valid_to)})
            return redirect("forum:seats", pk)
    return _seats_page(request, pk, form)


@require_POST
def end_place(request: Request, pk: int) -> HttpResponse:
    forums = queries.forums_of(request.actor, *RUNNING)
    holder = get_object_or_404(Holder.objects.select_related("seat", "person"), pk=pk, seat__forum__in=forums)
    if holder.valid_to is None or holder.valid_to >= request.today:
        seat_actions.end_place(holder, actor=request.actor, at=request.now)
    messages.success(request, _("%(name)s har gått ut av setet.") % {"name": holder.person})
    return redirect(reverse("forum:seats", args=[holder.seat.forum_id]))


def _seats_page(request: Request, pk: uuid.UUID, form: PlaceForm | None) -> HttpResponse:
    forum = get_object_or_404(queries.seats_visible_to(request.actor), pk=pk)
    by_seat: dict[int, list[Holder]] = {}
    for holder in queries.holders_from(pk, day=request.today):
        by_seat.setdefault(holder.seat_id, []).append(holder)
    held = Seat.objects.at(request.today).filter(forum=forum).select_related("party").order_by("pk")
    context: dict[str, Any] = {
        "forum": forum,
        "form": form,
        "seats": [(each, by_seat.get(each.pk, [])) for each in held],
    }
    return render(request, "forum/seats.html", context, status=422 if form and form.errors else 200)


def _meeting(request: Request, pk: uuid.UUID) -> Meeting:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _attendance(request: Request) -> dict[str, Any]:
    present = [number for each in request.POST.getlist("present") if (number := whole_number(each)) is not None]
    return {"present": present, "chair": choose(request.POST.get("chair", ""))}
