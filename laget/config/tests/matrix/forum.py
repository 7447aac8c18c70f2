"""The oracle of the forum's room: who sees a meeting and a matter, and what they do there. Written from the policy."""

from collections.abc import Callable
from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import FORUM, NETWORK_OF, OWNER_OF, TRONDELAG, Someone
from laget.config.tests.matrix.policy import FORUM_ROLES, READING, follows_every_case
from laget.config.tests.matrix.things import Place, RoundNow

# Whom they sit in the forum for.
SITS_FOR = {"siri": "Inderøy kommune", "mons": "Ørland kommune", "arne": "Trøndelag"}
# Those named as recipients. HINN is partner in Fosen, and gets nothing there.
RECIPIENTS = {"Innherred": {"DMMH", "Nord universitet"}, "Fosen": {"DMMH"}}


@dataclass(frozen=True)
class Mote:
    county: str
    state: str
    settled: bool  # nothing is left on its agenda
    votes: bool  # on a matter, now
    ranks: bool = False  # its matters are not beslutningsgrunnlag


@dataclass(frozen=True)
class Sak:
    meeting: Mote
    state: str
    network: str  # empty for one that concerns no network
    ranks: bool = False  # its proposal is the ranking, and is changed there
    all_voted: bool = False
    declared: frozenset[str] = frozenset()  # those who have stepped aside by themselves


@dataclass(frozen=True)
class Sete:
    matter: Sak
    name: str  # who sits there
    votes: bool


def runs(who: Someone, of: RoundNow | Place | Mote) -> bool:
    return of.county is not None and who.holds(Role.FORUM_LEADER, Role.FORUM_SECRETARY, at=FORUM[of.county])


def listing_review(who: Someone, of: RoundNow) -> Answer:
    """By those who run the forum. The meeting that is named is Trøndelag's, and no other forum's."""
    if not runs(who, of):
        return Answer.NOT_FOUND
    return Answer.DONE if of.county == TRONDELAG else Answer.ELSEWHERE


def leads(who: Someone, meeting: Mote) -> bool:
    return who.holds(Role.FORUM_LEADER, at=FORUM[meeting.county])


def sees(who: Someone, meeting: Mote) -> bool:
    """Everyone with a role in the forum, once they have been called; those who run it from the start."""
    return who.holds(*FORUM_ROLES, at=FORUM[meeting.county]) and (meeting.state != "planned" or runs(who, meeting))


def takes_part(who: Someone, matter: Sak) -> bool:
    return sees(who, matter.meeting) and not is_tied(who, matter)


def is_tied(who: Someone, matter: Sak) -> bool:
    owners = {owner for owner, network in NETWORK_OF.items() if network == matter.network}
    units = {unit for unit, owner in OWNER_OF.items() if owner in owners}
    concerned = owners | units | {matter.network} | RECIPIENTS.get(matter.network, set())
    return (
        who.name in matter.declared
        or SITS_FOR.get(who.name) in concerned
        or any(who.holds(*READING, at=party) for party in concerned)
    )


def reads_minutes(who: Someone, meeting: Mote) -> bool:
    """Approved, they are for the forum and Statsforvalteren; before that, for those who write them."""
    if meeting.state == "approved":
        return follows_every_case(who, meeting.county)
    return runs(who, meeting)


@dataclass(frozen=True)
class InMeeting:
    when: Callable[[Mote], bool]
    by: Callable[[Someone, Mote], bool] = runs
    otherwise: Callable[[Mote], Answer] = lambda _meeting: Answer.ELSEWHERE


