"""Words for numbers and dates, the same everywhere: 1 250 000 kr, 15. april 2026, om 3 dager."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from laget.base.ui.terms import TERMS
from laget.rules.dates import Deadline, Precision, day_off
from laget.rules.numbers import kr as in_kroner
from laget.rules.numbers import spaced
from laget.rules.words import lower_first

register = template.Library()
register.filter("lower_first", lower_first)


@register.filter
def number(value: int | None) -> str:
    """12000 as 12 000, and nothing known as a dash."""
    return "–" if value is None else spaced(value)


@register.filter
def decimals(value: float | None) -> str:
    """3.4 as 3,40, and nothing known as a dash."""
    return "–" if value is None else f"{value:.2f}".replace(".", ",").replace("-", "\u2212")


@register.filter
def kr(value: int | None) -> str:
    """1250000 as 1 250 000 kr."""
    return "–" if value is None else in_kroner(value)


@register.filter
def change(value: int) -> str:
    """A difference in kroner: +500 000 kr, −300 000 kr, and ±0 as 0 kr."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return f"{sign}{in_kroner(abs(value))}"


@register.filter
def lead_in(label: str) -> str:
    """A label before what is said of it: "Navn:", and "Hva heter den?" as it is."""
    return label if str(label).endswith(("?", "!", ".", ":")) else f"{label}:"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in words: 15. april 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return _day_in_words(value, get_language())


@lru_cache(maxsize=2000)
def _day_in_words(value: date, _language: str | None) -> str:
    return format_date(value, "j. F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A date and a time: 15. april 2026 kl. 14.05."""
    return "" if value is None else format_date(timezone.localtime(value), r"j. F Y \k\l. H.i")


@register.filter
def left(due: date | Deadline | None, today: date | datetime) -> str:
    """How long is left: "om 3 dager", "i dag" on each day of a meeting, "2 dager siden"; nothing to no certain day."""
    if due is None or (isinstance(due, Deadline) and due.precision is Precision.APPROXIMATE):
        return ""
    if isinstance(today, datetime):
        today = timezone.localdate(today)
    if isinstance(due, Deadline):
        due = due.counted_to(today)
    days = (due - today).days
    if days == 0:
        return _("i dag")
    if days == 1:
        return _("i morgen")
    if days > 1:
        return ngettext("om %(n)d dag", "om %(n)d dager", days) % {"n": days}
    return ngettext("%(n)d dag siden", "%(n)d dager siden", -days) % {"n": -days}


@register.filter
def and_left(due: date | Deadline | None, today: date | datetime) -> str:
    """The same after the day itself: ", om 3 dager"."""
    words = left(due, today)
    return f", {words}" if words else ""


@register.filter
def urgency(due: date | None, today: date | datetime) -> str:
    """How a deadline is coloured: "late", "soon" (within a week) or ""."""
    if due is None:
        return ""
    if isinstance(today, datetime):
        today = timezone.localdate(today)
    days = (due - today).days
    return "late" if days < 0 else "soon" if days <= 7 else ""


@register.filter
def deadline(value: Deadline, words: str = "") -> str:
    """A deadline as the county says it: a day, some days, or about when."""
    match value.precision:
        case Precision.APPROXIMATE:
            return f"{words} {value.last.year}" if words else day(value.last)
        case Precision.RANGE if value.first.month == value.last.month:
            return f"{value.first.day}.–{day(value.last)}"
        case Precision.RANGE:
            return f"{format_date(value.first, 'j. F')}–{day(value.last)}"
    return day(value.last)


@register.filter
def moved(value: Deadline) -> str:
    """What applies when a deadline falls on a day off, as a sentence; nothing when it doesn't."""
    if not value.moved:
        return ""
    return _("%(day)s er %(why)s. Da gjelder %(applies)s.") % {
        "day": format_date(value.last, "j. F"),
        "why": _article(day_off(value.last)),
        "applies": format_date(value.applies, "l j. F"),
    }


@register.filter
def get(mapping: dict[Any, Any] | None, key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.filter
def at(sequence: Sequence[Any], index: int) -> Any:
    return sequence[index]


@register.simple_block_tag
def trail(content: str) -> SafeString:
    """Where am I: {% trail %}<li>…</li>{% endtrail %}, each step a link, and the last where one is."""
    return format_html('<nav class="trail" aria-label="{}"><ol>{}</ol></nav>', _("Du er her"), content)


@register.simple_tag
def term(key: str, shown: str = "") -> SafeString:
    """A word of the scheme, with a short explanation one can open: dotted line, works by keyboard and touch.

    `shown` is how the word stands where it is, when not as in the list. Never inside a <p>: HTML doesn't allow it.
    """
    word, meaning = TERMS[key]
    return format_html(
        '<details class="term"><summary>{}</summary><span class="term__meaning">{}</span></details>',
        shown or word,
        meaning,
    )


def _article(why: str) -> str:
    """ "en lørdag", but a holiday has a name of its own."""
    return _("en %(day)s") % {"day": _(why)} if why in {"lørdag", "søndag"} else _(why)
