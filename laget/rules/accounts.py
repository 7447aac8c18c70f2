"""Account numbers of Norwegian banks."""

from stdnum.no import kontonr


def is_account_number(number: str) -> bool:
    """Eleven digits, the last of which checks the others. Points and spaces among them don't count."""
    return len(kontonr.compact(number).strip()) == 11 and kontonr.is_valid(number)
