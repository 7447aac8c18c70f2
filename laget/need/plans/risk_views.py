"""Going through the risks of a plan, again and again; and those that many plans have in common."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laget.base.accounts.http import Request
from laget.base.cycle.queries import visible_round
from laget.base.questions.answers import layout_of_version
from laget.base.questions.permissions import writes
from laget.base.questions.queries import visible_document
from laget.base.refusals import NotInOrder
from laget.need.plans import risk_actions
from laget.need.plans.common_risk_queries import common_risks
from laget.need.plans.matrix import judged
from laget.need.plans.models import Plan
from laget.need.plans.pages import matrices_of
from laget.need.plans.permissions import follows_risks
from laget.need.plans.reading import degree_words, read_plan
from laget.need.plans.risk_forms import ReviewForm
from laget.need.plans.risk_queries import movements, newest_reviews, reviews_of
from laget.need.plans.steering_queries import standing


@require_http_methods(["GET", "POST"])
def review(request: Request, pk: UUID) -> HttpResponse:
    plan = visible_document(request.actor, Plan, pk)
    version, writing = standing(plan), writes(request.actor, plan)
    if version is None or (request.method == "POST" and not writing):
        raise Http404
    layout = layout_of_version(plan, version)
    content = read_plan(layout, version.content["answers"])
    if not content.risks:
        raise Http404
    risks = judged(content, newest_reviews([version])[plan.pk])
    form = ReviewForm(
        request.POST if request.method == "POST" else None,
        risks=risks,
        probabilities=degree_words(layout, "probability"),
        consequences=degree_words(layout, "consequence"),
        today=request.today,
    )
    if form.is_valid():
        try:
            risk_actions.review_risks(
                pk,
                held_on=form.cleaned_data["held_on"],
                judgements=form.judgements(),
                actor=request.actor,
                at=request.now,
            )
        except NotInOrder as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Gjennomgangen er lagret."))
            return redirect("plan:review", pk)
    reviews = reviews_of(plan)
    context = {
        "document": plan,
        "version": version,
        "content": content,
        "risks": risks,
        "matrices": matrices_of(content, risks),
        "reviews": reviews,
        "movements": movements(content, reviews),
        "form": form if writing else None,
    }
    return render(request, "plans/review.html", context, status=422 if form.errors else 200)


@require_GET
def common(request: Request, pk: int) -> HttpResponse:
    round = visible_round(request.actor, pk)
    if not follows_risks(request.actor, round):
        raise Http404
    return render(request, "plans/common_risks.html", {"round": round, "themes": common_risks(request.actor, round)})
