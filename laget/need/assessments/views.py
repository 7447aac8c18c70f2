import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import visible_round
from laget.base.questions.forms import seen_revision
from laget.base.questions.overview import overview_page
from laget.base.questions.pages import case_page, check_page, returned
from laget.base.questions.queries import open_document, visible_document
from laget.need.assessments import actions, permissions, queries
from laget.need.assessments.models import Assessment


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    return overview_page(request, "assessments/round.html", found, Assessment)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    assessment = open_document(request.actor, Assessment, pk)
    return case_page(
        request,
        "assessments/case.html",
        assessment,
        can_submit=permissions.can_submit(request.actor, assessment),
        can_return=permissions.can_return(request.actor, assessment),
        can_choose_evidence=permissions.can_choose_evidence(request.actor, assessment),
    )


@require_GET
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    assessment = visible_document(request.actor, Assessment, pk)
    if not permissions.can_submit(request.actor, assessment):
        return redirect(assessment)
    return check_page(
        request,
        assessment,
        warnings=queries.what_to_consider(assessment),
        submit=reverse("assessment:submit", args=[pk]),
        button=_("Send til %(owner)s") % {"owner": assessment.owner},
        tells=_(
            "Når du sender, kan %(owner)s lese vurderingen og bygge på den. Nettverket, UH og "
            "Statsforvalteren kan også lese den. Du kan ikke endre den etterpå, uten at eieren sender den tilbake."
        )
        % {"owner": assessment.owner},
    )


@require_POST
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    version = actions.submit_assessment(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Vurderingen er sendt til %(owner)s.") % {"owner": version.document.owner})
    return redirect("assessment:case", pk)


@require_POST
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    assessment = visible_document(request.actor, Assessment, pk)
    return returned(request, assessment, actions.return_assessment, says=_("Vurderingen er sendt tilbake."))
