import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.permissions import may_decide, may_withdraw
from laget.base.questions.forms import ReturnForm
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui.numbers import whole_number
from laget.grant.changes import actions, permissions, queries
from laget.grant.changes.forms import ChangeForm
from laget.grant.changes.letters import notice_of
from laget.grant.changes.models import Change
from laget.grant.changes.states import State
from laget.grant.ledger.queries import balance_of
from laget.grant.ledger.queries import visible_to as awards_visible_to
from laget.grant.tilsagn import notices
from laget.grant.tilsagn.queries import letters_about
from laget.rules.ledger import CannotBook


@require_http_methods(["GET", "POST"])
def propose(request: Request, pk: uuid.UUID, year: int) -> HttpResponse:
    """Write what is to be decided about an award's money in one year."""
    award = get_object_or_404(awards_visible_to(request.actor), pk=pk)
    balance, withheld = balance_of(award, year), queries.is_withheld(award, year)
    if not permissions.may_propose(request.actor, award) or not permissions.kinds_for(balance, withheld=withheld):
        raise Http404
    data = request.POST if request.method == "POST" else None
    given: dict[str, Any] = {"award": award, "year": year, "balance": balance, "withheld": withheld}
    form = ChangeForm(data, **given, today=request.today, proposed=request.GET.dict())
    if form.is_valid():
        try:
            change = actions.propose_change(
                award,
                year=year,
                kind=Change.Kind(form.cleaned_data["kind"]),
                amount=form.cleaned_data["amount"],
                reason=form.cleaned_data["reason"],
                to=form.target(),
                actor=request.actor,
                at=request.now,
            )
        except CannotBook as problem:
            form.add_error("amount", str(problem))
        else:
            messages.success(request, _("Endringen er lagt fram. En annen enn deg må vedta den."))
            return redirect(change)
    context = {"award": award, "year": year, "balance": balance, "withheld": withheld, "form": form}
    return render(request, "changes/propose.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    change = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    context = {
        "change": change,
        "may_preview": permissions.may_preview(request.actor, change),
        "can_decide": permissions.can_decide(request.actor, change),
        "can_withdraw": permissions.can_withdraw(request.actor, change),
        "amount": actions.amount_now(change) if change.state == State.PROPOSED else change.amount,
        "claim": actions.would_claim(change),
        "return_form": ReturnForm(),
        "letters": letters_about(pk, request.actor),
    }
    return render(request, "changes/case.html", context)


@require_GET
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How the letter will look, before it is decided."""
    change = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not permissions.may_preview(request.actor, change):
        raise Http404
    amount, claim = actions.amount_now(change), actions.would_claim(change)
    notice = notice_of(change, amount=amount, in_hand=claim, on=request.today)
    pdf = notices.preview(notice, prepared=change.proposed_by.name, on=request.today)
    return HttpResponse(pdf, content_type="application/pdf")


@require_POST
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    try:
        change = _decidable(request, pk)
        wait = timedelta(minutes=change.award.given_in.file.letter.wait)
        claim = whole_number(request.POST.get("claim", ""), 0)
        actions.decide_change(pk, claim=claim, actor=request.actor, at=request.now, wait=wait)
    except ChangedMeanwhile as problem:
        messages.error(request, str(problem))
    except CannotBook as problem:
        messages.error(request, _("Endringen kan ikke vedtas nå: %(why)s") % {"why": problem})
    else:
        messages.success(
            request, _("Endringen er vedtatt. Brevet er lagt i utboksen, og endringen gjelder når det går ut.")
        )
    return redirect("changes:case", pk)


@require_POST
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    change, form = _decidable(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hvorfor endringen ikke blir vedtatt."))
        return redirect(change)
    actions.decline_change(pk, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now)
    messages.success(request, _("Endringen ble ikke vedtatt. Pengene står som før."))
    return redirect(change)


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    change = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not may_withdraw(request.actor, change):
        raise Http404
    actions.withdraw_change(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Endringen er trukket tilbake. Pengene står som før."))
    return redirect(change)


def _decidable(request: Request, pk: uuid.UUID) -> Change:
    """A change that this person may decide on. Which state it is in is for the act to say."""
    change = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not may_decide(request.actor, change):
        raise Http404
    return change
