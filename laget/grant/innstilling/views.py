import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import forum_of, visible_round
from laget.base.questions.forms import seen_revision
from laget.base.questions.overview import overview_page
from laget.base.questions.pages import case_page, check_page, returned
from laget.base.questions.paper import set_paper
from laget.base.questions.permissions import can_write
from laget.base.questions.queries import open_document, versions_visible_to, visible_document
from laget.grant.allocation.queries import is_divided
from laget.grant.innstilling import actions, permissions, queries
from laget.grant.innstilling.models import Innstilling
from laget.grant.innstilling.paper import parts


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    may_open = permissions.may_open(request.actor, forum_of(found)) and is_divided(found)
    return overview_page(request, "innstilling/round.html", found, Innstilling, may_open=may_open)


@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Begin it, or take in what has come since."""
    found = visible_round(request.actor, pk)
    if not permissions.may_open(request.actor, forum_of(found)):
        raise Http404
    if not is_divided(found):
        messages.info(request, _("Innstillingen kan begynne når forumet har fordelt pengene."))
        return redirect("allocation:round", pk)
    return redirect(actions.open_innstilling(found, actor=request.actor, at=request.now))


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    innstilling = open_document(request.actor, Innstilling, pk)
    found = queries.recommendations(innstilling)
    networks = queries.by_network(found)
    return case_page(
        request,
        "innstilling/case.html",
        innstilling,
        networks=[(network, queries.sums_of(theirs), theirs) for network, theirs in networks.items()],
        in_all=queries.sums_of(found),
        set_aside=queries.sets_aside(innstilling),
        missing=queries.not_here_yet(innstilling) if innstilling.writable else [],
        may_refresh=innstilling.writable and permissions.may_open(request.actor, forum_of(innstilling.round)),
        can_submit=permissions.can_submit(request.actor, innstilling),
        can_return=permissions.can_return(request.actor, innstilling),
    )


@require_GET
def paper(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The innstilling as it was last sent, with every tiltak: what the forum and Statsforvalteren file."""
    innstilling = visible_document(request.actor, Innstilling, pk)
    version = versions_visible_to(request.actor, innstilling).order_by("number").last()
    if version is None:
        raise Http404
    content = set_paper(innstilling, version, on=version.frozen_on, parts=parts(innstilling, version))
    return HttpResponse(content, content_type="application/pdf")


@require_GET
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    """For the leader, who sends it, and the secretary, who sees what has to be mended first."""
    innstilling = visible_document(request.actor, Innstilling, pk)
    if not can_write(request.actor, innstilling):
        return redirect(innstilling)
    sends = permissions.can_submit(request.actor, innstilling)
    tells = _("Når du sender, kan alle i fylket lese innstillingen, og Statsforvalteren forbereder tilsagnene.")
    missing = queries.not_here_yet(innstilling)
    warnings = (
        [_("Disse har ikke sendt beslutningsgrunnlag: %(names)s.") % {"names": ", ".join(missing)}] if missing else []
    )
    return check_page(
        request,
        innstilling,
        warnings=warnings,
        submit=reverse("innstilling:submit", args=[pk]) if sends else "",
        button=_("Send til Statsforvalteren"),
        heading="" if sends else _("Se over før lederen sender"),
        tells=tells if sends else _("Alt er på plass. Nå er det lederen i samarbeidsforum som ser over og sender."),
    )


@require_POST
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    actions.submit_innstilling(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Innstillingen er sendt til Statsforvalteren."))
    return redirect("innstilling:case", pk)


@require_POST
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    innstilling = visible_document(request.actor, Innstilling, pk)
    return returned(request, innstilling, actions.return_innstilling, says=_("Innstillingen er sendt tilbake."))
