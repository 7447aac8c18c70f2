"""What the figures of a result are called, the same on the page, in the spreadsheet and on paper."""

from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import decimals
from laget.need.surveys.results import Change


def hidden() -> str:
    return _("skjermet")


def change(found: Change | None) -> str:
    """In words: "opp 0,52", "ned 0,31" or "omtrent som før"; a dash when there is nothing to compare with."""
    if found is None:
        return "–"
    if not found.counts:
        return _("omtrent som før")
    words = _("opp %(amount)s") if found.moved > 0 else _("ned %(amount)s")
    return words % {"amount": decimals(abs(found.moved))}
