"""One matter on the agenda: only for those who are free to take part in it."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.questions.answers import NotReady
from laget.base.questions.forms import seen_revision
from laget.base.refusals import NotInOrder
from laget.base.ui.numbers import whole_number
from laget.grant.forum import matter_actions as actions
from laget.grant.forum import permissions, queries
from laget.grant.forum.forms import (
    ConclusionForm,
    DeclareForm,
    LiftForm,
    ProposalForm,
    QuestionForm,
    RecuseForm,
    RemarkForm,
)
from laget.grant.forum.models import CHOICES, Holder, Matter
from laget.grant.forum.room import room_of
from laget.grant.forum.states import MatterAct
from laget.grant.forum.views import choose
from laget.rules.deciding import Choice


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter = _matter(request, pk)
    room = room_of(matter, day=request.today)
    ballot = matter.ballots.filter(closed_at=None).first()
    runs = permissions.runs(request.actor, matter.meeting.forum_id)
    context = {
        "matter": matter,
        "meeting": matter.meeting,
        "room": room,
        "chair_is_free": room.sits(matter.meeting.chair_id),
        "runs": runs,
        "may": {act.value: permissions.can_in(request.actor, matter, act) for act in MatterAct},
        "fallen": queries.FALLEN if queries.has_fallen(matter) else "",
        "may_speak": permissions.may_speak(matter),
        "remarks": matter.remarks.select_related("person"),
        "remark_form": RemarkForm(),
        "declare_form": DeclareForm(prefix="eget"),
        "recuse_form": RecuseForm(holders=_holders(matter, request.today)) if runs else None,
        "question_form": QuestionForm(initial={"question": _("Forslaget slik det ligger på bordet.")}),
        "ballot": ballot,
        "voted": {vote.seat_id: vote for vote in ballot.votes.select_related("person")} if ballot else {},
        "ballots": matter.ballots.exclude(tally={}).prefetch_related("votes__person"),
        "choices": [(choice.value, label) for choice, label in CHOICES.items()],
        "decision": getattr(matter, "decision", None),
    }
    return render(request, "matter/case.html", context)


@require_POST
def declare(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter, form = _matter(request, pk), DeclareForm(request.POST, prefix="eget")
    if not form.is_valid():
        messages.error(request, _("Skriv kort hvorfor."))
        return redirect(matter)
    attempt(
        request,
        _("Du er meldt inhabil i saken, og er ikke med i den."),
        lambda: actions.declare(pk, **form.cleaned_data, actor=request.actor, at=request.now),
    )
    return redirect(matter.meeting)


@require_POST
def lift(request: Request, pk: uuid.UUID) -> HttpResponse:
    """By whoever has declared it, who doesn't see the matter: the way is from the agenda, and back to it."""
    matter = get_object_or_404(queries.own_declarations(request.actor), matter=pk).matter
    form = LiftForm(request.POST, prefix="tilbake")
    if not form.is_valid():
        messages.error(request, _("Skriv kort hvorfor du ikke er inhabil likevel."))
        return redirect(matter.meeting)
    attempt(
        request,
        _("Du er med i saken igjen."),
        lambda: actions.lift(pk, **form.cleaned_data, actor=request.actor, at=request.now),
    )
    return redirect(matter.meeting)


