import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.actors.files import BadFile, content_of
from laget.base.actors.models import County, Organisation, Party
from laget.base.cycle.queries import visible_round
from laget.base.questions.forms import ReturnForm
from laget.base.ui import spreadsheet
from laget.grant.changes.permissions import kinds_for, may_propose
from laget.grant.changes.queries import visible_to as changes_visible_to
from laget.grant.changes.queries import withheld_in
from laget.grant.ledger.models import Award, Entry
from laget.grant.ledger.queries import balances_of, waiting_on
from laget.grant.ledger.queries import visible_to as awards_visible_to
from laget.grant.payments import actions, export, permissions, queries, sheet
from laget.grant.payments.forms import AccountForm, AgreementForm, ReceiptForm, RepaymentForm
from laget.grant.payments.models import PaymentList
from laget.grant.payments.receipt_file import read_receipts
from laget.grant.tilsagn.queries import visible_to as tilsagn_visible_to
from laget.rules.ledger import CannotBook


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """The yearly sheet of a county."""
    found = sheet.sheet_of(visible_round(request.actor, pk))
    if spreadsheet.wanted(request):
        return spreadsheet.download(_("Penger %(round)s") % {"round": found.round}, sheet.sheets(found))
    sees = permissions.sees_payments(request.actor, found.round.county_id)
    context = {"sheet": found, "round": found.round, "sees_payments": sees, "drawing": sheet.drawing_of(found.money)}
    return render(request, "payments/sheet.html", context)


