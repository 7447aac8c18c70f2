"""What a call may be answered with, and the rules that choose among them."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from laget.config.tests.matrix import policy
from laget.config.tests.matrix.calls import Reply
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.policy import DRAFTS, Paper

Rule = Callable[[Someone, Any], "Answer"]


class Answer(Enum):
    SIGN_IN = "is sent to sign in"
    UNAUTHORIZED = "gets 401"
    NOT_FOUND = "gets 404"
    NOT_ALLOWED = "gets 405"
    PAGE = "gets the page"
    ELSEWHERE = "is sent elsewhere, and nothing changes"
    TOO_LATE = "gets 409, and nothing changes"
    REFUSED = "gets 404 or is sent elsewhere, and nothing changes"
    EITHER = "gets the page or is sent to the document, and nothing changes"
    INVALID = "gets the form back, and nothing changes"
    HARMLESS = "changes nothing"
    DONE = "gets it done"


def fits(answer: Answer, reply: Reply) -> bool:
    """Nothing but what is done may change anything."""
    if answer is Answer.DONE:
        return reply.status < 400 and bool(reply.changed)
    return not reply.changed and _says(answer, reply)


def _says(answer: Answer, reply: Reply) -> bool:
    match answer:
        case Answer.SIGN_IN:
            to_sign_in = reply.status == 302 and reply.location.startswith("/logg-inn/?next=")
            return to_sign_in or (reply.status == 403 and b"Du er logget ut" in reply.body)
        case Answer.ELSEWHERE:
            return reply.status == 302 and not reply.location.startswith("/logg-inn/?next=")
        case Answer.REFUSED:
            return reply.status in {302, 404}
        case Answer.EITHER:
            return reply.status in {200, 302}
        case Answer.INVALID:
            return reply.status in {200, 302, 400, 422}
        case Answer.HARMLESS:
            return reply.status < 500
        case _:
            return reply.status == _STATUS[answer]


_STATUS = {
    Answer.PAGE: 200,
    Answer.UNAUTHORIZED: 401,
    Answer.NOT_FOUND: 404,
    Answer.NOT_ALLOWED: 405,
    Answer.TOO_LATE: 409,
}


# -- Rules ------------------------------------------------------------------------------------------


def always(answer: Answer) -> Rule:
    return lambda _who, _thing: answer


def page(may: Callable[[Someone, Any], bool]) -> Rule:
    return lambda who, thing: Answer.PAGE if may(who, thing) else Answer.NOT_FOUND


def done(may: Callable[[Someone, Any], bool]) -> Rule:
    return lambda who, thing: Answer.DONE if may(who, thing) else Answer.NOT_FOUND


def act(name: str) -> Rule:
    """Right for the person but wrong for the state: sent to the document, and nothing changes."""
    rule = policy.ACTS[name]

    def answer(who: Someone, paper: Paper) -> Answer:
        if not policy.sees(who, paper) or not rule.by(who, paper):
            return Answer.NOT_FOUND
        return Answer.DONE if rule.fits(paper) else Answer.ELSEWHERE

    return answer


def signing(who: Someone, paper: Paper) -> Answer:
    """Whose side has signed, or has nothing to sign yet, is refused one way or the other."""
    if not policy.sees(who, paper) or not policy.writes(who, paper):
        return Answer.NOT_FOUND
    if paper.state != "signing":
        return Answer.REFUSED
    if not policy.has_a_side(who, paper):
        return Answer.NOT_FOUND
    return Answer.DONE if policy.has_a_side_to_sign(who, paper) else Answer.REFUSED


def writing(who: Someone, paper: Paper) -> Answer:
    """Whoever sees the document without writing it is refused one way or the other."""
    if not policy.sees(who, paper):
        return Answer.NOT_FOUND
    if not policy.writes(who, paper):
        return Answer.REFUSED
    return Answer.PAGE if paper.state in DRAFTS else Answer.ELSEWHERE


def saving(who: Someone, paper: Paper) -> Answer:
    if not policy.writes(who, paper):
        return Answer.NOT_FOUND
    return Answer.DONE if paper.state in DRAFTS else Answer.TOO_LATE


def looking_over(who: Someone, paper: Paper) -> Answer:
    """For the one who sends it on. Others who see the document may look, or be sent to it."""
    if not policy.sees(who, paper):
        return Answer.NOT_FOUND
    if paper.state not in DRAFTS:
        return Answer.ELSEWHERE
    return Answer.PAGE if policy.ACTS[policy.SENDING[paper.kind]].by(who, paper) else Answer.EITHER
