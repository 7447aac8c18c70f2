"""Events, as those who are invited see them, and as those who arrange them run them."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.actors.models import County, Party
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.forms import refuse_days_over
from laget.base.ui.paging import page_of
from laget.effect.events import actions, evaluating, permissions, queries
from laget.effect.events.counting import attendance_counts
from laget.effect.events.forms import CancelForm, EventForm, MoveForm, OneselfForm, SignUpByForm, times_of
from laget.effect.events.keeping import keep_until
from laget.effect.events.models import Event, SignUp
from laget.effect.events.states import Act, State
from laget.need.surveys.models import Survey
from laget.need.surveys.queries import visible_to as surveys_visible_to
from laget.rules.transitions import TransitionNotAllowed


@require_GET
def overview(request: Request) -> HttpResponse:
    """What is coming, or what has been, newest first."""
    found, over = queries.visible_to(request.actor), request.GET.get("vis") == "tidligere"
    rows = found.filter(ends__lt=request.now).reverse() if over else found.filter(ends__gte=request.now)
    if spreadsheet.wanted(request):
        return _list_of(rows)
    context = {"page": page_of(request, rows), "over": over, "parties": queries.arranging_parties(request.actor)}
    return render(request, "events/overview.html", context)


def _list_of(events: Iterable[Event]) -> HttpResponse:
    headings = [_("Arrangement"), _("Type"), _("Begynner"), _("Slutter"), _("Hvor"), _("Arrangør"), _("Status")]
    rows = (
        [
            e.title,
            e.get_kind_display(),
            e.begins,
            e.ends,
            e.place or _("På nett"),
            e.organiser.name,
            e.get_state_display(),
        ]
        for e in events
    )
    return spreadsheet.table(_("Arrangementer"), headings, rows)


@require_http_methods(["GET", "POST"])
def plan(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A new event, of a party that this person acts for."""
    organiser = get_object_or_404(queries.arranging_parties(request.actor), pk=pk)
    county = County.objects.filter(pk__in=request.actor.counties).order_by("pk").first()
    if organiser.county_id is not None:
        county = County.objects.get(pk=organiser.county_id)
    if county is None:
        raise Http404
    parties = queries.could_be_invited(organiser, county.pk, day=request.today)
    form = EventForm(request.POST or None, parties=parties)

    def act() -> Event:
        return actions.plan_event(
            organiser,
            county=county,
            details=form.details(),
            when=form.when(),
            invited=form.invited_parties(),
            actor=request.actor,
            at=request.now,
        )

    refuse_days_over(form, today=request.today)
    context = {"organiser": organiser, "form": form}
    return _written(request, form, act, _("Arrangementet er lagret som utkast. Åpne for påmelding når det er klart."),
                    "events/plan.html", context)  # fmt: skip


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """When and where, who comes from where one is, and what one may do next."""
    event = _event(request, pk)
    arranges = permissions.arranges(request.actor, event)
    open_now = event.takes_sign_ups(request.today)
    leads = queries.may_come_from(request.actor, event) if event.state != State.DRAFT else []
    mine = queries.comes_from(request.actor, event) if open_now else []
    own = list(queries.signed_up_by(request.actor, event)) if event.state != State.DRAFT else []
    signed_up = any(each.person_id == request.actor.person.pk for each in own)
    begins_with = {"layer": queries.usual_layer(request.actor, mine)}
    context = {
        "event": event,
        "arranges": arranges,
        "invited": event.invited.order_by("sort_key") if arranges and event.state == State.DRAFT else [],
        "may": {act.value: permissions.can(request.actor, event, act) for act in Act},
        "may_mark": permissions.may_mark(request.actor, event, day=request.today),
        "room": queries.room_of(event),
        "counts": attendance_counts(event) if arranges and event.state == State.HELD else None,
        "open_now": open_now,
        "leads": leads,
        "own": own,
        "unsure": _unsure(own, {each.pk for each in leads}),
        "self_form": OneselfForm(event=event, parties=mine, initial=begins_with) if mine and not signed_up else None,
        "others": queries.other_dates(event).filter(pk__in=queries.visible_to(request.actor).values("pk")),
        "sees_money": queries.money_visible_to(request.actor).filter(pk=pk).exists(),
        "survey": _survey(request, event),
        "has_begun": event.begins <= request.now,
        "names_until": keep_until(event) if arranges and not event.forgotten_at else None,
    }
    return render(request, "events/case.html", context)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = _run(request, pk, Act.CHANGE)
    parties = queries.could_be_invited(event.organiser, event.county_id, day=request.today)
    form = EventForm(request.POST or None, parties=parties, initial=EventForm.filled_with(event))
    if event.state != State.DRAFT:
        for name in ("day", "begins", "ends"):
            form.fields[name].disabled = True

    def act() -> Event:
        return actions.change_event(
            pk,
            details=form.details(),
            when=form.when(),
            invited=form.invited_parties(),
            revision=form.cleaned_data["revision"],
            actor=request.actor,
            at=request.now,
        )

    return _written(request, form, act, _("Endringene er lagret."), "events/plan.html",
                    {"organiser": event.organiser, "event": event, "form": form})  # fmt: skip