@require_GET
def award(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One award over the years: where its money is, and what has been decided about it."""
    return _award_page(request, _award(request, pk))


def _award_page(
    request: Request,
    found: Award,
    *,
    agreement: AgreementForm | None = None,
    repayments: Mapping[int, RepaymentForm] | None = None,
) -> HttpResponse:
    """With the form that has something wrong in it, as it was filled in."""
    pk, wrong = found.pk, repayments or {}
    balances = {
        year: balance for (_award, year), balance in sorted(balances_of([found]).items(), key=lambda i: i[0][1])
    }
    handles = permissions.handles(request.actor, found.county_id)
    sees, proposes = permissions.sees_payments(request.actor, found.county_id), may_propose(request.actor, found)
    withheld = withheld_in(found.county_id, told=not sees)
    payable = queries.payable_of(found, day=request.today)
    context = {
        "award": found,
        "county": found.county,
        # What others than those who pay are not told yet, is not theirs to see here either.
        "payable": {y: p for y, p in payable.items() if sees or not (p.withheld or p.under_way or p.untold)},
        "years": [
            (year, b, bool(kinds_for(b, withheld=(pk, year) in withheld)) and proposes, (pk, year) in withheld)
            for year, b in balances.items()
        ],
        "whole": sum(balance.granted + balance.supplement for balance in balances.values()),
        "changes": changes_visible_to(request.actor).filter(award=found),
        "decisions": tilsagn_visible_to(request.actor)
        .filter(amounts__award=found)
        .values_list("pk", flat=True)
        .distinct(),
        "handles": handles,
        "sees_payments": sees,
        "untold": _untold(found) if sees else [],
        "agreement": getattr(found, "agreement", None),
        "asks_for_agreement": handles and any(balance.unpaid for balance in balances.values()),
        "agreement_form": agreement or AgreementForm(today=request.today),
        "wrong": bool(agreement or wrong),
        "repayments": [
            (year, wrong.get(year) or _repayment_form(year, b.owed))
            for year, b in balances.items()
            if handles and (b.owed or year in wrong)
        ],
    }
    return render(request, "payments/award.html", context, status=422 if agreement or wrong else 200)


@require_POST
def register_agreement(request: Request, pk: uuid.UUID) -> HttpResponse:
    found, form = _award(request, pk), AgreementForm(request.POST, today=request.today)
    _refuse_unless(permissions.handles(request.actor, found.county_id))
    if not form.is_valid():
        return _award_page(request, found, agreement=form)
    actions.register_agreement(found, signed_on=form.cleaned_data["signed_on"], actor=request.actor, at=request.now)
    messages.success(request, _("Avtalen er registrert."))
    return redirect("payments:award", pk)


@require_POST
def register_repayment(request: Request, pk: uuid.UUID, year: int) -> HttpResponse:
    found, form = _award(request, pk), RepaymentForm(request.POST, auto_id=_ids_of(year))
    _refuse_unless(permissions.handles(request.actor, found.county_id))
    if form.is_valid():
        try:
            actions.register_repayment(found, year=year, **form.cleaned_data, actor=request.actor, at=request.now)
        except CannotBook as problem:
            form.add_error("amount", str(problem))
        else:
            messages.success(request, _("Innbetalingen er registrert."))
            return redirect("payments:award", pk)
    return _award_page(request, found, repayments={year: form})


@require_GET
def lists(request: Request, slug: str) -> HttpResponse:
    """What may be paid now, what waits and for what, and the lists so far."""
    county = _county(request, slug)
    return render(request, "payments/lists.html", _lists(request, county))


@require_POST
def prepare(request: Request, slug: str) -> HttpResponse:
    county = _county(request, slug)
    _refuse_unless(permissions.handles(request.actor, county.pk))
    chosen = frozenset(request.POST.getlist("payable"))
    try:
        made = actions.prepare_list(county, chosen=chosen, actor=request.actor, at=request.now)
    except CannotBook as problem:
        messages.error(request, str(problem))
        return redirect("payments:lists", slug)
    messages.success(request, _("Lista er klar. En annen enn deg må godkjenne den."))
    return redirect(made)


@require_POST
def receipts(request: Request, slug: str) -> HttpResponse:
    """Take in the bank's receipts. A bad file changes nothing, and every fault in it is shown."""
    county, form = _county(request, slug), ReceiptForm(request.POST, request.FILES)
    _refuse_unless(permissions.handles(request.actor, county.pk))
    faults = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_receipts(content_of(file), name=file.name)
            n = actions.take_receipts(county, read, actor=request.actor, at=request.now)
        except BadFile as bad:
            faults = bad.faults
        else:
            messages.success(
                request, ngettext("%(n)d kvittering er lest inn.", "%(n)d kvitteringer er lest inn.", n) % {"n": n}
            )
            return redirect("payments:lists", slug)
    context = _lists(request, county) | {"receipt_form": form, "faults": faults}
    return render(request, "payments/lists.html", context, status=422)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _list(request, pk)
    lines = list(queries.lines_of(found))
    context = {
        "list": found,
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "can_approve": permissions.can_approve(request.actor, found),
        "can_withdraw": permissions.can_withdraw(request.actor, found),
    }
    return render(request, "payments/case.html", context)


@require_POST
def approve(request: Request, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.approve_list(_approvable(request, pk).pk, actor=request.actor, at=request.now)
    except CannotBook as problem:
        messages.error(request, _("Lista kan ikke godkjennes nå: %(why)s Lag en ny.") % {"why": problem})
    else:
        messages.success(request, _("Utbetalingen er godkjent. Last ned fila og send den til betaling."))
    return redirect("payments:case", pk)


@require_POST
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    found, form = _approvable(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hvorfor lista ikke blir godkjent."))
        return redirect(found)
    actions.decline_list(pk, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now)
    messages.success(request, _("Ingenting på lista blir betalt ut."))
    return redirect(found)


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _list(request, pk)
    _refuse_unless(permissions.may_withdraw(request.actor, found))
    actions.withdraw_list(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Lista er trukket tilbake. Det som står på den, kan settes på en ny."))
    return redirect("payments:lists", found.county.slug)


@require_GET
def file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The list for those who pay it, as a spreadsheet or as CSV. Only once it is approved."""
    found = _list(request, pk)
    _refuse_unless(found.state == "approved")
    lines = list(queries.lines_of(found))
    if not spreadsheet.wanted(request, "csv"):
        return spreadsheet.download(str(found), [export.sheet_of(found, lines)])
    response = HttpResponse(export.csv_of(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="utbetalingsliste-{found.number}.csv"'
    return response


@require_http_methods(["GET", "POST"])
def account(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Register where a recipient's money goes."""
    county = _county(request, slug)
    _refuse_unless(permissions.handles(request.actor, county.pk))
    recipient = get_object_or_404(Party.objects.filter(awards__county=county).distinct(), pk=pk)
    now = queries.accounts_in(county.pk).get(recipient.pk)
    form = AccountForm(request.POST if request.method == "POST" else None, initial=_known_of(recipient))
    if form.is_valid():
        try:
            actions.register_account(recipient, county=county, **form.cleaned_data, actor=request.actor, at=request.now)
        except actions.NotAnAccount as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kontoen er registrert."))
            return redirect("payments:lists", slug)
    context = {"county": county, "recipient": recipient, "form": form, "account": now}
    return render(request, "payments/account.html", context, status=422 if form.errors else 200)


def _lists(request: Request, county: County) -> dict[str, Any]:
    payable = queries.payable_in(county.pk, day=request.today)
    return {
        "county": county,
        "ready": [each for each in payable if each.is_ready],
        "waiting": [each for each in payable if not each.is_ready],
        "lists": queries.visible_to(request.actor).filter(county=county)[:50],
        "handles": permissions.handles(request.actor, county.pk),
        "receipt_form": ReceiptForm(),
    }


def _known_of(recipient: Party) -> dict[str, str]:
    organisation = Organisation.objects.filter(pk=recipient.pk).first()
    return {"holder": organisation.name, "organisation_number": organisation.number} if organisation else {}


def _untold(award: Award) -> list[tuple[int, Any, int]]:
    """What is decided, and counts when its letter has left: year, what, kroner."""
    waiting = waiting_on([award])
    return [(each.year, Entry.Kind(each.kind).label, each.amount) for year in sorted(waiting) for each in waiting[year]]


def _repayment_form(year: int, owed: int) -> RepaymentForm:
    return RepaymentForm(initial={"amount": owed, "about": uuid.uuid4()}, auto_id=_ids_of(year))


def _ids_of(year: int) -> str:
    """Several years may have such a form on the page."""
    return f"id_{year}_%s"


def _award(request: Request, pk: uuid.UUID) -> Award:
    return get_object_or_404(awards_visible_to(request.actor).select_related("county", "agreement"), pk=pk)


def _county(request: Request, slug: str) -> County:
    """A county whose payments this person sees."""
    county = get_object_or_404(County, slug=slug, pk__in=request.actor.counties)
    _refuse_unless(permissions.sees_payments(request.actor, county.pk))
    return county


def _list(request: Request, pk: uuid.UUID) -> PaymentList:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _approvable(request: Request, pk: uuid.UUID) -> PaymentList:
    """A list that this person may decide on. Which state it is in is for the act to say."""
    found = _list(request, pk)
    _refuse_unless(permissions.may_approve(request.actor, found))
    return found


def _refuse_unless(may: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not may:
        raise Http404
