"""What the numbers say, in sentences. The number always stands beside the word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from laget.base.ui.templatetags.ui import day, kr, number
from laget.rules.synthesizing import HowMany, how_many
from laget.rules.words import and_list

AT_MOST = 6  # answers in one sentence; the table has them all


def subject_of(n: int, of: int) -> str:
    """Who, at the front of a sentence: «De fleste (15 av 20)»."""
    words = {"n": number(n), "of": number(of)}
    match how_many(n, of):
        case HowMany.ALL:
            return _("Alle %(of)s") % words
        case HowMany.MOST:
            return _("De fleste (%(n)s av %(of)s)") % words
        case HowMany.MANY:
            return _("Mange (%(n)s av %(of)s)") % words
        case HowMany.SOME:
            return _("Noen (%(n)s av %(of)s)") % words
        case HowMany.ONE:
            return _("Én (av %(of)s)") % words
    return _("Ingen (av %(of)s)") % words


def choosing(counts: Iterable[tuple[str, int]], of: int, *, mention: bool = False) -> list[str]:
    """One sentence for each word: «De fleste svarer «Ledere» (15 av 20) og «PPT» (14 av 20).» Most first."""
    found: dict[HowMany, list[tuple[str, int]]] = defaultdict(list)
    for label, n in sorted(counts, key=lambda each: -each[1]):
        found[how_many(n, of)].append((label, n))
    return [_said(kind, each, of, mention=mention) for kind, each in found.items() if kind is not HowMany.NONE]


def answered(n: int, of: int) -> str:
    return _("%(who)s har svart på dette.") % {"who": subject_of(n, of)}


def wrote(n: int, of: int) -> str:
    return _("%(who)s har skrevet om dette.") % {"who": subject_of(n, of)}


def summed(total: int, middle: int, n: int, of: int, *, money: bool) -> list[str]:
    words = kr if money else number
    said = {"sum": words(total), "middle": words(middle)}
    if n == 1:
        return [answered(n, of), _("Tallet er %(sum)s.") % said]
    return [answered(n, of), _("Til sammen er det %(sum)s. Halvparten har %(middle)s eller mindre.") % said]


def between(first: date, last: date, n: int, of: int) -> list[str]:
    if first == last:
        return [answered(n, of), _("Datoen er %(day)s.") % {"day": day(first)}]
    words = {"first": day(first), "last": day(last)}
    return [answered(n, of), _("Den første datoen er %(first)s, og den siste er %(last)s.") % words]


def _said(kind: HowMany, counts: Sequence[tuple[str, int]], of: int, *, mention: bool) -> str:
    who = {
        HowMany.ALL: _("Alle"),
        HowMany.MOST: _("De fleste"),
        HowMany.MANY: _("Mange"),
        HowMany.SOME: _("Noen"),
        HowMany.ONE: _("Én"),
    }[kind]
    each = _("«%(label)s» (%(n)s av %(of)s)")
    labels = and_list([each % {"label": label, "n": number(n), "of": number(of)} for label, n in counts[:AT_MOST]])
    if len(counts) > AT_MOST:
        labels = _("blant annet %(labels)s") % {"labels": labels}
    text = _("%(who)s nevner %(labels)s.") if mention else _("%(who)s svarer %(labels)s.")
    return text % {"who": who, "labels": labels}
