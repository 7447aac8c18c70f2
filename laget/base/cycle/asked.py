"""What an address asks of the pages of a year: ?aar=2025&for=forum."""

from laget.base.accounts.http import Request
from laget.base.cycle.wheels import AUDIENCES
from laget.base.ui.numbers import whole_number

YEARS = range(2000, 2101)


def year_in(request: Request) -> int:
    """The year that is asked for, or this one."""
    year = whole_number(request.GET.get("aar", ""), 0)
    return year if year in YEARS else request.today.year


def audience_in(request: Request) -> str:
    """Whose dates are asked for, or everyone's."""
    asked = request.GET.get("for", "")
    return asked if asked in AUDIENCES else ""
