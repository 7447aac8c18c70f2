"""What a person posts, read as answers to an instrument: clean, or refused."""

from collections.abc import Mapping, Sequence

from laget.need.surveys.instrument_file import AskedItem, Condition, Instrument, Layer
from laget.rules.words import plain

MOST_CHARACTERS = 1000  # of a free answer

Answer = int | list[int] | str


class BadAnswers(Exception):
    """Answers that can't be kept. The message says why, in Norwegian; `key` is the item."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


def read_answers(instrument: Instrument, layer: Layer, posted: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """The answers by item, in the order of the instrument.

    What is left empty is left out, and so is what the person should not have been asked, given the other answers.
    Raises BadAnswers for an item that this layer is not asked, and for an answer that the item does not have.
    """
    asked = instrument.asked_of(layer)
    for key in posted:
        if key not in asked:
            raise BadAnswers(key, "Dette spørsmålet er ikke med i kartleggingen.")
    answers: dict[str, Answer] = {}
    for key, question in asked.items():
        if key not in posted:
            continue
        answer = _read(question, posted[key])
        if answer is not None and _is_asked(question.item.when, answers):
            answers[key] = answer
    return answers


def _read(question: AskedItem, posted: Sequence[str]) -> Answer | None:
    filled = [value for value in posted if value and not value.isspace()]
    if not filled:
        return None
    kind, key = question.item.kind, question.item.key
    if len(filled) > 1 and kind != "several":
        raise BadAnswers(key, "Velg ett svar.")
    if kind == "text":
        return _free_text(key, filled[0])
    try:
        values = [question.values[value] for value in filled]
    except KeyError:
        raise BadAnswers(key, "Velg et av svarene i lista.") from None
    return sorted(set(values)) if kind == "several" else values[0]


def _free_text(key: str, posted: str) -> str | None:
    answer = plain(posted).strip()  # a browser sends each new line as two characters, and counts it as one
    if len(answer) > MOST_CHARACTERS:
        raise BadAnswers(key, f"Svaret er på {len(answer)} tegn. Det er plass til {MOST_CHARACTERS}.")
    return answer or None


def _is_asked(when: Condition | None, answers: Mapping[str, Answer]) -> bool:
    if when is None:
        return True
    given = answers.get(when.item)
    if isinstance(given, list):
        return any(value in when.values for value in given)
    return given in when.values
