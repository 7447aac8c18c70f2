"""The forms of a round: which there are, what each asks, and what becomes of its draft."""

from collections.abc import Callable, Iterable

import tomli_w
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.county_forms import actions, queries
from laget.base.county_forms.editing import changes
from laget.base.county_forms.forms import LABELS
from laget.base.county_forms.queries import Current
from laget.base.cycle.form_checks import SCORING, Fault
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import Round
from laget.base.ui.numbers import whole_number
from laget.rules.names import slug


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = administered(request, pk)
    return render(request, "county_forms/round.html", {"round": found, "forms": queries.all_current(found)})


@require_GET
def case(request: Request, pk: int, kind: str) -> HttpResponse:
    """Everything that the form asks, each with what can be done about it."""
    found = current(request, pk, kind)
    context = {
        "round": found.round,
        "current": found,
        "types": LABELS,
        "scoring": kind == SCORING,
        "versions": queries.versions_of(found.round, kind),
        "last_year": queries.last_years(found.round, kind),
        "faults": said(found.form, found.faults()),
        "moved": request.GET.get("flyttet", ""),
    }
    return render(request, "county_forms/case.html", context)


@require_POST
def copy(request: Request, pk: int, kind: str) -> HttpResponse:
    found = current(request, pk, kind)
    done = attempt(
        request,
        lambda: actions.copy_from_last_year(
            found.round,
            kind,
            revision=seen(request),
            earlier=whole_number(request.POST.get("fra", "")),
            actor=request.actor,
            at=request.now,
        ),
    )
    if done:
        messages.success(
            request, _("Utkastet er nå som skjemaet var i fjor. Se over det, og publiser når det er klart.")
        )
    return redirect("form:case", pk, kind)


@require_POST
def discard(request: Request, pk: int, kind: str) -> HttpResponse:
    found = current(request, pk, kind)
    done = attempt(
        request,
        lambda: actions.discard(found.round, kind, revision=seen(request), actor=request.actor, at=request.now),
    )
    if done:
        messages.success(request, _("Utkastet er forkastet. Det publiserte skjemaet gjelder som før."))
    return redirect("form:case", pk, kind)


@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int, kind: str) -> HttpResponse:
    """What is new in the draft, and for whom; and publishing it."""
    found = current(request, pk, kind)
    if request.method == "GET":
        if found.draft is None:
            return redirect("form:case", pk, kind)
        published = found.published.stored.form
        context = {
            "round": found.round,
            "current": found,
            "changes": changes(published, found.form),
            "faults": said(found.form, found.faults()),
            "opened": queries.opened_with(found.round, kind),
            "scoring": kind == SCORING,
        }
        return render(request, "county_forms/publish.html", context)
    done = attempt(
        request,
        lambda: actions.publish(found.round, kind, revision=seen(request), actor=request.actor, at=request.now),
    )
    if done:
        messages.success(request, _("Skjemaet er publisert. Det gjelder for det som åpnes fra nå av."))
    return redirect("form:case", pk, kind)


@require_GET
def as_toml(request: Request, pk: int, kind: str) -> HttpResponse:
    """The form as the county file says it."""
    found = current(request, pk, kind)
    name = f"{slug(found.round.county.name)}-{found.round.year}-{kind}.toml"
    response = HttpResponse(toml_of(kind, found.form), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def toml_of(kind: str, form: Form) -> str:
    plain = form.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return tomli_w.dumps({"forms": {kind: plain}})


def administered(request: Request, pk: int) -> Round:
    return get_object_or_404(queries.rounds_administered_by(request.actor), pk=pk)


def current(request: Request, pk: int, kind: str) -> Current:
    """Raises Http404 for a kind that the round doesn't have."""
    found = queries.current(administered(request, pk), kind)
    if found is None:
        raise Http404
    return found


def seen(request: Request) -> str:
    """The revision of the form that they had in front of them."""
    return request.POST.get("revision", "")


def attempt(request: Request, act: Callable[[], object]) -> bool:
    """Do it; or say why it can't be done."""
    try:
        act()
    except actions.FormProblem as problem:
        messages.error(request, str(problem))
    except actions.HasFaults as problem:
        messages.error(request, " ".join(said(problem.form, problem.faults)))
    else:
        return True
    return False


def said(form: Form, faults: Iterable[Fault]) -> list[str]:
    """Each fault with the words of the question it is about."""
    labels = {f"{section.key}.{question.key}": question.label for section, question in form.asked()}
    return [f"«{labels[where]}» {text}" if where in labels else text.capitalize() for where, text in faults]
