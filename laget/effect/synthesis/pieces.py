"""One question over many documents, as sentences and a table: plain values to be kept, hashed and set on paper."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from laget.effect.synthesis import sentences
from laget.effect.synthesis.counting import CLOSED, TEXTS, Asked
from laget.rules.synthesizing import middle

Piece = dict[str, Any]
ALL_SHOWN = 6  # of more answers than this, those that nobody gives are left out of the table


def piece_of(asked: Asked) -> Piece | None:
    """None where nobody has answered. `bars` are per cent for each row; `told` is which versions the figures are of."""
    if not asked.said:
        return None
    n, of = len(asked.answered), len(asked.asked)
    match asked.type:
        case kind if kind in CLOSED:
            return _closed(asked, n, of)
        case "matrix":
            return _matrix(asked, n, of)
        case "number" | "money":
            return _numbers(asked, n, of)
        case "grid_number" | "grid_money":
            return _grid(asked, n, of)
        case "date":
            return _dates(asked, n, of)
        case kind if kind in TEXTS:
            return _piece(asked, [sentences.wrote(n, of)])
    return _piece(asked, [sentences.answered(n, of)])


def counted(question: str, label: str, counts: Sequence[tuple[str, int]], of: int, *, told: Sequence[int]) -> Piece:
    """A table of how many, made of something else than one question."""
    rows = [[name, n] for name, n in counts]
    return {
        "question": question,
        "label": label,
        "sentences": [],
        "headings": ["", _("Antall")],
        "rows": rows,
        "bars": _bars([n for _name, n in counts], of),
        "of": of,
        "money": False,
        "told": sorted(told),
    }


def _closed(asked: Asked, n: int, of: int) -> Piece:
    counts = [(asked.options[key], len(who)) for key, who in asked.choosing().items()]
    if len(counts) > ALL_SHOWN:
        counts = [(label, each) for label, each in counts if each]
    rows: list[list[Any]] = [[label, each] for label, each in counts]
    numbers = [each for _label, each in counts]
    if n < of:
        rows.append([_("Ikke svart"), of - n])
        numbers.append(of - n)
    said = sentences.choosing(counts, of)
    return _piece(asked, said, headings=[_("Svar"), _("Antall")], rows=rows, bars=_bars(numbers, of))


def _matrix(asked: Asked, n: int, of: int) -> Piece:
    columns = list(asked.options)
    rows = []
    for row, label in asked.rows.items():
        chosen = asked.choosing(row)
        rows.append([label, *(len(chosen[column]) for column in columns)])
    headings = ["", *asked.options.values()]
    return _piece(asked, [sentences.answered(n, of)], headings=headings, rows=rows)


def _numbers(asked: Asked, n: int, of: int) -> Piece:
    amounts = list(asked.amounts().values())
    total, between = sum(amounts), middle(amounts)
    rows = [[_("Til sammen"), total], [_("Det midterste svaret"), between]] if n > 1 else [[_("Til sammen"), total]]
    said = sentences.summed(total, between, n, of, money=asked.money)
    unit = _("Kroner") if asked.money else _("Antall")
    return _piece(asked, said, headings=["", unit], rows=rows)


def _grid(asked: Asked, n: int, of: int) -> Piece:
    table, columns = asked.table(), list(asked.options)
    numbers = {label: [table.get((row, column), 0) for column in columns] for row, label in asked.rows.items()}
    rows: list[list[Any]] = [[label, *each] for label, each in numbers.items() if any(each)]
    if len(rows) > 1:
        rows.append([_("Til sammen"), *(sum(column) for column in zip(*numbers.values(), strict=True))])
    amounts = list(asked.amounts().values())
    said = sentences.summed(sum(amounts), middle(amounts), n, of, money=asked.money)
    return _piece(asked, said, headings=["", *asked.options.values()], rows=rows)


def _dates(asked: Asked, n: int, of: int) -> Piece:
    years = {(version, value.year) for version, _row, _column, value in asked.all_said}
    counts = sorted(Counter(year for _version, year in years).items())
    days = asked.days()
    rows = [[str(year), each] for year, each in counts]
    said = sentences.between(days[0], days[-1], n, of)
    said += sentences.choosing([(str(year), each) for year, each in counts], of)
    bars = _bars([each for _year, each in counts], of)
    return _piece(asked, said, headings=[_("År"), _("Antall dokumenter")], rows=rows, bars=bars)


def _piece(asked: Asked, said: Sequence[str], **more: Any) -> Piece:
    told = sorted(asked.answered)
    plain: Piece = {"headings": [], "rows": [], "bars": []}
    about = {"question": asked.path, "label": asked.label, "sentences": list(said), "of": len(asked.asked)}
    return {**plain, **about, "money": asked.money, "told": told, **more}


def _bars(numbers: Sequence[int], of: int) -> list[int]:
    return [round(100 * n / of) if of else 0 for n in numbers]


def without_told(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """As they are kept and shown: which versions they are of is nobody's business but the next synthesis'."""
    return ({key: value for key, value in piece.items() if key != "told"} for piece in pieces)
