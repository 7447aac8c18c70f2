from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of, visible_round
from laget.base.questions.actions import content_hash
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui.spreadsheet import download
from laget.grant.allocation import actions, export, permissions, queries
from laget.grant.allocation.explain import explain, written
from laget.grant.allocation.forms import AdoptForm, KeyForm
from laget.grant.allocation.inputs import Inputs
from laget.grant.allocation.models import Allocation
from laget.rules.apportionment import Apportionment, CannotApportion


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """The division that was decided; before that, a workbench for those who decide."""
    found = visible_round(request.actor, pk)
    adopted = queries.visible_to(request.actor).filter(round=found).first()
    if adopted:
        intact = content_hash({"inputs": adopted.inputs, "result": adopted.result}) == adopted.sha256
        context = {"round": found, "allocation": adopted, "intact": intact, "sums": _sums(adopted)}
        return render(request, "allocation/adopted.html", context)
    if not permissions.may_try(request.actor, found):
        return render(request, "allocation/waiting.html", {"round": found, "deadline": found.deadline("allocation")})
    draft = request.GET if "grant" in request.GET else None
    deciding = draft and "vedta" in request.GET and permissions.may_adopt(request.actor, forum_of(found))
    return render(
        request, "allocation/workbench.html", _workbench(request, found, draft, AdoptForm() if deciding else None)
    )


@require_GET
def spreadsheet(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    adopted = queries.visible_to(request.actor).filter(round=found).first()
    if adopted is None:
        raise Http404
    return download(f"Fordeling {found}", export.sheets(adopted.result, adopted.inputs))


@require_POST
def adopt(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    if not permissions.may_adopt(request.actor, forum_of(found)):
        raise Http404
    key_form = KeyForm(request.POST, inputs=queries.inputs_for(found, day=request.today))
    form = AdoptForm(request.POST)
    if not (key_form.is_valid() and form.is_valid()):
        return _not_adopted(request, found, form)
    try:
        actions.adopt_allocation(
            found,
            inputs=key_form.draft(),
            shown=request.POST.get("shown", ""),
            reference=form.cleaned_data["reference"],
            actor=request.actor,
            at=request.now,
        )
    except (CannotApportion, ChangedMeanwhile) as problem:
        return _not_adopted(request, found, form, str(problem))
    except actions.AlreadyAdopted:
        messages.info(request, _("Rammene for dette året er allerede vedtatt."))
    else:
        messages.success(request, _("Rammene er vedtatt, og nettverkene kan se dem."))
    return redirect("allocation:round", pk)


def _not_adopted(request: Request, found: Round, form: AdoptForm, problem: str = "") -> HttpResponse:
    """The workbench with what was sent, so that the draft is not lost, and whether the numbers are others now."""
    if queries.is_divided(found):
        messages.info(request, _("Rammene for dette året er allerede vedtatt."))
        return redirect("allocation:round", found.pk)
    context = _workbench(request, found, request.POST, form)
    not_as_shown = context["adopt_form"] and request.POST.get("shown") != context["shown"]
    context["problem"] = problem or context["problem"] or (actions.NOT_AS_SHOWN if not_as_shown else "")
    return render(request, "allocation/workbench.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _workbench(
    request: Request, found: Round, typed: Mapping[str, Any] | None, adopt_form: AdoptForm | None
) -> dict[str, Any]:
    """A key that can't be read divides nothing. With an `adopt_form` the page asks whether to adopt what it shows."""
    inputs = queries.inputs_for(found, day=request.today)
    form = KeyForm(typed, inputs=inputs)
    readable = not form.is_bound or form.is_valid()
    draft = form.draft() if form.is_bound and readable else inputs
    now, now_problem = _divide(inputs)
    tried, problem = _divide(draft) if readable else (None, "")
    rows = []
    if tried:
        before = {share.name: share.amount for share in now.shares} if now else {}
        rows = [
            {
                "share": s,
                "weighted": written(s.weighted),
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
        "shown": queries.hash_of(draft),
        "now": now,
        "tried": tried,
        "problem": problem or (now_problem if readable else ""),
        "rows": rows,
        "is_draft": form.is_bound,
        "may_adopt": permissions.may_adopt(request.actor, forum_of(found)),
        "adopt_form": adopt_form if tried else None,
    }


def _sums(adopted: Allocation) -> dict[str, int]:
    """What the tables of a division come to, in kroner."""
    result = adopted.result
    taken = sum(post["amount"] for name in ("bound", "set_asides", "fixed", "fellestiltak") for post in result[name])
    return {"taken": taken, "rest": result["grant"] - taken, "frames": sum(post["amount"] for post in result["frames"])}


def _divide(inputs: Inputs) -> tuple[Apportionment | None, str]:
    try:
        return inputs.divide(), ""
    except CannotApportion as problem:
        return None, str(problem)
