"""Letters to nobody, so that a county sees what its texts look like before anything is decided."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import Language
from laget.base.cycle.county_file import CountyFile
from laget.base.cycle.letter_texts import shipped
from laget.base.cycle.models import Round
from laget.grant.tilsagn.letter_text import LetterLine, LetterText
from laget.grant.tilsagn.text_names import as_read, name_of

OUTCOMES: Final = {"grant": _("Tilsagn"), "part": _("Delvis tilsagn"), "refusal": _("Avslag")}
_GRANTED: Mapping[str, tuple[int, int]] = {"grant": (300_000, 120_000), "part": (200_000, 120_000), "refusal": (0, 0)}
_TILTAK = {
    Language.BOKMAL: ("Inkluderende leikemiljø", "Det er ikke penger til alt."),
    Language.NYNORSK: ("Inkluderande leikemiljø", "Det er ikkje pengar til alt."),
}


def example_of(round: Round, outcome: str, language: Language) -> LetterText:
    """A letter about one tiltak over two years, to a network that doesn't exist."""
    (title, reason), (now, later) = _TILTAK[language], _GRANTED[outcome]
    return LetterText(
        round=round,
        language=language,
        reference=f"{round.year}/00000000",
        recipient="Nettverket Eksempel",
        lines=(
            LetterLine(title, round.year, 300_000, now, "" if now == 300_000 else reason),
            LetterLine(title, round.year + 1, 120_000, later, "" if later else reason),
        ),
        grounds=round.file.words(language)("grounds" if outcome != "refusal" else "grounds_refusal"),
        own_conditions=(),
    )


def texts_side_by_side(file: CountyFile) -> list[tuple[str, str, str, bool]]:
    """(name, bokmål, nynorsk, whether the county has changed it) of every text, in the order of the file."""
    nb, nn = file.words("nb").texts, file.words("nn").texts
    return [
        (name_of(key), as_read(nb[key], "nb"), as_read(nn[key], "nn"), key in file.letter.nb) for key in shipped()["nb"]
    ]
