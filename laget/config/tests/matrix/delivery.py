"""The oracle of delivery: who carries out what, who runs a pulje, and whose development it is. From the policy."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import FORUM, OWNER_OF, Someone
from laget.config.tests.matrix.policy import READING, WRITING, Paper, follows_every_case, sees, takes_part, writes

DONE, ELSEWHERE, INVALID, NOT_FOUND, PAGE = (
    Answer.DONE,
    Answer.ELSEWHERE,
    Answer.INVALID,
    Answer.NOT_FOUND,
    Answer.PAGE,
)


@dataclass(frozen=True)
class ToBegin:
    """A round, and the parties that answer for something granted that isn't begun."""

    county: str
    waiting: frozenset[str]


@dataclass(frozen=True)
class Carried:
    county: str
    party: str
    network: str | None
    recipients: frozenset[str]
    spends: str  # the recipient that is posted for
    arranger: str = ""  # whoever arranges the event that is posted


@dataclass(frozen=True)
class PuljeNow:
    county: str
    state: str
    takes: bool  # sign-ups, today
    answers: bool  # questions
    joined: frozenset[str]
    inside: frozenset[str]  # everyone in it: parties, units and UH


@dataclass(frozen=True)
class Joined:
    pulje: PuljeNow
    party: str


@dataclass(frozen=True)
class Joins:
    """That someone signs up a network."""

    pulje: PuljeNow
    party: str


@dataclass(frozen=True)
class Developing:
    unit: str
    network: str
    partner: str
    has_result: bool


# -- Carrying out ---------------------------------------------------------------------------------------


def begins_page(who: Someone, now: ToBegin) -> bool:
    return takes_part(who, now.county)


def beginning(who: Someone, now: ToBegin) -> Answer:
    return DONE if any(who.holds(*WRITING, at=party) for party in now.waiting) else NOT_FOUND


def sees_delivery(who: Someone, of: Carried) -> bool:
    if any(who.holds(*READING, at=party) for party in (of.party, *of.recipients)):
        return True
    return of.network in who.networks or follows_every_case(who, of.county)


def carries_out(who: Someone, of: Carried) -> bool:
    return any(who.holds(*WRITING, at=party) for party in (of.party, *of.recipients))


def answers_for(who: Someone, of: Carried) -> bool:
    return who.holds(*WRITING, at=of.party)


def spending(who: Someone, of: Carried) -> Answer:
    if not carries_out(who, of):
        return NOT_FOUND
    return DONE if who.holds(*WRITING, at=of.spends) else INVALID


def striking(who: Someone, of: Carried) -> bool:
    return who.holds(*WRITING, at=of.spends)


def tying(who: Someone, of: Carried) -> bool:
    return carries_out(who, of) and who.holds(Role.COORDINATOR, at=of.arranger)


def fetching(who: Someone, paper: Paper) -> Answer:
    """Nothing more is known of those that are tried."""
    may = sees(who, paper) and writes(who, paper) and paper.state in {"draft", "returned"}
    return ELSEWHERE if may else NOT_FOUND


# -- Puljer ---------------------------------------------------------------------------------------------


def opens(who: Someone, forum: str) -> bool:
    return who.holds(Role.FORUM_SECRETARY, Role.FORUM_LEADER, at=forum)


def runs(who: Someone, pulje: PuljeNow) -> bool:
    return opens(who, FORUM[pulje.county])


def knows_of(who: Someone, pulje: PuljeNow) -> bool:
    return takes_part(who, pulje.county)


def running(*states: str) -> Rule:
    def rule(who: Someone, pulje: PuljeNow) -> Answer:
        if not runs(who, pulje):
            return NOT_FOUND
        return DONE if pulje.state in states else ELSEWHERE

    return rule


def planning_page(who: Someone, pulje: PuljeNow) -> Answer:
    if not runs(who, pulje):
        return NOT_FOUND
    return PAGE if pulje.state == "running" else ELSEWHERE


def joins(who: Someone, of: Joins) -> bool:
    free = of.pulje.takes and of.party not in of.pulje.joined
    return free and who.holds(Role.COORDINATOR, at=of.party)


def leaving(who: Someone, of: Joined) -> Answer:
    if not (runs(who, of.pulje) or who.holds(Role.COORDINATOR, Role.OWNER, at=of.party)):
        return NOT_FOUND
    return DONE if of.pulje.state in {"open", "running"} else ELSEWHERE


def asking(who: Someone, pulje: PuljeNow) -> bool:
    return pulje.answers and any(who.holds(*READING, at=party) for party in pulje.inside)


def answering(who: Someone, pulje: PuljeNow) -> bool:
    return runs(who, pulje)


# -- Development ----------------------------------------------------------------------------------------


def works_there(who: Someone, of: Developing) -> bool:
    return who.holds(Role.UNIT_LEADER, Role.UNIT_STAFF, at=of.unit)


def guides(who: Someone, of: Developing) -> bool:
    return who.holds(Role.COORDINATOR, at=of.network) or who.holds(Role.PARTNER, at=of.partner)


def reads(who: Someone, of: Developing) -> bool:
    return works_there(who, of) or guides(who, of) or who.holds(Role.OWNER, at=OWNER_OF[of.unit])


def notes(who: Someone, of: Developing) -> bool:
    return works_there(who, of) or guides(who, of)


def rests(who: Someone, of: Developing) -> bool:
    return of.has_result and works_there(who, of)


def leads(who: Someone, of: Developing) -> bool:
    return who.holds(Role.UNIT_LEADER, at=of.unit)


def taking_up(who: Someone, of: Developing) -> Answer:
    """It isn't finished."""
    return ELSEWHERE if leads(who, of) else NOT_FOUND


def leads_unit(who: Someone, unit: str) -> bool:
    return who.holds(Role.UNIT_LEADER, at=unit)
