from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from laget.base.questions.answers import layout_of, value
from laget.grant.forum.queries import Decided
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.tilsagn.models import Tilsagn


def applied_in_words(lines: Collection[Mapping[str, Any]]) -> str:
    """What the amounts before the decision are called: nobody has applied for a fast tildeling, it is set aside."""
    set_aside = [bool(line.get("set_aside")) for line in lines]
    if all(set_aside):
        return _("Satt av")
    return _("Søkt eller satt av") if any(set_aside) else _("Søkt")


def reason_in(language: str, recommended: RecommendedAmount, decided: Decided | None) -> str:
    """Why an amount is lower. What Laget wrote, and nobody has changed since, is said in the language of the letter."""
    if decided is None or recommended.reason != decided.reason:
        return recommended.reason
    return decided.reason_in(language)


def proposed_in(tilsagn: Tilsagn) -> int:
    """What it would grant as it is written now, in all its years."""
    layout, answers = layout_of(tilsagn), tilsagn.answers
    items = layout.items(layout.section("lines"), answers)
    return sum(value(layout, answers, "lines.amount", item=item.id) or 0 for item in items)
