"""Which owners belong to which networks, out of CSV or XLSX. Nothing of a bad file is kept."""

from dataclasses import dataclass

from laget.base.actors.files import cells_of

_COLUMNS = ("organisasjonsnummer", "nettverk")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One owner in one network, by name or key, and the line that says so. No network: the owner is in none."""

    line: int
    owner: str
    network: str


def read_members(content: bytes, *, name: str) -> list[MemberRow]:
    """Rows out of a CSV or XLSX with the columns organisasjonsnummer and nettverk. Raises BadFile."""
    return [
        MemberRow(line, cells["organisasjonsnummer"].replace(" ", ""), cells["nettverk"])
        for line, cells in cells_of(content, _COLUMNS, name=name)
    ]
