"""Which owners belong to which networks, out of CSV or XLSX. Nothing of a bad file is kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault, cells_of
from laget.base.actors.models import is_email

_COLUMNS = ("organisasjonsnummer", "nettverk")
_EMAIL = "e-post"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One owner in one network, by name or key, and the line that says so. No network: the owner is in none."""

    line: int
    owner: str
    network: str
    email: str = ""  # of the owner's post office; empty where the file says nothing of it


def read_members(content: bytes, *, name: str) -> list[MemberRow]:
    """Rows out of a CSV or XLSX with the columns organisasjonsnummer and nettverk, and perhaps e-post.

    Raises BadFile.
    """
    rows = [
        MemberRow(line, cells["organisasjonsnummer"].replace(" ", ""), cells["nettverk"], cells[_EMAIL])
        for line, cells in cells_of(content, _COLUMNS, name=name, optional=(_EMAIL,))
    ]
    wrong = [row for row in rows if row.email and not is_email(row.email)]
    if wrong:
        text = _("«%(text)s» er ikke en e-postadresse. Rett den, eller la den stå tom.")
        raise BadFile([Fault(row.line, _EMAIL, text % {"text": row.email}) for row in wrong])
    return rows
