from collections.abc import Iterator

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, layout_of, problems, value
from laget.grant.innstilling.lines import less_needs_a_reason
from laget.grant.tilsagn.models import Tilsagn

STANDARD_GROUNDS = ("grounds", "grounds_refusal")  # the texts that a tilsagn begins with: the innstilling is followed


def what_is_wrong(tilsagn: Tilsagn) -> list[Problem]:
    """Everything that has to be mended before it can be decided."""
    found = [*problems(layout_of(tilsagn), tilsagn.answers), *less_needs_a_reason(tilsagn, _("søkt"))]
    return [*found, *other_grounds_needed(tilsagn)]


def other_grounds_needed(tilsagn: Tilsagn) -> Iterator[Problem]:
    """Whoever departs from the innstilling says why: the grounds that it began with say that it is followed."""
    layout, answers = layout_of(tilsagn), tilsagn.answers
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
