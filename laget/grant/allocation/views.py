from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of, rounds_visible_to
from laget.base.questions.actions import content_hash
from laget.base.ui.spreadsheet import download
from laget.grant.allocation import actions, export, permissions, queries
from laget.grant.allocation.explain import explain, in_words
from laget.grant.allocation.forms import AdoptForm, KeyForm
from laget.grant.allocation.inputs import Inputs
from laget.rules.apportionment import Apportionment, CannotApportion


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """The division that was decided; before that, a workbench for those who decide."""
    found = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    adopted = queries.visible_to(request.actor).filter(round=found).first()
    if adopted:
        intact = content_hash({"inputs": adopted.inputs, "result": adopted.result}) == adopted.sha256
        return render(request, "allocation/adopted.html", {"round": found, "allocation": adopted, "intact": intact})
    if not permissions.may_try(request.actor, found):
        return render(request, "allocation/waiting.html", {"round": found, "deadline": found.deadline("allocation")})
    return render(request, "allocation/workbench.html", _workbench(request, found))


@require_GET
def spreadsheet(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    adopted = queries.visible_to(request.actor).filter(round=found).first()
    if adopted is None:
        raise Http404
    return download(f"Fordeling {found}", export.sheets(adopted.result, adopted.inputs))


@require_POST
def adopt(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    if not permissions.may_adopt(request.actor, forum_of(found)):
        raise Http404
    key_form = KeyForm(request.POST, inputs=queries.inputs_for(found, day=request.today))
    form = AdoptForm(request.POST)
    if not (key_form.is_valid() and form.is_valid()):
        messages.error(request, _("Rammene er ikke vedtatt. Skriv hvilket møte og hvilken sak, og se over tallene."))
        return redirect("allocation:round", pk)
    try:
        reference = form.cleaned_data["reference"]
        actions.adopt_allocation(
            found, inputs=key_form.draft(), reference=reference, actor=request.actor, at=request.now
        )
    except CannotApportion as problem:
        messages.error(request, str(problem))
    except actions.AlreadyAdopted:
        messages.info(request, _("Rammene for dette året er allerede vedtatt."))
    else:
        messages.success(request, _("Rammene er vedtatt, og nettverkene kan se dem."))
    return redirect("allocation:round", pk)


def _workbench(request: Request, found: Round) -> dict[str, Any]:
    inputs = queries.inputs_for(found, day=request.today)
    form = KeyForm(request.GET if "base" in request.GET else None, inputs=inputs)
    draft = form.draft() if form.is_bound and form.is_valid() else inputs
    now, now_problem = _divide(inputs)
    tried, problem = _divide(draft)
    rows = []
    if tried:
        before = {share.name: share.amount for share in now.shares} if now else {}
        rows = [
            {
                "share": s,
                "weighted": in_words(s.weighted),
                "before": before.get(s.name),
                "change": s.amount - before[s.name] if before else None,
                "why": [(step.says, step.reckoning, step.amount) for step in explain(tried, s)],
            }
            for s in tried.shares
        ]
    return {
        "round": found,
        "form": form,
        "hidden": KeyForm(form.data if form.is_bound else None, inputs=inputs, auto_id=False),
        "inputs": draft,
        "now": now,
        "tried": tried,
        "problem": problem or now_problem,
        "rows": rows,
        "is_draft": form.is_bound,
        "may_adopt": permissions.may_adopt(request.actor, forum_of(found)),
        "adopt_form": AdoptForm(),
    }


def _divide(inputs: Inputs) -> tuple[Apportionment | None, str]:
    try:
        return inputs.divide(), ""
    except CannotApportion as problem:
        return None, str(problem)
