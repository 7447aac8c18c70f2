import uuid
from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.need.catalogue import actions, permissions, queries
from laget.need.catalogue.forms import EntryForm
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import TAGS, Kind

# What each filter is called on the page, and in its address.
FILTERS = {"themes": "tema", "target_groups": "malgruppe", "levels": "niva", "languages": "sprak"}


@require_GET
def overview(request: Request) -> HttpResponse:
    """What there is, narrowed down by what one has chosen."""
    chosen = {name: request.GET.get(called, "") for name, called in FILTERS.items()}
    kind, words, out = (request.GET.get(name, "") for name in ("type", "ord", "vis"))
    counties, withdrawn = list(queries.counties_edited_by(request.actor)), out == "tatt-ut"
    rows = queries.edited_by(request.actor) if withdrawn else queries.visible_to(request.actor)
    rows = queries.narrowed(rows.filter(withdrawn=withdrawn), kind=kind, words=words, tags=chosen)
    if spreadsheet.wanted(request):
        return _list_of(rows)
    context = {
        "page": page_of(request, rows),
        "counties": counties,
        "withdrawn": withdrawn,
        "kinds": Kind.choices,
        "kind": kind,
        "words": words,
        "filters": [(FILTERS[name], name, tag.choices, chosen[name]) for name, tag in TAGS.items()],
        "narrowed": bool(kind or words or any(chosen.values())),
        "across": len(request.actor.counties) > 1,
    }
    return render(request, "catalogue/overview.html", context)


def _list_of(entries: Iterable[Entry]) -> HttpResponse:
    told = [_("Tilbud"), _("Type"), _("Hvem som står bak"), _("Om tilbudet"), _("Lenke"), _("Fylke")]
    tagged = {"themes": _("Tema"), "target_groups": _("Målgruppe"), "levels": _("Nivå"), "languages": _("Språk")}
    rows = (
        [
            *(e.title, e.get_kind_display(), e.provider, e.about, e.link, e.county.name),
            *(", ".join(e.tags[name]) for name in tagged),
        ]
        for e in entries
    )
    return spreadsheet.table(_("Katalog"), [*told, *tagged.values()], rows)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    entry = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    context = {
        "entry": entry,
        "uses": queries.uses_by_year(entry),
        "may_edit": permissions.may_edit(request.actor, entry.county_id),
    }
    return render(request, "catalogue/case.html", context)


@require_POST
def take_in(request: Request, county: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(queries.counties_edited_by(request.actor), pk=county)
    new = actions.take_in_shipped(found, actor=request.actor, at=request.now)
    if new:
        messages.success(
            request, _("%(n)d tilbud er lagt i katalogen. Endre dem så de passer hos dere.") % {"n": len(new)}
        )
    else:
        messages.info(request, _("Alt i startkatalogen er her fra før."))
    return redirect("catalogue:overview")


@require_http_methods(["GET", "POST"])
def add(request: Request, county: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(queries.counties_edited_by(request.actor), pk=county)
    form = EntryForm(request.POST or None)

    def act() -> Entry:
        return actions.add_entry(found, details=form.details(), actor=request.actor, at=request.now)

    return _written(request, form, act, _("Tilbudet er lagt i katalogen."), {"county": found})


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    entry = get_object_or_404(queries.edited_by(request.actor), pk=pk)
    form = EntryForm(request.POST or None, initial=EntryForm.filled_with(entry))

    def act() -> Entry:
        revision = form.cleaned_data["revision"]
        return actions.change_entry(pk, details=form.details(), revision=revision, actor=request.actor, at=request.now)

    return _written(request, form, act, _("Endringene er lagret."), {"county": entry.county, "entry": entry})


@require_POST
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    entry = get_object_or_404(queries.edited_by(request.actor), pk=pk)
    withdrawn = not entry.withdrawn
    actions.set_withdrawn(pk, withdrawn=withdrawn, actor=request.actor, at=request.now)
    if withdrawn:
        messages.success(request, _("Tilbudet er tatt ut. Planer som nevner det, er som før."))
    else:
        messages.success(request, _("Tilbudet er tilbake i katalogen."))
    return redirect(entry)


def _written(
    request: Request, form: EntryForm, act: Callable[[], Entry], said: str, context: dict[str, object]
) -> HttpResponse:
    if form.is_valid():
        try:
            entry = act()
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect(entry)
    status = 422 if form.errors else 200
    return render(request, "catalogue/write.html", {"form": form, **context}, status=status)
