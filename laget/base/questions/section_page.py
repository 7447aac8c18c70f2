"""A section of a document as a page to be filled in: what it asks for, and what was typed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, QueryDict

from laget.base.cycle.form_shape import Section
from laget.base.questions.answers import Problem, layout_of, passed_over, unreadable
from laget.base.questions.forms import SectionForm, typed_in
from laget.base.questions.models import Document
from laget.base.questions.queries import remarks_on
from laget.base.questions.structure import Cell, Layout


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section, or one of the items that were added to it."""

    document: Document
    layout: Layout
    section: Section
    item: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)  # what is missing, when only some sections are asked about

    @property
    def stands(self) -> bool:
        """Whether it is left as it was sent, while others are written anew."""
        return bool(self.remarks) and self.section.key not in self.remarks

    @property
    def lists_items(self) -> bool:
        """Whether it is the list of what was added, with nothing to fill in."""
        return self.section.repeats == "added" and not self.item

    def cells(self) -> list[Cell]:
        return [cell for cells in self._asked() for cell in cells]

    def forms(self, *, check: bool = False, refused: Sequence[Problem] = ()) -> list[SectionForm]:
        """One form, or one for each of the items that the document was given; with the files that weren't taken."""
        answers, files_at = self.document.answers, self.document.files_at
        found = [SectionForm(cells, answers=answers, check=check, files_at=files_at) for cells in self._asked()]
        for form in found:
            for problem in refused:
                if problem.path in form.fields:
                    form.add_error(problem.path, problem.text)
        return found

    def typed_in(self, posted: QueryDict) -> dict[str, Any]:
        """Every cell by its path, with None where it is empty. Raises Http404 where there is nothing to fill in."""
        if self.lists_items:
            raise Http404
        return typed_in(self.cells(), posted)

    def has(self, problem: Problem) -> bool:
        """Whether it is mended here."""
        return (problem.section, problem.item) == (self.section.key, self.item)

    def problems(self) -> list[Problem]:
        """The answers that are not what the question asks for, or too long. None has to be there yet."""
        return unreadable(self.layout, self.document.answers, self.section, self.item)

    @property
    def later(self) -> list[Section]:
        """The sections after this one that there is something to write in."""
        sections = self.layout.form.sections
        after = sections[sections.index(self.section) + 1 :]
        return [each for each in after if not self.remarks or each.key in self.remarks]

    def _asked(self) -> list[list[Cell]]:
        """Of each item that is on the page; what isn't asked is worked out once for all of them."""
        over = passed_over(self.layout, self.document.answers)
        return [on_page(self.layout.cells(self.section, item), over) for item in self._items()]

    def _items(self) -> list[str]:
        if self.section.repeats == "given":
            return [each.id for each in self.layout.items(self.section, self.document.answers)]
        return [self.item]


def on_page(cells: list[Cell], over: set[str]) -> list[Cell]:
    """Those that a page has: also one that waits for an answer on the same page, which may be given any moment.

    `over` holds the paths that aren't asked, as it is answered so far.
    """
    here = set[str]()
    for cell in cells:
        if cell.path not in over or (cell.follows and cell.follows.path in here):
            here.add(cell.path)
    return [cell for cell in cells if cell.path in here]


class ItemGone(Http404):
    """There is no such item: it has never been, or someone has taken it out."""


def page_of(document: Document, key: str, item: str = "", *, gone: bool = False) -> SectionPage:
    """Raises Http404 for a section that its form does not have, and ItemGone, unless it is known to be `gone`."""
    layout = layout_of(document)
    try:
        found = layout.section(key)
    except KeyError:
        raise Http404 from None
    if item and found.repeats != "added":
        raise Http404
    if item and not gone and item not in [each.id for each in layout.items(found, document.answers)]:
        raise ItemGone
    return SectionPage(document, layout, found, item, remarks_on(document))
