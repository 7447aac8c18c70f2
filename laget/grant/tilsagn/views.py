import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import visible_round
from laget.base.questions.forms import seen_revision
from laget.base.questions.overview import Amounts, overview_page
from laget.base.questions.pages import case_page, check_page, returned
from laget.base.questions.queries import open_document, visible_document
from laget.base.questions.shown import as_shown
from laget.base.questions.states import State
from laget.base.ui.seal import NoSeal, certificate
from laget.grant.innstilling.queries import innstilling_of
from laget.grant.tilsagn import actions, permissions, queries, round_actions
from laget.grant.tilsagn.models import Tilsagn
from laget.grant.tilsagn.words import applied_in_words, proposed_in


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    actor, innstilling = request.actor, innstilling_of(found)
    waiting = list(queries.decidable_by(actor).filter(round=found))
    decidable = [(each.subject.name, proposed_in(each)) for each in waiting]
    proposable = list(queries.proposable_by(actor).filter(round=found))
    sendable = list(queries.sendable_by(actor).filter(round=found))
    return overview_page(
        request,
        "tilsagn/round.html",
        found,
        Tilsagn,
        amounts=Amounts(_("Innvilget, alle år"), queries.granted_in),
        awaits=False,  # that one is coming is no news before it is decided
        may_prepare=permissions.may_prepare(actor, found.county_id)
        and innstilling is not None
        and innstilling.state == State.SUBMITTED,
        proposable=proposable,
        proposable_shown=as_shown(proposable),
        decidable=decidable,
        decidable_shown=as_shown(waiting),
        deciding_on=sum(amount for _name, amount in decidable),
        sendable=sendable,
        sendable_shown=as_shown(sendable),
        no_seal=_why_no_seal() if permissions.follows_letters(actor, found.county_id) else "",
        sees_outbox=permissions.follows_letters(actor, found.county_id) and queries.outbox_of(found, actor).exists(),
        sees_texts=permissions.follows_letters(actor, found.county_id),
    )


@require_POST
def prepare(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not permissions.may_prepare(request.actor, found.county_id):
        raise Http404
    if innstilling_of(found) is None:
        messages.info(request, _("Tilsagnene kan forberedes når innstillingen fra forumet er her."))
        return redirect("innstilling:round", pk)
    opened = actions.prepare_tilsagn(found, actor=request.actor, at=request.now)
    messages.success(request, _("Nå kan du skrive ferdig %(n)d tilsagn.") % {"n": len(opened)})
    return redirect("tilsagn:round", pk)


@require_POST
def propose_all(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    ready, lacking = round_actions.propose_all(
        found, shown=request.POST.get("shown", ""), actor=request.actor, at=request.now
    )
    messages.success(request, _("%(n)d tilsagn er lagt fram til beslutning.") % {"n": ready})
    if lacking:
        messages.info(request, _("%(n)d mangler noe, og er ikke lagt fram.") % {"n": lacking})
    return redirect("tilsagn:round", pk)


@require_POST
def give_all(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    given = round_actions.give_all(found, shown=request.POST.get("shown", ""), actor=request.actor, at=request.now)
    messages.success(request, _("%(n)d tilsagn er vedtatt. Brevene er klare til utsending.") % {"n": given})
    return redirect("tilsagn:round", pk)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    tilsagn = open_document(request.actor, Tilsagn, pk)
    actor = request.actor
    tiltak = "recommended__planned__tiltak"
    origins = (f"{tiltak}__network", f"{tiltak}__applicant", "recommended__earmark")
    lines = tilsagn.given["items"]["lines"]
    letters = queries.letters_about(tilsagn.pk, actor)
    letter = letters.filter(replaces=None).first()
    newest = next((each for each in letters if each.has_left), None)
    amounts = list(tilsagn.amounts.select_related(*origins).order_by("year", "pk"))
    return case_page(
        request,
        "tilsagn/case.html",
        tilsagn,
        amounts=amounts,
        applied=sum(each.recommended.applied for each in amounts),
        granted=sum(each.amount for each in amounts),
        granted_now=sum(each.amount for each in amounts if each.year == tilsagn.round.year),
        called=applied_in_words(lines),
        proposed=proposed_in(tilsagn) if tilsagn.state == State.PROPOSED else None,
        asked=sum(line["applied"] for line in lines),
        told="lines" if amounts else "",
        letter=letter,
        letters=letters,
        newest=newest,
        may_complain=newest is not None and permissions.may_complain(actor, newest),
        may_preview=permissions.may_preview(actor, tilsagn),
        follows_letters=permissions.follows_letters(actor, tilsagn.county_id),
        can_stop=letter is not None and permissions.can_stop(actor, letter),
        can_resend=letter is not None and permissions.can_resend(actor, letter),
        can_propose=permissions.can_propose(actor, tilsagn),
        can_give=permissions.can_give(actor, tilsagn),
        can_return=permissions.can_return(actor, tilsagn),
        can_send=permissions.can_send(actor, tilsagn),
    )


@require_GET
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    tilsagn = visible_document(request.actor, Tilsagn, pk)
    if not permissions.can_propose(request.actor, tilsagn):
        return redirect(tilsagn)
    return check_page(
        request,
        tilsagn,
        submit=reverse("tilsagn:propose", args=[pk]),
        heading=_("Se over før du legger fram"),
        button=_("Legg fram til beslutning"),
        tells=_("Når du legger det fram, må en annen enn deg vedta det. Mottakeren ser ingenting før brevet er sendt."),
    )


@require_POST
def propose(request: Request, pk: uuid.UUID) -> HttpResponse:
    actions.propose_tilsagn(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Tilsagnet er lagt fram til beslutning."))
    return redirect("tilsagn:case", pk)


@require_POST
def give(request: Request, pk: uuid.UUID) -> HttpResponse:
    actions.give_tilsagn(pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now)
    messages.success(request, _("Tilsagnet er vedtatt. Brevet er klart til utsending."))
    return redirect("tilsagn:case", pk)


@require_POST
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    tilsagn = visible_document(request.actor, Tilsagn, pk)
    return returned(request, tilsagn, actions.return_tilsagn, says=_("Tilsagnet er sendt tilbake til saksbehandleren."))


def _why_no_seal() -> str:
    """What is missing for letters to be sealed, before anyone has decided anything."""
    try:
        certificate()
    except NoSeal as problem:
        return str(problem)
    return ""
