"""A form as those who write will see it, with their own fields and words. What is typed is tried, and kept nowhere."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from laget.base.accounts.http import Request
from laget.base.county_forms import queries
from laget.base.county_forms.example import ITEM, added_to, given_to
from laget.base.county_forms.queries import Current
from laget.base.county_forms.views import current
from laget.base.cycle.form_shape import Form, Section
from laget.base.questions.answers import passed_over, problems
from laget.base.questions.forms import SectionForm, typed_in
from laget.base.questions.section_page import on_page
from laget.base.questions.structure import Cell, Item, Layout


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is filled in; `pairs` when its items are given."""

    section: Section
    form: SectionForm | None
    pairs: list[tuple[Item, SectionForm]]


@require_http_methods(["GET", "POST"])
def preview(request: Request, pk: int, kind: str) -> HttpResponse:
    found = current(request, pk, kind)
    return _page(request, found, found.form)


@require_GET
def version(request: Request, pk: int, kind: str, number: int) -> HttpResponse:
    found = current(request, pk, kind)
    published = get_object_or_404(queries.versions_of(found.round, kind), number=number)
    return _page(request, found, published.stored.form, version=published)


def _page(request: Request, found: Current, form: Form, **context: Any) -> HttpResponse:
    language = "nn" if request.GET.get("sprak") == "nn" else "nb"
    shown = form.in_language(language)
    layout = Layout(shown, found.round.rules, given_to(shown, found.round.year))
    answers, tried = added_to(shown), request.method == "POST"
    if tried:
        cells = [cell for _section, _item, cell in layout.all_cells(answers)]
        answers |= {path: said for path, said in typed_in(cells, request.POST).items() if said is not None}
    shared = {
        "round": found.round,
        "current": found,
        "shown": shown,
        "language": language,
        "parts": [_part(layout, section, answers, check=tried) for section in shown.sections],
        "problems": problems(layout, answers) if tried else [],
        "tried": tried,
        "preview": True,
    }
    return render(request, "county_forms/preview.html", {**shared, **context})


def _part(layout: Layout, section: Section, answers: dict[str, Any], *, check: bool) -> Part:
    if section.repeats == "given":
        items = layout.items(section, answers)
        return Part(
            section, None, [(i, _form(layout, layout.cells(section, i.id), answers, check=check)) for i in items]
        )
    return Part(section, _form(layout, layout.cells(section, ITEM), answers, check=check), [])


def _form(layout: Layout, cells: list[Cell], answers: dict[str, Any], *, check: bool) -> SectionForm:
    """Until it is tried, everything that may be asked is there; then, what the answers lead to."""
    return SectionForm(on_page(cells, passed_over(layout, answers)) if check else cells, answers=answers, check=check)
