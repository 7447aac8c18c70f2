"""Signing up and off, the list of those who come, and the door."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.events import door_actions, permissions, queries, sign_up_actions
from laget.effect.events.export import sheets
from laget.effect.events.forms import GroupForm, OneselfForm, WalkInForm
from laget.effect.events.models import Event, SignUp
from laget.effect.events.sign_up_actions import words_for, words_for_oneself
from laget.effect.events.states import Place

MOST_AT_THE_DOOR = 30  # a name or two typed finds them; more would only be scrolled past


@require_http_methods(["GET", "POST"])
def sign_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A group, by the one who leads where they come from."""
    event = _event(request, pk)
    parties = queries.may_come_from(request.actor, event)
    if not parties:
        raise Http404
    first = request.GET.get("fra") or (str(parties[0].pk) if len(parties) == 1 else "")
    form = GroupForm(request.POST or None, event=event, parties=parties, initial={"party": first})
    if form.is_valid():
        given = form.cleaned_data
        try:
            taken = sign_up_actions.sign_up(
                pk,
                party=form.where_from(),
                layer=given["layer"],
                people=given["people"],
                actor=request.actor,
                at=request.now,
            )
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, words_for(taken))
            return redirect(event)
    context = {"event": event, "form": form, "room": queries.room_of(event)}
    return render(request, "events/sign_up.html", context, status=422 if form.errors else 200)


@require_POST
def sign_up_oneself(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = _event(request, pk)
    form = OneselfForm(request.POST, event=event, parties=queries.comes_from(request.actor, event))
    if not form.is_valid():
        messages.error(request, _("Velg hvor du kommer fra, og hvilken målgruppe du er i."))
        return redirect(event)
    try:
        taken = sign_up_actions.sign_up_oneself(
            pk, party=form.where_from(), layer=form.cleaned_data["layer"], actor=request.actor, at=request.now
        )
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, words_for_oneself(taken))
    return redirect(event)


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _sign_up(request, pk)
    try:
        sign_up_actions.withdraw(pk, actor=request.actor, at=request.now)
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("%(name)s er meldt av, og navnet er slettet.") % {"name": found})
    return redirect(_back(request, found.event))


@require_POST
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _sign_up(request, pk)
    sign_up_actions.confirm(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Takk. %(name)s kommer fortsatt.") % {"name": found})
    return redirect(_back(request, found.event))


@require_POST
def confirm_all(request: Request, pk: uuid.UUID, party: uuid.UUID) -> HttpResponse:
    event = _event(request, pk)
    if party not in {each.pk for each in queries.may_come_from(request.actor, event)}:
        raise Http404
    sign_up_actions.confirm_all(pk, party=party, actor=request.actor, at=request.now)
    messages.success(request, _("Takk. Da vet arrangøren at dere fortsatt kommer."))
    return redirect(event)


@require_GET
def participants(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Everyone who has signed up, a page at a time; or all of them as a spreadsheet."""
    event = _run(request, pk)
    chosen = {name: request.GET.get(name, "") for name in ("navn", "fra", "status")}
    place = chosen["status"] if chosen["status"] in Place.values else ""
    rows = queries.sign_ups_of(event, words=chosen["navn"], place=place, party=chosen["fra"])
    if spreadsheet.wanted(request):
        return spreadsheet.download(f"{_('Deltakere')} {event.title}", sheets(event, rows))
    context = {
        "event": event,
        "page": page_of(request, rows),
        "chosen": chosen,
        "places": Place.choices,
        "room": queries.room_of(event),
    }
    return render(request, "events/participants.html", context)


@require_http_methods(["GET", "POST"])
def door(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Who has come: type a name, touch it. Works on a phone, and one touch undoes the last."""
    event = _run(request, pk)
    if request.method == "POST":
        return _mark(request, event)
    words = request.GET.get("navn", "").strip()
    found = queries.sign_ups_of(event, words=words)
    shown = found if words or request.GET.get("vis") == "alle" else found.filter(attended_at=None)
    context = {
        "event": event,
        "words": words,
        "people": list(shown[:MOST_AT_THE_DOOR]),
        "most": MOST_AT_THE_DOOR,
        "may_mark": permissions.may_mark(request.actor, event, day=request.today),
        "room": queries.room_of(event),
    }
    return render(request, "events/door.html", context)


@require_http_methods(["GET", "POST"])
def walk_in(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Someone at the door who isn't on the list."""
    event = _run(request, pk)
    if not permissions.may_mark(request.actor, event, day=request.today):
        messages.error(request, _("Du kan registrere fra den dagen arrangementet er."))
        return redirect("events:door", pk)
    parties = queries.could_walk_in(event, day=request.today)
    form = WalkInForm(request.POST or None, event=event, parties=parties, initial={"name": request.GET.get("navn", "")})
    if form.is_valid():
        given = {"party": form.where_from(), "layer": form.cleaned_data["layer"], "who": form.who()}
        try:
            found = door_actions.walk_in(pk, **given, actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("%(name)s er møtt.") % {"name": found})
            return redirect("events:door", pk)
    context = {"event": event, "form": form, "room": queries.room_of(event)}
    return render(request, "events/walk_in.html", context, status=422 if form.errors else 200)


def _mark(request: Request, event: Event) -> HttpResponse:
    """One person, by the button that has their id; the page comes back as it was, ready for the next."""
    came = request.POST.get("kom", "")
    gone = request.POST.get("kom_ikke", "")
    found = SignUp.objects.filter(event=event, pk=_known_id(came or gone)).first()
    if found is None:
        raise Http404
    try:
        door_actions.mark_attendance(
            event.pk, sign_ups=[found.pk], came=bool(came), actor=request.actor, at=request.now
        )
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        said = _("%(name)s er møtt.") if came else _("%(name)s er ikke ført som møtt.")
        messages.success(request, said % {"name": found})
    return redirect(reverse("events:door", args=[event.pk]))


def _event(request: Request, pk: uuid.UUID) -> Event:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _run(request: Request, pk: uuid.UUID) -> Event:
    return get_object_or_404(queries.run_by(request.actor), pk=pk)


def _sign_up(request: Request, pk: uuid.UUID) -> SignUp:
    """One that this person arranges for, or signs up."""
    found = get_object_or_404(SignUp.objects.select_related("event"), pk=pk)
    event = _event(request, found.event_id)
    arranges = permissions.arranges(request.actor, event)
    if not arranges and not queries.signed_up_by(request.actor, event).filter(pk=pk).exists():
        raise Http404
    return found


def _back(request: Request, event: Event) -> str:
    """To the list, for whoever came from there."""
    if request.POST.get("til") == "liste":
        return reverse("events:participants", args=[event.pk])
    return event.get_absolute_url()


def _known_id(text: str) -> uuid.UUID:
    """404 for what is no id at all."""
    try:
        return uuid.UUID(text)
    except ValueError as problem:
        raise Http404 from problem
