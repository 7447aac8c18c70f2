"""Søk: one field over everything that whoever asks may open."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.search import actions, queries
from laget.effect.search.forms import SaveForm
from laget.effect.search.kinds import Kind
from laget.effect.search.queries import Wish


@require_http_methods(["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """The hits, narrowed by the address; all of them as a file with `som` in it. Posted to, it saves the search."""
    choices = queries.choices_for(request.actor)
    wish = _among(Wish.of(request.GET), choices)
    if request.method == "POST" and wish.words:
        return _save(request, wish, choices)
    if spreadsheet.wanted(request) and wish.words:
        return spreadsheet.download(_("Søk"), [_sheet(request, wish)])
    return _page(request, wish, choices)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    saved = get_object_or_404(queries.saved_by(request.actor), pk=pk)
    actions.delete_search(saved, actor=request.actor, at=request.now)
    messages.success(request, _("Søket «%(name)s» er slettet.") % {"name": saved.name})
    return redirect("search:page")


def _save(request: Request, wish: Wish, choices: queries.Choices) -> HttpResponse:
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            saved = actions.save_search(form.cleaned_data["name"], wish.address, actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("Søket er lagret. Det står under «Lagrede søk»."))
            return redirect(saved)
    return _page(request, wish, choices, saving=form)


def _page(request: Request, wish: Wish, choices: queries.Choices, saving: SaveForm | None = None) -> HttpResponse:
    found = queries.find(request.actor, wish)
    page = page_of(request, found.wished)
    context = {
        "wish": wish,
        "narrowed": any((wish.year, wish.ordning, wish.network, wish.kommune)),
        "page": page,
        "hits": found.hits(page.object_list),
        "kinds": [(kind, Kind(kind).label, number) for kind, number in found.numbers.items()],
        "in_all": len(found.keys),
        "choices": choices,
        "saved": queries.saved_by(request.actor),
        "saving": saving or SaveForm(),
    }
    return render(request, "search/page.html", context, status=422 if saving and saving.errors else 200)


def _among(wish: Wish, choices: queries.Choices) -> Wish:
    """Narrowed to what is offered, and to nothing else."""
    offered = {
        "ordning": choices.ordninger,
        "network": choices.networks,
        "kommune": choices.kommuner,
    }
    kept = {name: getattr(wish, name) if getattr(wish, name) in dict(given) else "" for name, given in offered.items()}
    return Wish(wish.words, wish.kind, wish.year, **kept)


def _sheet(request: Request, wish: Wish) -> spreadsheet.Sheet:
    headings = [_("Navn"), _("Type"), _("År"), _("Ordning"), _("Dato"), _("Adresse")]
    return spreadsheet.Sheet(_("Søk"), headings, _rows(request, wish), plain=frozenset({2}))


def _rows(request: Request, wish: Wish) -> Iterator[list[Any]]:
    hits = queries.found_by(request.actor, wish).select_related("ordning").defer("words")
    for hit in hits.filter(kind=wish.kind) if wish.kind else hits:
        ordning = hit.ordning.name if hit.ordning else ""
        address = settings.ADDRESS + hit.get_absolute_url()
        yield [hit.title, str(hit.get_kind_display()), hit.year, ordning, hit.shown_at, address]
