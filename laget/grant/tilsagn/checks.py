from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, value
from laget.base.questions.models import Document
from laget.base.questions.structure import Layout
from laget.grant.innstilling.lines import less_needs_a_reason

STANDARD_GROUNDS = ("grounds", "grounds_refusal")  # the texts that a tilsagn begins with: the innstilling is followed


def what_does_not_hold(tilsagn: Document, layout: Layout, _day: date) -> Iterator[Problem]:
    """What can't be decided as it stands."""
    yield from less_needs_a_reason(tilsagn, layout, _("søkt"))
    yield from _other_grounds_needed(tilsagn, layout)


def _other_grounds_needed(tilsagn: Document, layout: Layout) -> Iterator[Problem]:
    """Whoever departs from the innstilling says why: the grounds that it began with say that it is followed."""
    answers = tilsagn.answers
    words = tilsagn.round.file.words(tilsagn.language)
    if answers.get("grounds") not in [words(name) for name in STANDARD_GROUNDS]:
        return
    for item in layout.items(layout.section("lines"), answers):
        amount = value(layout, answers, "lines.amount", item=item.id)
        if amount is not None and amount != item.given["recommended"]:
            text = _("%(title)s: Beløpet er et annet enn forumet har anbefalt. Skriv hvorfor i begrunnelsen.")
            section = layout.section_of("grounds")
            yield Problem(text % {"title": item.title}, section.key if section else "", path="grounds")
            return
