"""What pydantic finds wrong in a file, said in Norwegian to the one who wrote it."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_NORWEGIAN = {
    "missing": "mangler.",
    "extra_forbidden": "finnes ikke i {kind}. Er det en skrivefeil?",
    "int_type": "skal være et helt tall.",
    "int_parsing": "skal være et helt tall.",
    "int_from_float": "skal være et helt tall.",
    "string_type": "skal være tekst i anførselstegn.",
    "string_too_short": "kan ikke være tom.",
    "bool_type": "skal være true eller false.",
    "bool_parsing": "skal være true eller false.",
    "date_type": "skal være en dato: 2026-01-01.",
    "date_from_datetime_parsing": "skal være en dato: 2026-01-01.",
    "dict_type": "skal være en tabell.",
    "model_type": "skal være en tabell.",
    "tuple_type": "skal være en liste.",
    "greater_than_equal": "kan ikke være under {ge}.",
    "greater_than": "skal være over {gt}.",
    "less_than_equal": "kan ikke være over {le}.",
    "literal_error": "skal være {expected}.",
    "enum": "skal være {expected}.",
    "month_and_day": 'skal være måned og dag: "02-01" er 1. februar.',
    "fraction": 'skal være et tall, en brøk ("1/50") eller en prosent ("2 %").',
    "range": '«from» hører til when = "range", og bare der.',
    "words": "en omtrentlig dato trenger «words»: slik den sies, for eksempel «medio februar».",
    "days_after": "«days» hører til «after»: datoen den bygger på.",
    "amount_or_share": "skal ha enten «amount» eller «share».",
    "key_for_frames": "trenger «key», nøkkelen som rammene settes etter.",
    "scale": "«highest» skal være over «lowest».",
    "over_zero": "skal være over 0.",
    "share": 'skal være en andel mellom 0 og 1: "1/2" er halvparten.',
    "not_the_whole": "delene («share») skal bli 100 % til sammen.",
    "not_a_share": "skal være mellom 0 og 100 prosent.",
    "account": "er ikke et kontonummer: det har elleve siffer, og det siste er et kontrollsiffer.",
    "reminders": "«last» skal være flere dager enn «first».",
    "needs_list": "trenger «{name}».",
    "limits": "«{high}» kan ikke være under «{low}».",
    "too_short": "skal ha minst én.",
    "string_pattern_mismatch": "er ikke skrevet slik det skal. Se {page}.",
    "needs_bokmal": "mangler teksten på bokmål (nb).",
    "unknown_language": "«{language}» er ikke et språk her. Bruk nb, nn, en eller se.",
    "needs_answers": "trenger «answers»: navnet på en svarskala.",
    "free_answer": "et fritt svar har ingen «answers».",
}  # fmt: skip


def in_norwegian(error: ValidationError, *, kind: str, page: str) -> list[str]:
    """Each fault, with where it is. `kind` is what the file is called, `page` the page that explains it."""
    faults = error.errors()
    return [_said(each, kind=kind, page=page) for each in faults if not _follows_from_another(each, faults)]


def _follows_from_another(fault: ErrorDetails, faults: list[ErrorDetails]) -> bool:
    """Pydantic also calls a list too short when what is in it is wrong. The writer need only hear what is wrong."""
    where = fault["loc"]
    inside = (each for each in faults if each["loc"][: len(where)] == where and each["loc"] != where)
    return fault["type"] == "too_short" and any(inside)


def _said(fault: ErrorDetails, *, kind: str, page: str) -> str:
    context: dict[str, Any] = fault.get("ctx", {})
    where = ".".join(str(step) for step in fault["loc"])
    what = _NORWEGIAN.get(fault["type"], "er ikke gyldig her. Se {page}.")
    said = what.format(kind=kind, page=page, **context)
    return f"{where}: {said.replace(' or ', ' eller ')}" if "expected" in context else f"{where}: {said}"
