import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.permissions import may_decide, may_withdraw
from laget.base.questions.forms import ReturnForm
from laget.grant.corrections import actions, letters, permissions, queries
from laget.grant.corrections.forms import CorrectionForm
from laget.grant.corrections.models import Correction
from laget.grant.corrections.states import State
from laget.grant.corrections.texts import texts_in
from laget.grant.tilsagn.permissions import may_correct
from laget.grant.tilsagn.queries import letters_visible_to


@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: int) -> HttpResponse:
    """Write what is wrong in a letter, and how it should be."""
    letter = get_object_or_404(letters_visible_to(request.actor), pk=pk)
    if not may_correct(request.actor, letter):
        raise Http404
    if waiting := queries.visible_to(request.actor).filter(letter=letter, state=State.PROPOSED).first():
        return redirect(waiting)
    form = CorrectionForm(request.POST if request.method == "POST" else None, letter=letter)
    if form.is_valid():
        what, texts = form.cleaned_data["what"], form.texts()
        try:
            made = actions.propose_correction(letter, what=what, texts=texts, actor=request.actor, at=request.now)
        except actions.NothingToCorrect as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Rettingen er lagt fram. En annen enn deg må vedta den."))
            return redirect(made)
    context = {"letter": letter, "form": form}
    return render(request, "corrections/begin.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What stood there, and what is to stand there."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    before = texts_in(found.letter.said)
    context = {
        "correction": found,
        "texts": [(before[place], text) for place, text in found.texts.items()],
        "may_preview": permissions.may_preview(request.actor, found),
        "can_decide": permissions.can_decide(request.actor, found),
        "can_withdraw": permissions.can_withdraw(request.actor, found),
        "return_form": ReturnForm(),
    }
    return render(request, "corrections/case.html", context)


@require_GET
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How the letter will look, before it is decided."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not permissions.may_preview(request.actor, found):
        raise Http404
    return HttpResponse(letters.preview(found, on=request.today), content_type="application/pdf")


@require_POST
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _decidable(request, pk)
    wait = timedelta(minutes=found.letter.round.file.letter.wait)
    actions.decide_correction(pk, actor=request.actor, at=request.now, wait=wait)
    messages.success(request, _("Brevet er rettet. Det nye brevet er lagt i utboksen."))
    return redirect(found)


@require_POST
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    found, form = _decidable(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hvorfor brevet ikke blir rettet."))
        return redirect(found)
    actions.decline_correction(pk, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now)
    messages.success(request, _("Brevet står som før."))
    return redirect(found)


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not may_withdraw(request.actor, found):
        raise Http404
    actions.withdraw_correction(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Rettingen er trukket tilbake. Brevet står som før."))
    return redirect(found)


def _decidable(request: Request, pk: uuid.UUID) -> Correction:
    """A correction that this person may decide on. Which state it is in is for the act to say."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not may_decide(request.actor, found):
        raise Http404
    return found