@require_http_methods(["GET", "POST"])
def another(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The same event at another time: one signs up for one of them."""
    event = _run(request, pk)
    form = SignUpByForm(request.POST or None, initial={**times_of(event), "day": None, "sign_up_by": None})

    def act() -> Event:
        names = ("kind", "title", "about", "capacity", "kinds", "layers")
        details = actions.Details(
            **{name: getattr(event, name) for name in names}, sign_up_by=form.cleaned_data["sign_up_by"]
        )
        return actions.plan_event(
            event.organiser,
            county=event.county,
            details=details,
            when=form.when(),
            invited=event.invited.all(),
            series=event.series,
            actor=request.actor,
            at=request.now,
        )

    refuse_days_over(form, today=request.today)
    return _written(request, form, act, _("Tidspunktet er lagret som utkast. Åpne for påmelding når det er klart."),
                    "events/another.html", {"event": event, "form": form})  # fmt: skip


@require_http_methods(["GET", "POST"])
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = _run(request, pk, Act.MOVE)
    form = MoveForm(request.POST or None, initial={**times_of(event), "revision": event.revision})

    def act() -> Event:
        given = form.cleaned_data
        return actions.move_event(
            pk,
            when=form.when(),
            sign_up_by=given["sign_up_by"],
            reason=given["reason"],
            revision=given["revision"],
            actor=request.actor,
            at=request.now,
        )

    said = _("Arrangementet er flyttet. Alle påmeldte har fått beskjed, og er spurt om de fortsatt kommer.")
    context = {"event": event, "form": form, "room": queries.room_of(event), "funding": queries.funding_of([event])}
    return _written(request, form, act, said, "events/move.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    event = _run(request, pk, Act.CANCEL)
    form = CancelForm(request.POST or None)

    def act() -> Event:
        return actions.cancel_event(pk, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now)

    context = {"event": event, "form": form, "room": queries.room_of(event), "funding": queries.funding_of([event])}
    said = _("Arrangementet er avlyst. De som var påmeldt eller invitert, har fått beskjed.")
    return _written(request, form, act, said, "events/cancel.html", context)


@require_POST
def open_sign_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Påmeldingen er åpen. De inviterte har fått varsel.")
    return _done(request, pk, said, lambda: actions.open_sign_up(pk, actor=request.actor, at=request.now))


@require_POST
def close_sign_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Påmeldingen er stengt.")
    return _done(request, pk, said, lambda: actions.close_sign_up(pk, actor=request.actor, at=request.now))


@require_POST
def hold(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Arrangementet er ført som gjennomført. Spør gjerne deltakerne hva de fikk ut av det.")
    return _done(request, pk, said, lambda: actions.hold_event(pk, actor=request.actor, at=request.now))


@require_POST
def evaluate(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Spørsmålene er sendt til dem som møtte. Svarene vises når svarfristen er ute.")
    return _done(request, pk, said, lambda: evaluating.evaluate(pk, actor=request.actor, at=request.now))


def _event(request: Request, pk: uuid.UUID) -> Event:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _run(request: Request, pk: uuid.UUID, act: Act | None = None) -> Event:
    """An event that this person arranges. Which state it must be in is said by the act, when there is one."""
    event = get_object_or_404(queries.run_by(request.actor), pk=pk)
    if act and not permissions.can(request.actor, event, act):
        raise TransitionNotAllowed(event.state, act)
    return event


def _done(request: Request, pk: uuid.UUID, said: str, act: Callable[[], object]) -> HttpResponse:
    event = _run(request, pk)
    attempt(request, said, act)
    return redirect(event)


def _written(
    request: Request,
    form: SignUpByForm | CancelForm,
    act: Callable[[], Event],
    said: str,
    template: str,
    context: dict[str, object],
) -> HttpResponse:
    """A form that an act is made of: done, or shown again with what has to be mended."""
    if form.is_valid():
        try:
            event = act()
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect(event)
    return render(request, template, context, status=422 if form.errors else 200)


def _unsure(own: Iterable[SignUp], leads: Collection[uuid.UUID]) -> list[tuple[Party, int]]:
    """Where this person answers for those who haven't said whether they still come, and how many they are."""
    found = Counter(each.party for each in own if each.must_confirm and each.party_id in leads)
    return list(found.items())


def _survey(request: Request, event: Event) -> Survey | None:
    """The evaluation, for those who may see something of it."""
    if event.evaluation_id is None:
        return None
    return surveys_visible_to(request.actor).filter(pk=event.evaluation_id).first()
