"""The oracle of money: who sees where it is, who pays it, and who decides what becomes of it."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.policy import READING, follows_every_case, is_officer_of, takes_part


@dataclass(frozen=True)
class AwardNow:
    """An award that is known, and whether there is something to decide about the year the address names."""

    county: str
    recipient: str
    open: bool = True


@dataclass(frozen=True)
class ChangeNow:
    award: AwardNow
    state: str
    proposed_by: str
    told: bool = True  # its letter has left


@dataclass(frozen=True)
class ListNow:
    county: str
    state: str
    prepared_by: str
    had_a_hand: frozenset[str]  # who prepared it, or registered an account it pays to


@dataclass(frozen=True)
class LetterNow:
    """A letter about something that came after the tilsagn, and where it has got to."""

    county: str
    recipient: str
    delivery: str
    is_decision: bool = True
    complained_of: bool = False  # and not answered yet
    replaced: bool = False
    corrected: bool = False  # someone has proposed how, and nobody has decided


def sees_letter(who: Someone, letter: LetterNow) -> bool:
    """The recipient, from when it leaves."""
    left = letter.delivery in {"sending", "sent", "failed"}
    return pays_in(who, letter.county) or (left and who.holds(*READING, at=letter.recipient))


@dataclass(frozen=True)
class CorrectionNow:
    county: str
    state: str
    proposed_by: str


def correcting(done: Answer) -> Rule:
    """What has left and no later one has replaced; one correction at a time."""

    def rule(who: Someone, letter: LetterNow) -> Answer:
        left = letter.delivery in {"sending", "sent", "failed"}
        if not is_officer_of(who, letter.county) or not left or letter.replaced:
            return Answer.NOT_FOUND
        return Answer.ELSEWHERE if letter.corrected else done

    return rule


def sees_correction(who: Someone, correction: CorrectionNow) -> bool:
    return pays_in(who, correction.county)


def previews_correction(who: Someone, correction: CorrectionNow) -> bool:
    """Its letter, while it is proposed."""
    return sees_correction(who, correction) and correction.state == "proposed"


def deciding_correction(who: Someone, correction: CorrectionNow) -> Answer:
    if not who.holds(Role.DECIDER, at=correction.county) or who.name == correction.proposed_by:
        return Answer.NOT_FOUND
    return Answer.DONE if correction.state == "proposed" else Answer.ELSEWHERE


def withdrawing_correction(who: Someone, correction: CorrectionNow) -> Answer:
    return _takes_back(who, correction.county, correction.proposed_by, waits=correction.state == "proposed")


def withdrawing_change(who: Someone, change: ChangeNow) -> Answer:
    return _takes_back(who, change.award.county, change.proposed_by, waits=change.state == "proposed")


def withdrawing_list(who: Someone, found: ListNow) -> Answer:
    return _takes_back(who, found.county, found.prepared_by, waits=found.state == "prepared")


def _takes_back(who: Someone, county: str, whose: str, *, waits: bool) -> Answer:
    """Only one's own, and only while nobody has decided it."""
    if not is_officer_of(who, county) or who.name != whose:
        return Answer.NOT_FOUND
    return Answer.DONE if waits else Answer.ELSEWHERE


LETTER_ACTS = {"send": {"ready", "stopped"}, "stop": {"queued"}, "resend": {"failed"}}


def sending(name: str) -> Rule:
    def rule(who: Someone, letter: LetterNow) -> Answer:
        if not is_officer_of(who, letter.county):
            return Answer.NOT_FOUND
        return Answer.DONE if letter.delivery in LETTER_ACTS[name] else Answer.ELSEWHERE

    return rule


def sees_award(who: Someone, award: AwardNow) -> bool:
    return takes_part(who, award.county)


def pays_in(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def officers(answer: Answer) -> Rule:
    """For the case officers of the county that the award is in."""
    return lambda who, award: answer if is_officer_of(who, award.county) else Answer.NOT_FOUND


def officers_in(answer: Answer) -> Rule:
    return lambda who, county: answer if is_officer_of(who, county) else Answer.NOT_FOUND


def proposing(answer: Answer) -> Rule:
    def rule(who: Someone, award: AwardNow) -> Answer:
        return answer if award.open and is_officer_of(who, award.county) else Answer.NOT_FOUND

    return rule


def sees_change(who: Someone, change: ChangeNow) -> bool:
    """A proposal is Statsforvalteren's. What is decided is also for the forum and the recipient, once they are told."""
    if pays_in(who, change.award.county):
        return True
    decided = change.state == "decided" and change.told
    reads = follows_every_case(who, change.award.county) or who.holds(*READING, at=change.award.recipient)
    return decided and reads


def previews_change(who: Someone, change: ChangeNow) -> bool:
    """Its letter, while it is proposed."""
    return pays_in(who, change.award.county) and change.state == "proposed"


def deciding(who: Someone, change: ChangeNow) -> Answer:
    if not who.holds(Role.DECIDER, at=change.award.county) or who.name == change.proposed_by:
        return Answer.NOT_FOUND
    return Answer.DONE if change.state == "proposed" else Answer.ELSEWHERE


def sees_list(who: Someone, found: ListNow) -> bool:
    return pays_in(who, found.county)


def fetches(who: Someone, found: ListNow) -> bool:
    return pays_in(who, found.county) and found.state == "approved"


def approving(who: Someone, found: ListNow) -> Answer:
    if not who.holds(Role.DECIDER, at=found.county) or who.name in found.had_a_hand:
        return Answer.NOT_FOUND
    return Answer.DONE if found.state == "prepared" else Answer.ELSEWHERE
