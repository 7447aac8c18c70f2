"""From result to need: the leader chooses what of a kartlegging the assessment rests on."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laget.base.accounts.http import Request
from laget.base.questions.actions import NoLongerOpen
from laget.base.questions.evidence import Evidence, evidence_in
from laget.base.questions.forms import seen_revision
from laget.base.questions.queries import visible_document
from laget.base.ui.numbers import whole_number
from laget.need.assessments import actions, permissions, queries
from laget.need.assessments.evidence import MOST, Offer, offers_from, offers_in, offers_of_children
from laget.need.assessments.models import Assessment
from laget.need.surveys.queries import visible_group
from laget.need.surveys.result_queries import Result, other_sources_visible_to, result_of


@require_http_methods(["GET", "POST"])
def evidence(request: Request, pk: uuid.UUID) -> HttpResponse:
    assessment = visible_document(request.actor, Assessment, pk)
    if not permissions.leads(request.actor, assessment):
        raise Http404
    if not assessment.writable:
        return redirect(assessment)
    result = _result(request, assessment)
    offers = _offers(request, assessment, result)
    chosen = evidence_in(assessment.given)
    if request.method == "POST":
        return _choose(request, assessment, chosen, offers)
    taken = {each.id for each in chosen}
    context = {
        "document": assessment,
        "result": result,
        "surveys": queries.results_for(assessment),
        "offers": [Offer(each.title, tuple(e for e in each.evidence if e.id not in taken)) for each in offers],
        "chosen": chosen,
    }
    return render(request, "assessments/evidence.html", context)


def _offers(request: Request, assessment: Assessment, result: Result | None) -> list[Offer]:
    sources = other_sources_visible_to(request.actor, day=request.today)
    children = offers_of_children(request.actor, assessment.party_id)
    return [*(offers_in(result) if result else ()), *children, *offers_from(sources[:MOST])]


def _choose(request: Request, assessment: Assessment, chosen: list[Evidence], offers: list[Offer]) -> HttpResponse:
    """What was chosen before keeps the figures it had then, also when the source has been changed since."""
    ticked = set(request.POST.getlist("evidence"))
    known = {each.id for each in chosen}
    new = [each for offer in offers for each in offer.evidence if each.id in ticked and each.id not in known]
    kept = [each for each in chosen if each.id in ticked]
    if len(kept) + len(new) > MOST:
        words = _("Dere har valgt %(n)d funn. Det er plass til %(most)d. Velg de viktigste.")
        messages.error(request, words % {"n": len(kept) + len(new), "most": MOST})
        return redirect(request.get_full_path())
    try:
        actions.choose_evidence(
            assessment.pk,
            evidence=[*kept, *new],
            revision=seen_revision(request.POST),
            actor=request.actor,
            at=request.now,
        )
    except actions.EvidenceChanged:
        messages.error(request, _("Noen har valgt andre funn siden du åpnet siden. Se over, og velg en gang til."))
        return redirect(request.get_full_path())
    except NoLongerOpen:
        messages.info(request, _("Vurderingen er sendt i mellomtiden, så funnene ble ikke endret."))
        return redirect(assessment)
    messages.success(request, _("Funnene står nå i vurderingen."))
    return redirect(assessment)


def _result(request: Request, assessment: Assessment) -> Result | None:
    """The group that the address asks for, else the unit's own in the newest result."""
    asked = whole_number(request.GET.get("gruppe", ""))
    if asked is not None:
        group = visible_group(request.actor, asked)
    else:
        newest = queries.results_for(assessment).first()
        group = visible_group(request.actor, newest.pk) if newest else None
    if group is None:
        return None
    return result_of(request.actor, group.release.survey, group.release, group, day=request.today)
