"""What the figures of a result are called, the same on the page, in the spreadsheet and on paper."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import decimals
from laget.need.surveys.results import Change, Statement
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


# What follows stands in a page many hundred times, so it is put together here: a template takes ten times as long.

MARKS = {
    "dot": SafeString('<circle class="mine" r="7"/>'),
    "ring": SafeString('<circle class="hollow" r="6"/>'),
    "diamond": SafeString('<path class="hollow" d="M0-8L8 0L0 8L-8 0Z"/>'),
    "square": SafeString('<rect class="hollow" x="-6" y="-6" width="12" height="12"/>'),
}


@register.simple_tag
def mark(shape: str, x: str, y: int) -> SafeString:
    """One mark in a profile, at `x` per cent and `y` pixels."""
    return format_html('<svg x="{}" y="{}" overflow="visible">{}</svg>', x, y, MARKS[shape])


@register.simple_tag
def legend(shape: str) -> SafeString:
    drawn = MARKS.get(shape, SafeString('<line class="reach" x1="-9" x2="9" y1="0" y2="0"/>'))
    inner = format_html('<svg x="10" y="10" overflow="visible">{}</svg>', drawn)
    return format_html('<svg class="legend-mark" width="20" height="20" aria-hidden="true">{}</svg>', inner)


@register.simple_tag
def cells(figure: Mean | None) -> SafeString:
    """Three cells of a table: how many answered, the mean and the spread."""
    found = ((_("Svarte"), answered(figure)), (_("Gjennomsnitt"), mean(figure)), (_("Spredning"), spread(figure)))
    return format_html_join("", '<td class="amount" data-label="{}">{}</td>', found)


@register.simple_tag
def change_cells(found: Change | None) -> SafeString:
    """Two cells: the mean before, and what has become of it."""
    before = mean(found.before) if found else "–"
    words = '<td class="amount" data-label="{}">{}</td><td data-label="{}">{}</td>'
    return format_html(words, _("Forrige gang"), before, _("Endring"), change(found))


@register.simple_tag
def shares(statement: Statement) -> SafeString | str:
    """How many gave each answer, as a bar with the lowest to the left."""
    if not statement.shares:
        return ""
    words = ", ".join(f"{each.label}: {each.number}" for each in statement.shares)
    parts = ((each.tone, each.start, each.percent) for each in statement.shares if each.number)
    bars = format_html_join("", '<rect class="tone-{}" x="{}%" width="{}%" height="16"/>', parts)
    drawn = '<svg class="shares" width="100%" height="16" role="img" aria-label="{}">{}</svg>'
    return format_html(drawn, words, bars)
