"""Fellestiltak: the spor there are, the puljer of each, signing up, samlinger and questions."""

import uuid
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.actors.models import Organisation, Partnership
from laget.base.actors.queries import network_of
from laget.base.refusals import NotInOrder
from laget.effect.delivery import permissions, pulje_actions, pulje_queries
from laget.effect.delivery.library import all_spor
from laget.effect.delivery.models import Joining, Pulje, Question
from laget.effect.delivery.pulje_forms import AnswerForm, JoinForm, PuljeForm, QuestionForm, ReasonForm, SamlingForm
from laget.effect.delivery.states import PULJE, PuljeAct, PuljeState
from laget.effect.delivery.steps import steps_of
from laget.rules.transitions import TransitionNotAllowed, allows


@require_GET
def overview(request: Request) -> HttpResponse:
    """Every spor, and the puljer of the county."""
    context = {
        "all_spor": all_spor().values(),
        "puljer": pulje_queries.visible_to(request.actor),
        "forums": pulje_queries.forums_run_by(request.actor),
        "today": request.today,
    }
    return render(request, "puljer/overview.html", context)


@require_http_methods(["GET", "POST"])
def open_pulje(request: Request, pk: uuid.UUID, spor: str) -> HttpResponse:
    forum = get_object_or_404(pulje_queries.forums_run_by(request.actor), pk=pk)
    if spor not in all_spor():
        raise Http404
    form = PuljeForm(request.POST or None, partners=_partners(forum.county_id, request.today))
    if form.is_valid():
        try:
            pulje = pulje_actions.open_pulje(forum, plan=form.plan(spor), actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("Puljen er åpnet. Nettverk som ønsket den, har fått oppgaven å melde seg på."))
            return redirect(pulje)
    context = {"forum": forum, "spor": all_spor()[spor], "form": form}
    return render(request, "puljer/open.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _pulje(request, pk))


@require_http_methods(["GET", "POST"])
def join(request: Request, pk: uuid.UUID, party: uuid.UUID) -> HttpResponse:
    pulje = _pulje(request, pk)
    mine = next((each for each in pulje_queries.may_join(request.actor, pulje) if each.pk == party), None)
    if mine is None or not pulje.takes_sign_ups(request.today):
        raise Http404
    network = network_of(mine, county=pulje.county_id, day=request.today)
    wish = next((w for w in pulje_queries.wishes_for(pulje) if network and w.network.pk == network.pk), None)
    form = JoinForm(
        request.POST or None,
        units=pulje_queries.units_below(mine, day=request.today),
        partners=_partners(pulje.county_id, request.today),
        room=pulje_queries.room_in(pulje),
        initial={"why": wish.why if wish else ""},
    )
    if form.is_valid():
        try:
            pulje_actions.join(
                pk,
                party=party,
                units=form.chosen_units(),
                partner=form.chosen_partner(),
                why=form.cleaned_data["why"],
                actor=request.actor,
                at=request.now,
            )
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Dere er påmeldt."))
            return redirect(pulje)
    context = {"pulje": pulje, "party": mine, "wish": wish, "form": form}
    return render(request, "puljer/join.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: Request, pk: uuid.UUID) -> HttpResponse:
    joining = get_object_or_404(Joining.objects.filter(left_at=None).select_related("pulje"), pk=pk)
    pulje = _pulje(request, joining.pulje_id)
    if not (permissions.signs_up(request.actor, joining.party_id) or permissions.runs(request.actor, pulje)):
        raise Http404
    pulje_actions.leave(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Påmeldingen er trukket."))
    return redirect(pulje)


@require_POST
def start(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Puljen er i gang. Sett tid for samlingene.")
    return _done(request, pk, said, lambda: pulje_actions.start(pk, actor=request.actor, at=request.now))


@require_POST
def finish(request: Request, pk: uuid.UUID) -> HttpResponse:
    said = _("Puljen er avsluttet.")
    return _done(request, pk, said, lambda: pulje_actions.finish(pk, actor=request.actor, at=request.now))


@require_POST
def cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, _run(request, pk), reason=form)
    said, reason = _("Puljen er avlyst. De som er med, har fått varsel."), form.cleaned_data["reason"]
    return _done(
        request, pk, said, lambda: pulje_actions.cancel(pk, reason=reason, actor=request.actor, at=request.now)
    )


@require_http_methods(["GET", "POST"])
def plan_samling(request: Request, pk: uuid.UUID, step: int) -> HttpResponse:
    pulje = _run(request, pk)
    if not allows(PULJE, PuljeState(pulje.state), PuljeAct.PLAN):
        raise TransitionNotAllowed(pulje.state, PuljeAct.PLAN)
    steps = steps_of(pulje)
    if step >= len(steps) or not steps[step].step.is_held:
        raise Http404
    about = steps[step].about
    form = SamlingForm(request.POST or None, initial={"day": about, "begins": "09:00", "ends": "15:00"})
    if form.is_valid():
        last = form.cleaned_data["sign_up_by"]
        try:
            pulje_actions.plan_samling(
                pk, step=step, when=form.when(), sign_up_by=last, actor=request.actor, at=request.now
            )
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Tidspunktet er satt, og de som er med, har fått varsel."))
            return redirect(pulje)
    context = {"pulje": pulje, "now": steps[step], "form": form}
    return render(request, "puljer/plan.html", context, status=422 if form.errors else 200)


@require_POST
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    pulje = _pulje(request, pk)
    mine = pulje_queries.takes_part(request.actor, pulje)
    if not mine or not pulje.spor.takes_questions:
        raise Http404
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, pulje, question=form)
    text, party = form.cleaned_data["text"], mine[0].pk
    pulje_actions.ask(pk, party=party, text=text, actor=request.actor, at=request.now)
    messages.success(request, _("Spørsmålet er sendt. Svaret kommer her."))
    return redirect(pulje)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    pulje, form = _run(request, question.pulje_id), AnswerForm(request.POST)
    if form.is_valid():
        pulje_actions.answer(pk, text=form.cleaned_data["text"], actor=request.actor, at=request.now)
        messages.success(request, _("Svaret er sendt."))
    else:
        messages.error(request, _("Skriv et svar først."))
    return redirect(pulje)


def _pulje(request: Request, pk: uuid.UUID) -> Pulje:
    return get_object_or_404(pulje_queries.visible_to(request.actor), pk=pk)


def _run(request: Request, pk: uuid.UUID) -> Pulje:
    pulje = _pulje(request, pk)
    if not permissions.runs(request.actor, pulje):
        raise Http404
    return pulje


def _done(request: Request, pk: uuid.UUID, said: str, act: Callable[[], object]) -> HttpResponse:
    pulje = _run(request, pk)
    attempt(request, said, act)
    return redirect(pulje)


def _partners(county: uuid.UUID | None, day: date) -> list[Organisation]:
    """The UH that work with any network in the county."""
    working = Partnership.objects.at(day).filter(network__county=county).values("partner")
    return list(Organisation.objects.filter(pk__in=working).order_by("sort_key"))


def _page(
    request: Request,
    pulje: Pulje,
    *,
    question: QuestionForm | None = None,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    """With a form that has to be mended, when there is one."""
    runs = permissions.runs(request.actor, pulje)
    joinings = list(pulje_queries.joinings_in(pulje))
    mine = {joining.pk for joining in joinings if permissions.signs_up(request.actor, joining.party_id)}
    asks = pulje.spor.takes_questions and allows(PULJE, PuljeState(pulje.state), PuljeAct.ASK)
    part = pulje_queries.takes_part(request.actor, pulje) if asks else []
    joined = {joining.party_id for joining in joinings}
    questions = list(pulje.questions.select_related("party", "asked_by", "answered_by")) if runs or part else []
    context = {
        "pulje": pulje,
        "steps": steps_of(pulje),
        "joinings": joinings,
        "mine": mine,
        "runs": runs,
        "may": {act.value: runs and allows(PULJE, PuljeState(pulje.state), act) for act in PuljeAct},
        "may_leave": allows(PULJE, PuljeState(pulje.state), PuljeAct.LEAVE),
        "to_join": pulje_queries.may_join(request.actor, pulje) if pulje.takes_sign_ups(request.today) else [],
        "wishes": [wish for wish in pulje_queries.wishes_for(pulje) if wish.network.pk not in joined] if runs else [],
        "room": pulje_queries.room_in(pulje),
        "capacities": pulje.capacities.select_related("partner").order_by("partner__sort_key"),
        "questions": sorted(questions, key=lambda each: each.answered_at is not None),  # what waits comes first
        "waiting": sum(each.answered_at is None for each in questions),
        "question_form": question or (QuestionForm() if part else None),
        "answer_form": AnswerForm(auto_id=False),
        "reason_form": reason or (ReasonForm() if runs else None),
        "takes_sign_ups": pulje.takes_sign_ups(request.today),
    }
    return render(request, "puljer/case.html", context, status=422 if question or reason else 200)