@require_POST
def recuse(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter = _matter(request, pk)
    if not permissions.runs(request.actor, matter.meeting.forum_id):
        raise Http404
    form = RecuseForm(request.POST, holders=_holders(matter, request.today))
    if not form.is_valid():
        messages.error(request, _("Velg hvem det gjelder, og skriv kort hvorfor."))
        return redirect(matter)
    attempt(
        request,
        _("%(name)s er ført inn som inhabil.") % {"name": form.cleaned_data["holder"].person},
        lambda: actions.recuse(pk, **form.cleaned_data, actor=request.actor, at=request.now),
    )
    return redirect(matter.meeting if form.cleaned_data["holder"].person_id == request.actor.person.pk else matter)


@require_POST
def remark(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter, form = _matter(request, pk), RemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hva du vil si."))
        return redirect(matter)
    actions.remark(pk, **form.cleaned_data, actor=request.actor, at=request.now)
    messages.success(request, _("Innspillet er lagt til."))
    return redirect(matter)


@require_http_methods(["GET", "POST"])
def propose(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter = _matter(request, pk)
    if not permissions.runs(request.actor, matter.meeting.forum_id) or matter.of_ranking:
        raise Http404
    if request.method == "GET" and not permissions.can_in(request.actor, matter, MatterAct.PROPOSE):
        return redirect(matter)
    if not matter.lines:
        return _conclude(request, matter)
    form = ProposalForm(request.POST or None, matter=matter)
    if form.is_valid():
        try:
            actions.propose(
                pk,
                lines=form.proposed(),
                revision=form.cleaned_data["revision"],
                actor=request.actor,
                at=request.now,
            )
        except NotReady as problem:
            for each in problem.problems:
                form.add_error(each.path, each.text)
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Forslaget er lagret."))
            return redirect(matter)
    context = {"matter": matter, "meeting": matter.meeting, "form": form}
    return render(request, "matter/propose.html", context, status=422 if form.errors else 200)


def _conclude(request: Request, matter: Matter) -> HttpResponse:
    """What the forum would come to in a matter without amounts."""
    initial = {"text": matter.conclusion, "revision": matter.revision}
    form = ConclusionForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.propose_conclusion(matter.pk, **form.cleaned_data, actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Forslaget er lagret."))
            return redirect(matter)
    context = {"matter": matter, "meeting": matter.meeting, "form": form}
    return render(request, "matter/conclude.html", context, status=422 if form.errors else 200)


@require_POST
def take_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    said, chair = _("Saken er tatt opp."), choose(request.POST.get("chair", ""))
    return _done(request, pk, said, lambda: actions.take_up(pk, chair=chair, actor=request.actor, at=request.now))


@require_POST
def agree(request: Request, pk: uuid.UUID) -> HttpResponse:
    said, seen = _("Ført inn: Forumet er enig."), seen_revision(request.POST)
    return _done(request, pk, said, lambda: actions.agree(pk, revision=seen, actor=request.actor, at=request.now))


@require_POST
def call_vote(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter, form = _matter(request, pk), QuestionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hva forumet stemmer over."))
        return redirect(matter)
    seen = seen_revision(request.POST)
    attempt(
        request,
        _("Voteringen er i gang. Forslaget kan ikke endres nå."),
        lambda: actions.call_vote(pk, **form.cleaned_data, revision=seen, actor=request.actor, at=request.now),
    )
    return redirect(matter)


@require_POST
def take_back_vote(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Voteringen er tatt tilbake. Forslaget kan endres igjen.")
    return _done(request, pk, said, lambda: actions.take_back_vote(pk, actor=request.actor, at=request.now))


@require_POST
def vote(request: Request, pk: uuid.UUID, seat: int) -> HttpResponse:
    matter, choice = _matter(request, pk), request.POST.get("choice", "")
    if choice not in list(Choice):
        raise Http404
    said: dict[str, Any] = {"ballot": whole_number(request.POST.get("ballot", ""), 0), "choice": Choice(choice)}
    attempt(
        request,
        _("Stemmen er lagret."),
        lambda: actions.cast_vote(pk, seat=seat, **said, actor=request.actor, at=request.now),
    )
    return redirect(matter)


@require_POST
def close_vote(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Voteringen er avsluttet. Se resultatet på siden.")
    return _done(request, pk, said, lambda: actions.close_vote(pk, actor=request.actor, at=request.now))


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    matter = _matter(request, pk)
    if not permissions.runs(request.actor, matter.meeting.forum_id):
        raise Http404
    actions.withdraw(pk, actor=request.actor, at=request.now)
    messages.success(request, _("%(matter)s er tatt av sakslista.") % {"matter": matter.reference})
    return redirect(matter.meeting)


@require_POST
def postpone(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Saken er utsatt.")
    return _done(request, pk, said, lambda: actions.postpone(pk, actor=request.actor, at=request.now))


def _done(request: Request, pk: uuid.UUID, said: str, act: Callable[[], object]) -> HttpResponse:
    """Do it in the matter, and show that: with what was done, or why it can't be."""
    matter = _matter(request, pk)
    attempt(request, said, act)
    return redirect(matter)


def _matter(request: Request, pk: uuid.UUID) -> Matter:
    return get_object_or_404(queries.matters_visible_to(request.actor), pk=pk)


def _holders(matter: Matter, day: date) -> list[Holder]:
    return queries.holders_on(matter.meeting.forum_id, day=day)
