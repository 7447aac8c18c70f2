"""What the figures of a result are called, the same on the page, in the spreadsheet and on paper."""

from django import template
from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import decimals
from laget.need.surveys.results import Change
from laget.rules.change import Mean

register = template.Library()


@register.filter
def mean(figure: Mean | None) -> str:
    """3,42; or that it may not be shown."""
    return decimals(figure.mean) if figure else hidden()


@register.filter
def spread(figure: Mean | None) -> str:
    return decimals(figure.sd) if figure else hidden()


@register.filter
def answered(figure: Mean | None) -> str:
    return str(figure.n) if figure else hidden()


@register.filter
def change(found: Change | None) -> str:
    """In words: "opp 0,52", "ned 0,31" or "omtrent som før"; a dash when there is nothing to compare with."""
    if found is None:
        return "–"
    if not found.counts:
        return _("omtrent som før")
    words = _("opp %(amount)s") if found.moved > 0 else _("ned %(amount)s")
    return words % {"amount": decimals(abs(found.moved))}


@register.filter
def number_or_hidden(value: int | None) -> str:
    return hidden() if value is None else str(value)


@register.simple_tag
def hidden() -> str:
    return _("skjermet")
