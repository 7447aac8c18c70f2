"""What was typed, read as values; and what is said when it can't be."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from laget.base.questions.attached import Attached
from laget.base.questions.structure import Cell
from laget.base.ui.templatetags.ui import day, kr, number
from laget.rules.asking import Bound, Limits, breach
from laget.rules.dates import YEARS

HIGHEST_AMOUNT = 10**12


def read(cell: Cell, raw: Any) -> Any:
    """The answer as a value: int for numbers and money, date, list of keys, an attached file, or text. None when empty.

    Raises ValidationError when it can't be read.
    """
    if raw in (None, "", []):
        return None
    limits = cell.question.limits
    match cell.kind:
        case "number":
            return _within(limits, read_number(raw, most=limits.most))
        case "money":
            most = HIGHEST_AMOUNT if limits.most is None else limits.most
            return _within(limits, read_money(raw, most=most), money=True)
        case "date":
            return read_date(raw)
        case "file":
            return _attached(raw)
        case "several":
            known = _keys(cell.options)  # what was ticked before and is no longer on the list is left out
            return [each for each in raw if each in known] or None
        case "choice" | "yes_no":
            return _one_of(_keys(cell.options), raw)
    return _within(limits, raw)


def read_or_none(cell: Cell, raw: Any) -> Any:
    try:
        return read(cell, raw)
    except ValidationError:
        return None


def read_number(text: str, *, most: int | None) -> int:
    """A whole number as people type it: "12 000", "12.000" or "12000"."""
    digits = _digits(text)
    if not re.fullmatch(_WHOLE, digits):
        raise ValidationError(_("«%(text)s» er ikke et helt tall. Skriv bare siffer.") % {"text": text})
    return _between(HIGHEST_AMOUNT if most is None else most, digits, money=False)


def read_money(text: str, *, most: int) -> int:
    """Whole kroner: also "12 000 kr", "kr 12.000,-" and "12000,00"."""
    digits = re.sub(r"[.,]00$", "", _digits(re.sub(r"(?i)kr\.?|,-", "", text)))
    if not re.fullmatch(_WHOLE, digits):
        words = _("«%(text)s» er ikke et beløp i hele kroner. Skriv for eksempel 250 000.")
        raise ValidationError(words % {"text": text})
    return _between(most, digits, money=True)


def read_date(text: str) -> date:
    """As a date field sends it, 2025-08-15, or as people type it: 15.8.2025."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
        if found.year in YEARS:
            return found
        raise ValidationError(_("«%(text)s» har et år som ikke kan stemme. Sjekk året.") % {"text": day(found)})
    raise ValidationError(_("«%(text)s» er ikke en dato. Skriv den slik: 15.08.2025.") % {"text": text})


def _digits(text: str) -> str:
    """Without what parts thousands: spaces, and points before three digits. Any other point is no such thing."""
    return re.sub(r"\.(?=\d{3}(?!\d))", "", re.sub(r"\s", "", text))


_WHOLE = r"[-\u2212\u2013]?\d+"  # a minus may be written as a hyphen, as itself or as a dash


def _between(most: int, digits: str, *, money: bool) -> int:
    """The number itself, when it is from 0 to the most there may be."""
    if not digits[0].isdigit():
        raise ValidationError(_too_low(0, money=money))
    found = int(digits.lstrip("0")[:20] or "0")  # a longer one is too high whatever follows
    if found > most:
        raise ValidationError(_too_high(most, money=money))
    return found


def _too_low(limit: int, *, money: bool) -> str:
    if money:
        return _("Beløpet kan ikke være under %(limit)s.") % {"limit": kr(limit)}
    return _("Tallet kan ikke være under %(limit)s.") % {"limit": number(limit)}


def _too_high(limit: int, *, money: bool) -> str:
    if money:
        return _("Beløpet kan ikke være over %(limit)s.") % {"limit": kr(limit)}
    return _("Tallet kan ikke være over %(limit)s.") % {"limit": number(limit)}


V = TypeVar("V", str, int)


def _within(limits: Limits, value: V, *, money: bool = False) -> V:
    """The value itself, when it keeps within the limits."""
    found = breach(value, limits)
    if found is None:
        return value
    words = {"limit": number(found.limit), "by": number(found.by)}
    match found.bound:
        case Bound.LONGEST:
            said = _("Teksten er %(by)s tegn for lang. Her er det plass til %(limit)s.") % words
        case Bound.SHORTEST:
            said = _("Teksten er for kort. Skriv minst %(limit)s tegn.") % words
        case Bound.LEAST:
            said = _too_low(found.limit, money=money)
        case Bound.MOST:
            said = _too_high(found.limit, money=money)
    raise ValidationError(said)


def _attached(raw: Any) -> Attached:
    if not isinstance(raw, dict):
        raise ValidationError(_("Legg ved en fil."))
    return Attached.of(raw)


def _one_of(keys: Iterable[str], raw: str) -> str:
    if raw not in keys:
        raise ValidationError(_("Velg ett av svarene på lista."))
    return raw


def _keys(options: Iterable[tuple[str, str]]) -> set[str]:
    return {key for key, _label in options}
