"""The forms of a county, as those who change them have them in front of them."""

from laget.base.county_forms.queries import current
from laget.base.cycle.models import Round


def revision_of(round: Round, kind: str = "behovsmelding") -> str:
    """The revision that a page opened now would carry. Empty for a form that isn't changed in pages."""
    found = current(round, kind)
    return found.revision if found else ""
