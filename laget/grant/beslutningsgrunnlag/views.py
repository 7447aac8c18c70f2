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
from laget.base.questions.queries import open_document, visible_document
from laget.base.questions.states import State
from laget.grant.beslutningsgrunnlag import actions, permissions, queries
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.need.tiltak import plans


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    may_ask = bool(queries.to_ask(found)) and permissions.may_ask(request.actor, forum_of(found))
    return overview_page(request, "beslutningsgrunnlag/round.html", found, Beslutningsgrunnlag, may_ask=may_ask)


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not permissions.may_ask(request.actor, forum_of(found)):
        raise Http404
    opened = actions.ask_partnerships(found, actor=request.actor, at=request.now)
    messages.success(request, _("%(n)d nettverk har fått oppgaven.") % {"n": len(opened)})
    return redirect("beslutningsgrunnlag:round", pk)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    document = open_document(request.actor, Beslutningsgrunnlag, pk)
    actor, signing = request.actor, None
    version = queries.version_to_sign(document) if document.state != State.DRAFT else None
    if version:
        signatures = queries.signatures_on(version)
        sides = queries.sides_of(version)
        mine = permissions.side_to_sign_for(actor, sides, signatures) if document.state == State.SIGNING else None
        names = queries.names_of(sides)
        signed = {signature.party_id: signature for signature in signatures}
        lines = [{"name": names[side], "signature": signed.get(side)} for side in sides]
        signing = {"version": version, "lines": lines, "mine": names.get(mine) if mine else None}
    return case_page(
        request,
        "beslutningsgrunnlag/case.html",
        document,
        signing=signing,
        can_freeze=permissions.can_freeze(actor, document),
        can_reopen=permissions.can_reopen(actor, document),
        can_return=permissions.can_return(actor, document, forum_of(document.round)),
    )


@require_GET
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    document = visible_document(request.actor, Beslutningsgrunnlag, pk)
    if not permissions.can_freeze(request.actor, document):
        return redirect(document)
    return check_page(
        request,
        document,
        warnings=plans.what_to_consider(document),
        submit=reverse("beslutningsgrunnlag:freeze", args=[pk]),
        heading=_("Se over før du legger fram"),
        button=_("Legg fram til signering"),
        tells=_(
            "Når du legger det fram, fryses denne versjonen, og nettverket og UH signerer den. Når alle har "
            "signert, går det til samarbeidsforum. Vil noen endre noe, kan dere ta det tilbake fram til da."
        ),
    )


@require_POST
def freeze(request: Request, pk: uuid.UUID) -> HttpResponse:
    actions.freeze_for_signing(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Beslutningsgrunnlaget er lagt fram til signering."))
    return redirect("beslutningsgrunnlag:case", pk)


@require_POST
def sign(request: Request, pk: uuid.UUID) -> HttpResponse:
    try:
        signature = actions.sign(pk, sha256=request.POST.get("sha256", ""), actor=request.actor, at=request.now)
    except actions.OtherVersion:
        messages.error(request, _("Det er kommet en ny versjon siden du åpnet siden. Les den før du signerer."))
        return redirect("beslutningsgrunnlag:case", pk)
    except actions.AlreadySigned:
        messages.info(request, _("Du har allerede signert."))
        return redirect("beslutningsgrunnlag:case", pk)
    except actions.TakenBack:
        said = _("Grunnlaget er tatt tilbake, så ingenting er signert. Du kan signere når det er lagt fram på nytt.")
        messages.info(request, said)
        return redirect("beslutningsgrunnlag:case", pk)
    if signature.version.document.state == State.SUBMITTED:
        messages.success(request, _("Du har signert. Nå har alle signert, og grunnlaget er sendt til samarbeidsforum."))
    else:
        messages.success(request, _("Du har signert. Grunnlaget går til samarbeidsforum når alle har signert."))
    return redirect("beslutningsgrunnlag:case", pk)


@require_POST
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    actions.reopen(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Dere kan skrive videre. Den nye versjonen må signeres på nytt."))
    return redirect("beslutningsgrunnlag:case", pk)


@require_POST
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    document = visible_document(request.actor, Beslutningsgrunnlag, pk)
    return returned(
        request, document, actions.return_beslutningsgrunnlag, says=_("Beslutningsgrunnlaget er sendt tilbake.")
    )
