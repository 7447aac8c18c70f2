import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import visible_round
from laget.base.questions.forms import ReturnForm
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui import spreadsheet
from laget.grant.klage import actions, permissions, queries
from laget.grant.klage.booking import more_of
from laget.grant.klage.forms import AnswerForm, KlageForm, RegisterForm
from laget.grant.klage.letters import notice_of
from laget.grant.klage.models import Klage
from laget.grant.klage.states import OPEN, Act, Answer
from laget.grant.klage.tasks import due_of
from laget.grant.tilsagn import notices
from laget.grant.tilsagn.permissions import may_complain
from laget.grant.tilsagn.queries import letters_about, letters_visible_to
from laget.rules.complaining import is_late
from laget.rules.ledger import CannotBook


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """The klager over decisions of a round that this person may see."""
    found = visible_round(request.actor, pk)
    klager = [(each, permissions.shown_state(request.actor, each)) for each in queries.in_round(found, request.actor)]
    if spreadsheet.wanted(request):
        headings = [_("Fra"), _("Vedtak"), _("Kom"), _("For sent"), _("Status")]
        rows = (
            [klage.letter.recipient.name, str(klage.letter), klage.received_at, klage.is_late, state.label]
            for klage, state in klager
        )
        return spreadsheet.table(_("Klager"), headings, rows)
    return render(request, "klage/round.html", {"round": found, "klager": klager})


@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: int) -> HttpResponse:
    """Complain of the decision in a letter."""
    letter = get_object_or_404(letters_visible_to(request.actor), pk=pk)
    if not may_complain(request.actor, letter):
        raise Http404
    earlier = queries.visible_to(request.actor).filter(letter__about=letter.about)
    if underway := earlier.filter(state__in=OPEN).first():
        return redirect(underway)
    form = KlageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            klage = actions.complain(letter, **form.cleaned_data, actor=request.actor, at=request.now)
        except actions.CannotAnswer as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Klagen er sendt til Statsforvalteren. Dere får brev om hva som skjer."))
            return redirect(klage)
    late = is_late(request.today, by=letter.complain_by)
    context = {"letter": letter, "form": form, "late": late, "earlier": [each for each in earlier if not each.untold]}
    return render(request, "klage/begin.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    klage, actor = _klage(request, pk), request.actor
    reads = permissions.reads_answer(actor, klage)
    context = {
        "klage": klage,
        "state": permissions.shown_state(actor, klage),
        "reads_answer": reads,
        "reads_answer_from_above": permissions.reads_answer_from_above(actor, klage),
        "more": more_of(klage) if reads else [],
        "letters": letters_about(pk, actor),
        "handles": permissions.handles(actor, klage.county_id),
        "due": due_of(klage) if permissions.handles(actor, klage.county_id) else None,
        "can_prepare": permissions.can_prepare(actor, klage),
        "may_preview": permissions.may_preview(actor, klage),
        "can_decide": permissions.can_decide(actor, klage),
        "can_register": permissions.can_register_answer(actor, klage),
        "can_withdraw": permissions.can_withdraw(actor, klage),
        "return_form": ReturnForm(),
    }
    return render(request, "klage/case.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write how the klage is to be answered."""
    klage = _klage(request, pk)
    _refuse_unless(permissions.may_prepare(request.actor, klage))
    if not permissions.can_prepare(request.actor, klage):
        return redirect(klage)
    form = AnswerForm(request.POST if request.method == "POST" else None, klage=klage)
    if form.is_valid():
        try:
            actions.propose_answer(pk, form.proposal(), actor=request.actor, at=request.now)
        except (actions.CannotAnswer, CannotBook) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Svaret er lagt fram. En annen enn deg må avgjøre klagen."))
            return redirect(klage)
    return render(request, "klage/propose.html", {"klage": klage, "form": form}, status=422 if form.errors else 200)


@require_GET
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How the letter will look, before it is decided."""
    klage = _klage(request, pk)
    _refuse_unless(permissions.may_preview(request.actor, klage))
    assert klage.proposed_by
    notice = notice_of(klage, Act(klage.outcome))
    pdf = notices.preview(notice, prepared=klage.proposed_by.name, on=request.today)
    return HttpResponse(pdf, content_type="application/pdf")


@require_POST
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    klage = _decidable(request, pk)
    try:
        seen = _moment(request.POST.get("proposed_at", ""))
        actions.decide_klage(pk, proposed_at=seen, actor=request.actor, at=request.now, wait=_wait(klage))
    except ChangedMeanwhile as problem:
        messages.error(request, str(problem))
    except CannotBook as problem:
        messages.error(request, _("Klagen kan ikke avgjøres slik nå: %(why)s") % {"why": problem})
    else:
        messages.success(request, _("Klagen er avgjort. Brevet er lagt i utboksen."))
    return redirect(klage)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@require_POST
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    klage, form = _decidable(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hva som må endres, og hvorfor."))
        return redirect(klage)
    actions.return_answer(pk, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now)
    messages.success(request, _("Svaret er sendt tilbake til saksbehandleren."))
    return redirect(klage)


@require_http_methods(["GET", "POST"])
def register(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Register what the klageinstans came to."""
    klage = _klage(request, pk)
    _refuse_unless(permissions.may_prepare(request.actor, klage))
    if not permissions.can_register_answer(request.actor, klage):
        return redirect(klage)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*posted, klage=klage, today=request.today)
    if form.is_valid():
        actions.register_answer(
            pk,
            answer=Answer(form.cleaned_data["answer"]),
            on=form.cleaned_data["answered_on"],
            file=form.cleaned_data["file"],
            actor=request.actor,
            at=request.now,
            wait=_wait(klage),
        )
        messages.success(request, _("Svaret er registrert. Den som klaget, får brev."))
        return redirect(klage)
    return render(request, "klage/register.html", {"klage": klage, "form": form}, status=422 if form.errors else 200)


@require_GET
def answer(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """The letter from the klageinstans."""
    klage = _klage(request, pk)
    _refuse_unless(permissions.reads_answer_from_above(request.actor, klage))
    name = f"klageinstans-{klage.answered_on}.pdf"
    return FileResponse(klage.answer_file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    klage = _klage(request, pk)
    _refuse_unless(permissions.may_withdraw(request.actor, klage))
    actions.withdraw_klage(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Klagen er trukket. Vedtaket blir stående."))
    return redirect(klage)


def _klage(request: Request, pk: uuid.UUID) -> Klage:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _decidable(request: Request, pk: uuid.UUID) -> Klage:
    """A klage that this person may decide. Which state it is in is for the act to say."""
    klage = _klage(request, pk)
    _refuse_unless(permissions.may_decide(request.actor, klage))
    return klage


def _wait(klage: Klage) -> timedelta:
    return timedelta(minutes=klage.letter.round.file.letter.wait)


def _refuse_unless(may: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not may:
        raise Http404