MEETING_ACTS = {
    "list_matters": InMeeting(lambda meeting: meeting.state in {"planned", "called"} and not meeting.ranks),
    "add_matter": InMeeting(lambda meeting: meeting.state in {"planned", "called"}),
    "change": InMeeting(lambda meeting: meeting.state in {"planned", "called"}),
    "call": InMeeting(lambda meeting: meeting.state == "planned"),
    "cancel": InMeeting(lambda meeting: meeting.state in {"planned", "called"}),
    "open": InMeeting(lambda meeting: meeting.state == "called"),
    "attend": InMeeting(
        lambda meeting: meeting.state == "open" and not meeting.votes,
        otherwise=lambda meeting: Answer.INVALID if meeting.state == "open" else Answer.ELSEWHERE,
    ),
    "close": InMeeting(lambda meeting: meeting.state == "open" and meeting.settled),
    "approve": InMeeting(lambda meeting: meeting.state == "closed", leads),
}


@dataclass(frozen=True)
class InMatter:
    when: Callable[[Sak], bool]
    by_all: bool = False  # who take part, and not only by those who run the meeting


def _in_meeting(*states: str) -> Callable[[Sak], bool]:
    return lambda matter: matter.meeting.state == "open" and matter.state in states


MATTER_ACTS = {
    "declare": InMatter(lambda matter: matter.state in {"listed", "open"}, by_all=True),
    "remark": InMatter(lambda matter: matter.state in {"listed", "open", "voting"}, by_all=True),
    "recuse": InMatter(lambda matter: matter.state in {"listed", "open"}),
    "take_up": InMatter(_in_meeting("listed")),
    "agree": InMatter(_in_meeting("open")),
    "call_vote": InMatter(_in_meeting("open")),
    "take_back_vote": InMatter(lambda matter: matter.state == "voting" and not matter.all_voted),
    "close_vote": InMatter(lambda matter: matter.state == "voting" and matter.all_voted),
    "withdraw": InMatter(lambda matter: matter.meeting.state in {"planned", "called"} and matter.state == "listed"),
    "postpone": InMatter(_in_meeting("listed", "open")),
}


def in_meeting(name: str) -> Rule:
    act = MEETING_ACTS[name]

    def answer(who: Someone, meeting: Mote) -> Answer:
        if not sees(who, meeting) or not act.by(who, meeting):
            return Answer.NOT_FOUND
        return Answer.DONE if act.when(meeting) else act.otherwise(meeting)

    return answer


def changing(who: Someone, meeting: Mote) -> Answer:
    answer = in_meeting("change")(who, meeting)
    return Answer.PAGE if answer is Answer.DONE else answer


def in_matter(name: str) -> Rule:
    act = MATTER_ACTS[name]

    def answer(who: Someone, matter: Sak) -> Answer:
        if not takes_part(who, matter) or not (act.by_all or runs(who, matter.meeting)):
            return Answer.NOT_FOUND
        return Answer.DONE if act.when(matter) else Answer.ELSEWHERE

    return answer


def lifting(who: Someone, matter: Sak) -> Answer:
    """By whoever has declared it, until the matter is taken up."""
    if not sees(who, matter.meeting) or who.name not in matter.declared:
        return Answer.NOT_FOUND
    return Answer.DONE if matter.state == "listed" else Answer.ELSEWHERE


def _proposing(who: Someone, matter: Sak, done: Answer) -> Answer:
    if not takes_part(who, matter) or not runs(who, matter.meeting) or matter.ranks:
        return Answer.NOT_FOUND
    return done if matter.state in {"listed", "open"} else Answer.ELSEWHERE


def writing_proposal(who: Someone, matter: Sak) -> Answer:
    return _proposing(who, matter, Answer.PAGE)


def proposing(who: Someone, matter: Sak) -> Answer:
    return _proposing(who, matter, Answer.DONE)


def voting(who: Someone, seat: Sete) -> Answer:
    """For one's own seat, or for another's by those who run the meeting; and for none that has no vote."""
    own = who.name == seat.name
    if not takes_part(who, seat.matter) or not seat.votes or not (own or runs(who, seat.matter.meeting)):
        return Answer.NOT_FOUND
    return Answer.DONE if seat.matter.state == "voting" and not seat.matter.all_voted else Answer.ELSEWHERE
