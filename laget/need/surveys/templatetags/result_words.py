"""The figures of a result on a page."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import decimals
from laget.need.surveys.drawing import DrawnLine, Mark
from laget.need.surveys.other_sources import shown_number
from laget.need.surveys.results import Change, Measure, Part, Statement
from laget.need.surveys.words import change, hidden
from laget.rules.change import Mean

register = template.Library()
register.simple_tag(hidden)
register.filter("change", change)
register.filter("source_number", shown_number)


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
def number_or_hidden(value: int | None) -> str:
    return hidden() if value is None else str(value)


# What follows stands in a page many hundred times, so it is put together here: a template takes ten times as long.

MARKS = {
    "dot": SafeString('<circle class="mine" r="7"/>'),
    "ring": SafeString('<circle class="hollow" r="6"/>'),
    "diamond": SafeString('<path class="hollow" d="M0-8L8 0L0 8L-8 0Z"/>'),
    "square": SafeString('<rect class="hollow" x="-6" y="-6" width="12" height="12"/>'),
}


TEXT = '<text x="0" y="{}">{}</text>'
VALUE = '<text x="100%" y="{}" class="value">{}</text>'
TRACK = '<line class="track" x1="2%" x2="98%" y1="{0}" y2="{0}"/>'
REACH = '<line class="reach" x1="{0}%" x2="{1}%" y1="{2}" y2="{2}"/>'


@register.simple_tag
def drawn_line(line: DrawnLine) -> SafeString:
    """One scale in a profile: its name, its mean, the line with the spread on it, and the marks."""
    parts = [
        format_html_join("", TEXT, line.words),
        format_html(VALUE, line.words[0][0], mean(line.value)),
        format_html(TRACK, line.y),
        format_html(REACH, *line.reach, line.y) if line.reach else "",
        *(_mark(each, line.y) for each in line.marks),
    ]
    return format_html("{}" * len(parts), *parts)


def _mark(found: Mark, y: int) -> SafeString:
    return format_html('<svg x="{}%" y="{}" overflow="visible">{}</svg>', found.x, y, MARKS[found.shape])


@register.simple_tag
def legend(shape: str) -> SafeString:
    drawn = MARKS.get(shape, SafeString('<line class="reach" x1="-9" x2="9" y1="0" y2="0"/>'))
    inner = format_html('<svg x="10" y="10" overflow="visible">{}</svg>', drawn)
    return format_html('<svg class="legend-mark" width="20" height="20" aria-hidden="true">{}</svg>', inner)


AMOUNT = '<td class="amount" data-label="{}">{}</td>'
WORDS = '<td data-label="{}">{}</td>'


@register.simple_tag
def statement_rows(part: Part, since: object) -> SafeString:
    """A row for each statement of a part; `since` is the wave before, when there is something to compare with."""
    low, bar = _("lavt er bra"), _("Svarene")
    heads = (
        format_html('{} <span class="small quiet">({})</span>', each.title, low) if each.turned else each.title
        for each in part.statements
    )
    row = f'<tr><th scope="row">{{}}</th>{_columns(since)}{WORDS}</tr>'
    return format_html_join(
        "",
        row,
        (
            (head, *_figures(each.figure, each.change, since), bar, shares(each))
            for head, each in zip(heads, part.statements, strict=True)
        ),
    )


@register.simple_tag
def measure_rows(measures: Sequence[Measure], since: object, beside: Sequence[str]) -> SafeString:
    """A row for each measure, the groups it is part of last."""
    row = f'<tr><th scope="row">{{}}</th>{_columns(since)}{AMOUNT * len(beside)}</tr>'
    rows = (
        (
            each.title,
            *_figures(each.figure, each.change, since),
            *(text for name, figure in zip(beside, each.beside, strict=True) for text in (name, mean(figure))),
        )
        for each in measures
    )
    return format_html_join("", row, rows)


def _columns(since: object) -> str:
    """How many answered, the mean and the spread; then the mean before, and what has become of it."""
    return AMOUNT * 3 + (AMOUNT + WORDS if since else "")


def _figures(figure: Mean | None, found: Change | None, since: object) -> list[str]:
    """What stands in those columns, each after its heading."""
    texts = [_("Svarte"), answered(figure), _("Gjennomsnitt"), mean(figure), _("Spredning"), spread(figure)]
    if since:
        texts += [_("Forrige gang"), mean(found.before) if found else "–", _("Endring"), change(found)]
    return texts


def shares(statement: Statement) -> SafeString | str:
    """How many gave each answer, as a bar with the lowest to the left."""
    if not statement.shares:
        return ""
    words = ", ".join(f"{each.label}: {each.number}" for each in statement.shares)
    parts = ((each.tone, each.start, each.percent) for each in statement.shares if each.number)
    bars = format_html_join("", '<rect class="tone-{}" x="{}%" width="{}%" height="16"/>', parts)
    drawn = '<svg class="shares" width="100%" height="16" role="img" aria-label="{}">{}</svg>'
    return format_html(drawn, words, bars)
