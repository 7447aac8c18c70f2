"""What Noark 5 calls the parts of an entry that are kept back (skjerming)."""

from laget.effect.archive.models import Direction

KEPT_BACK = "Unntatt offentlighet"  # M500
_HIDDEN_OTHER = {Direction.IN: "Skjerming navn avsender", Direction.OUT: "Skjerming navn mottaker"}


def shielded(
    direction: Direction, *, basis: str, hides_title: bool, hides_other: bool, hides_document: bool
) -> dict[str, list[str]]:
    """Each element of a skjerming with its values, in the order of the schema; none when nothing is kept back."""
    if not basis:
        return {}
    metadata = ["Skjerming tittel registrering - unntatt første linje"] * hides_title
    metadata += [_HIDDEN_OTHER[direction]] * hides_other
    found = {
        "tilgangsrestriksjon": [KEPT_BACK],
        "skjermingshjemmel": [basis],
        "skjermingMetadata": metadata or ["Skjerming tittel dokumentbeskrivelse"],
    }
    return found | ({"skjermingDokument": ["Skjerming av hele dokumentet"]} if hides_document else {})
