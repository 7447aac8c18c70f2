"""The pages of a frozen result. They read what was released, and nothing else."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.actor import Actor
from laget.base.accounts.http import Request
from laget.base.ui.numbers import whole_number
from laget.base.ui.paging import page_of
from laget.need.surveys import queries, result_actions
from laget.need.surveys.models import Level, OtherSource, ReleasedGroup, Survey
from laget.need.surveys.permissions import ASKERS, clears_remarks, may_ask_for
from laget.need.surveys.result_figures import Frozen, figures_of
from laget.need.surveys.result_files import MAKERS, file_of, why_hidden
from laget.need.surveys.result_forms import SourceForm
from laget.need.surveys.result_queries import (
    Result,
    group_to_begin_with,
    other_sources_visible_to,
    parties_to_enter_for,
    release_of,
    remarks_to_clear,
    result_of,
    whole_groups,
)


@require_GET
def result(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What one group came to; with `som` in the address, as a file."""
    survey = _survey(request.actor, pk)
    release = release_of(survey)
    group = _group(request, survey) if release else None
    if release is None or group is None:
        return render(request, "surveys/result_waiting.html", {"survey": survey})
    found = result_of(request.actor, survey, release, group, day=request.today)
    if (kind := request.GET.get("som", "")) in MAKERS:
        return file_of(found, kind)
    return render(request, "surveys/result.html", _context(request, found))


@require_GET
def result_groups(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Every group this person may see, by name. Never in the order of what they came to."""
    survey, words = _survey(request.actor, pk), request.GET.get("sok", "")
    found = whole_groups(request.actor, survey)
    tally = dict(found.order_by().values_list("level").annotate(Count("pk")))
    level = request.GET.get("niva", "")
    if level in tally:
        found = found.filter(level=level)
    if words:
        found = found.filter(name__icontains=words)
    context = {
        "survey": survey,
        "page": page_of(request, found),
        "levels": [(value, label) for value, label in reversed(Level.choices) if value in tally],
        "chosen": {"niva": level if level in tally else "", "sok": words},
    }
    return render(request, "surveys/result_groups.html", context)


@require_http_methods(["GET", "POST"])
def result_remarks(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What people wrote in their own words, to be read by one person before anyone else sees it."""
    survey = _survey(request.actor, pk)
    if not clears_remarks(request.actor, survey):
        raise Http404
    if request.method == "POST":
        return _judge_remarks(request, survey)
    page = page_of(request, remarks_to_clear(request.actor, survey).order_by("item", "pk"))
    questions = survey.instrument.by_key
    lines = [(questions[remark.item].text["nb"], remark) for remark in page.object_list]
    return render(request, "surveys/result_remarks.html", {"survey": survey, "page": page, "lines": lines})


@require_GET
def sources(request: Request) -> HttpResponse:
    found = other_sources_visible_to(request.actor, day=request.today)
    context = {"page": page_of(request, found), "may_enter": request.actor.holds_anywhere(*ASKERS)}
    return render(request, "surveys/sources.html", context)


@require_http_methods(["GET", "POST"])
def source_new(request: Request) -> HttpResponse:
    """Enter a result from elsewhere: typed, pasted or out of a file. A bad row keeps nothing, and says which it is."""
    parties = parties_to_enter_for(request.actor)
    if not parties.exists():
        raise Http404
    form = SourceForm(request.POST or None, request.FILES or None, parties=parties)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("title", "source", "dated")}
        kept = result_actions.keep_source(
            form.cleaned_data["party"].pk,
            rows=form.cleaned_data["read"],
            actor=request.actor,
            at=request.now,
            **fields,
        )
        messages.success(request, _("Tallene er lagret."))
        return redirect("survey:source", kept.pk)
    return render(request, "surveys/source_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def source(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _source(request, pk)
    context = {"source": found, "may_delete": may_ask_for(request.actor, found.party_id)}
    return render(request, "surveys/source.html", context)


@require_POST
def source_delete(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _source(request, pk)
    if not may_ask_for(request.actor, found.party_id):
        raise Http404
    result_actions.delete_source(found, actor=request.actor, at=request.now)
    messages.success(request, _("Tallene er slettet."))
    return redirect("survey:sources")


def _survey(actor: Actor, pk: uuid.UUID) -> Survey:
    found = queries.visible_to(actor).select_related("previous__stored")
    return get_object_or_404(found.defer("stored__text", "previous__stored__text"), pk=pk)  # parsed once a process


def _group(request: Request, survey: Survey) -> ReleasedGroup | None:
    """The group that the address asks for, when they may see it; without one, their own."""
    asked = request.GET.get("gruppe", "")
    if not asked:
        return group_to_begin_with(request.actor, survey)
    found = queries.groups_visible_to(request.actor, survey).defer("figures")
    return get_object_or_404(found, pk=whole_number(asked, 0))


def _context(request: Request, found: Result) -> dict[str, Any]:
    return {
        "result": found,
        "survey": found.survey,
        "figures": figures_of(Frozen.of(found)) if found.group.shown else "",
        "why_hidden": why_hidden(found.release.k),
        "waiting": remarks_to_clear(request.actor, found.survey).count(),
    }


def _judge_remarks(request: Request, survey: Survey) -> HttpResponse:
    act = result_actions.delete_remarks if "delete" in request.POST else result_actions.clear_remarks
    named = [uuid.UUID(each) for each in request.POST.getlist("remark") if _is_id(each)]
    number = act(survey, remarks=named, actor=request.actor, at=request.now)
    if not number:
        messages.info(request, _("Kryss av for det du har lest, før du slipper det fram eller sletter det."))
    elif "delete" in request.POST:
        messages.success(request, ngettext("Ett svar er slettet.", "%(n)d svar er slettet.", number) % {"n": number})
    else:
        words = ngettext("Ett svar vises nå i resultatet.", "%(n)d svar vises nå i resultatet.", number)
        messages.success(request, words % {"n": number})
    return redirect("survey:result_remarks", survey.pk)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _source(request: Request, pk: uuid.UUID) -> OtherSource:
    return get_object_or_404(other_sources_visible_to(request.actor, day=request.today), pk=pk)
