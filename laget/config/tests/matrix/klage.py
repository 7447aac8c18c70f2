"""The oracle of klager: between the one who complains and Statsforvalteren, answered by two."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.money import LetterNow, pays_in, sees_letter
from laget.config.tests.matrix.policy import READING, WRITING, is_officer_of

OPEN = frozenset({"received", "proposed", "forwarded"})


@dataclass(frozen=True)
class KlageNow:
    county: str
    recipient: str
    state: str
    complained_by: str
    proposed_by: str
    has_answer: bool
    told: bool  # the last letter about it has left


def begins(done: Answer) -> Rule:
    """Whoever acts for the one that the decision was about, once told; and one klage at a time."""

    def rule(who: Someone, letter: LetterNow) -> Answer:
        may = (
            letter.is_decision
            and not letter.replaced
            and sees_letter(who, letter)
            and who.holds(*WRITING, at=letter.recipient)
        )
        told = letter.delivery in {"sending", "sent", "failed"}
        if not may or not told:
            return Answer.NOT_FOUND
        return Answer.ELSEWHERE if letter.complained_of else done

    return rule


def sees(who: Someone, klage: KlageNow) -> bool:
    return pays_in(who, klage.county) or who.holds(*READING, at=klage.recipient)


def reads_answer_from_above(who: Someone, klage: KlageNow) -> bool:
    """The one who complained, once the letter that tells of it has left."""
    told = klage.told or pays_in(who, klage.county)
    return sees(who, klage) and klage.has_answer and told


def preparing(state: str, done: Answer) -> Rule:
    """A case officer who did not complain."""

    def rule(who: Someone, klage: KlageNow) -> Answer:
        if not is_officer_of(who, klage.county) or who.name == klage.complained_by:
            return Answer.NOT_FOUND
        return done if klage.state == state else Answer.ELSEWHERE

    return rule


def previews(who: Someone, klage: KlageNow) -> bool:
    """The letter of the answer, while that is proposed."""
    return pays_in(who, klage.county) and klage.state == "proposed"


def deciding(who: Someone, klage: KlageNow) -> Answer:
    """A decider who neither complained nor prepared the answer."""
    involved = {klage.complained_by, klage.proposed_by}
    if not who.holds(Role.DECIDER, at=klage.county) or who.name in involved:
        return Answer.NOT_FOUND
    return Answer.DONE if klage.state == "proposed" else Answer.ELSEWHERE


def withdrawing(who: Someone, klage: KlageNow) -> Answer:
    if not who.holds(*WRITING, at=klage.recipient):
        return Answer.NOT_FOUND
    return Answer.DONE if klage.state in OPEN else Answer.ELSEWHERE
