import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import visible_round
from laget.base.questions.answers import layout_of
from laget.base.questions.forms import seen_revision
from laget.base.questions.overview import overview_page
from laget.base.questions.pages import case_page, check_page
from laget.base.questions.queries import last_return, open_document, visible_document
from laget.base.questions.standing import not_changed
from laget.effect.reports import actions, permissions, queries
from laget.effect.reports.filling import known_since
from laget.effect.reports.given import to_fetch
from laget.effect.reports.judging_queries import rulings_of
from laget.effect.reports.models import Report
from laget.effect.reports.reminding import late_in, since
from laget.effect.reports.review import how_it_went
from laget.grant.changes.unused import undecided_in
from laget.grant.tilsagn.queries import letters_about


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    may_ask = permissions.may_ask(request.actor, found.county_id)
    follows = permissions.follows_late(request.actor, found.county_id)
    late = late_in(found, day=request.today) if follows else []
    undecided = undecided_in(found) if follows else []
    return overview_page(
        request,
        "reports/round.html",
        found,
        Report,
        may_ask=may_ask and bool(queries.not_asked_yet(found)),
        late=late,
        undecided=undecided,
        wishes=queries.wishes_in(found, undecided),
        proposes=may_ask,
    )


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not permissions.may_ask(request.actor, found.county_id):
        raise Http404
    opened = actions.ask_for_reports(found, actor=request.actor, at=request.now)
    n = len(opened)
    said = ngettext("%(n)d mottaker har fått oppgaven.", "%(n)d mottakere har fått oppgaven.", n) % {"n": n}
    messages.success(request, said)
    return redirect("report:round", pk)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = open_document(request.actor, Report, pk)
    amounts = list(report.amounts.select_related("award__tiltak__applicant").order_by("pk"))
    return case_page(
        request,
        "reports/case.html",
        report,
        amounts=amounts,
        letters=letters_about(pk, request.actor),
        is_late=report.writable and since(report) < request.today,
        told="lines" if amounts else "",
        can_submit=permissions.can_submit(request.actor, report),
        went=how_it_went(report),
        known=len(known_since(report)) if permissions.can_submit(request.actor, report) else 0,
        changed=to_fetch(report) if permissions.can_submit(request.actor, report) else [],
        undecided=queries.undecided_of(report) if permissions.may_ask(request.actor, report.county_id) else (),
        can_judge=permissions.can_judge(request.actor, report),
        rulings=rulings_of(report),
    )


@require_GET
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = visible_document(request.actor, Report, pk)
    if not permissions.can_submit(request.actor, report):
        return redirect(report)
    return check_page(
        request,
        report,
        submit=reverse("report:submit", args=[pk]),
        button=_("Send til Statsforvalteren"),
        warnings=[
            _("Du har ikke endret «%(title)s», der Statsforvalteren ba om mer.") % {"title": section.title}
            for section in not_changed(layout_of(report), report.answers, last_return(report))
        ],
        tells=_("Når du sender, leser Statsforvalteren rapporten, og samarbeidsforum går gjennom den i september."),
    )


@require_POST
def fetch(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let it say what has been written down while the tiltak was carried out."""
    report = visible_document(request.actor, Report, pk)
    if not permissions.can_submit(request.actor, report):
        raise Http404
    fetched = actions.fetch_known(pk, actor=request.actor, at=request.now)
    if fetched.lines:
        messages.success(request, _("Rapporten har de nye beløpene. Se over det dere har ført."))
    if fetched.answers or not fetched.lines:
        messages.success(request, _("%(n)d svar er hentet fra gjennomføringen. Se over dem.") % {"n": fetched.answers})
    return redirect(report)


@require_POST
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    actions.submit_report(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Rapporten er sendt til Statsforvalteren."))
    return redirect("report:case", pk)
