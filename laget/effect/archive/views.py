from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.actors.models import County
from laget.base.ui.numbers import whole_number
from laget.base.ui.paging import page_of
from laget.effect.archive import actions, queries
from laget.effect.archive.forms import ExemptForm
from laget.effect.archive.noark import deposit, journal
from laget.effect.archive.permissions import keeps_archive, may_exempt


@login_not_required
@require_GET
def public_journal(request: Request, slug: str) -> HttpResponse:
    """The journal that anyone may read, without what is exempt."""
    county = get_object_or_404(County, slug=slug)
    years, asked = queries.years_of(county), whole_number(request.GET.get("aar", ""))
    year = asked if asked in years else None
    page = page_of(request, queries.journal_of(county, year))
    entries = [queries.as_public(each) for each in page]
    keeps = request.user.is_authenticated and keeps_archive(request.actor, county.pk)
    context = {"county": county, "page": page, "entries": entries, "years": years, "year": year, "keeps": keeps}
    return render(request, "archive/journal.html", context)


@login_not_required
@require_GET
def public_file(_request: Request, slug: str, year: int) -> HttpResponse:
    """The same, of a year, in the form of Noark 5 (offentligJournal.xml)."""
    county = get_object_or_404(County, slug=slug)
    entries = list(queries.journal_of(county, year).order_by("sequence"))
    if not entries:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="offentligJournal-{slug}-{year}.xml"'}
    return HttpResponse(journal(county, entries, public=True), content_type="application/xml", headers=headers)


@require_GET
def cases(request: Request, slug: str) -> HttpResponse:
    county = _kept(request, slug)
    found = queries.cases_visible_to(request.actor).filter(county=county).order_by("-year", "-number")
    return render(request, "archive/cases.html", {"county": county, "page": page_of(request, found)})


@require_POST
def keep(request: Request, slug: str) -> HttpResponse:
    county = _kept(request, slug)
    n = len(actions.keep_journal(county.pk, at=request.now, by=request.actor.by(county.pk)))
    said = ngettext("%(n)d dokument er ført i journalen.", "%(n)d dokumenter er ført i journalen.", n) % {"n": n}
    messages.success(request, said if n else _("Ingenting er kommet siden journalen sist ble ført."))
    return redirect("archive:cases", slug)


@require_GET
def case(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.cases_visible_to(request.actor), pk=pk)
    entries = queries.entries_visible_to(request.actor).filter(case=found)
    context = {"case": found, "entries": entries, "may_exempt": may_exempt(request.actor, found.county_id)}
    return render(request, "archive/case.html", context)


@require_http_methods(["GET", "POST"])
def entry(request: Request, pk: int) -> HttpResponse:
    """What is kept back of an entry."""
    found = get_object_or_404(queries.entries_visible_to(request.actor).select_related("county"), pk=pk)
    if not may_exempt(request.actor, found.county_id):
        raise Http404
    form = ExemptForm(request.POST if request.method == "POST" else None, initial=_as_it_stands(found))
    if form.is_valid():
        actions.exempt(found, **form.chosen(), actor=request.actor, at=request.now)
        messages.success(request, _("Skjermingen er ført."))
        return redirect(found.case)
    context = {"entry": found, "form": form, "public": queries.as_public(found)}
    return render(request, "archive/entry.html", context, status=422 if form.errors else 200)


@require_GET
def package(request: Request, pk: int) -> HttpResponse:
    """A case with its documents, in the form of Noark 5."""
    found = get_object_or_404(queries.cases_visible_to(request.actor), pk=pk)
    entries = list(queries.entries_visible_to(request.actor).filter(case=found).order_by("number"))
    headers = {"Content-Disposition": f'attachment; filename="noark5-{found.year}-{found.number}.zip"'}
    return HttpResponse(deposit(found.county, entries, at=request.now), content_type="application/zip", headers=headers)


def _as_it_stands(found: Any) -> dict[str, object]:
    return {"basis": found.basis or "", "parts": [name for name in queries.PARTS if getattr(found, name)]}


def _kept(request: Request, slug: str) -> County:
    county = get_object_or_404(County, slug=slug)
    if not keeps_archive(request.actor, county.pk):
        raise Http404
    return county
