"""The rules of rounds, documents, people, parties and lytteperioder, route by route. Written from the policy."""

from dataclasses import replace

from laget.base.accounts.roles import Role
from laget.config.tests.matrix import policy
from laget.config.tests.matrix.answers import Answer, Rule, act
from laget.config.tests.matrix.cast import Someone, county_of
from laget.config.tests.matrix.policy import Paper, administers, follows_every_case, takes_part
from laget.config.tests.matrix.things import Heard, OfNetwork, Place, RoundNow, VersionOf

PAGE, ELSEWHERE, NOT_FOUND = Answer.PAGE, Answer.ELSEWHERE, Answer.NOT_FOUND


def keeping_again(who: Someone, county: str) -> Answer:
    """The journal has been kept already: nothing is left to put in it."""
    return Answer.ELSEWHERE if policy.keeps_archive(who, county) else Answer.NOT_FOUND


def comparing(who: Someone, paper: Paper) -> Answer:
    """With last year's: of the one plan here that began with it."""
    return Answer.PAGE if paper.kind == "plan_measures" and policy.sees(who, paper) else Answer.NOT_FOUND


def in_county(who: Someone, now: RoundNow) -> bool:
    return takes_part(who, now.county)


def follows_common_risks(who: Someone, now: RoundNow) -> bool:
    """The forum and Statsforvalteren, and the koordinator of any network of the county."""
    coordinates = any(role is Role.COORDINATOR and county_of(where) == now.county for role, where in who.roles)
    return coordinates or follows_every_case(who, now.county)


def frames_as_spreadsheet(who: Someone, now: RoundNow) -> Answer:
    """The result, once adopted. What was tried before that is for the workbench."""
    if not takes_part(who, now.county):
        return NOT_FOUND
    if now.adopted:
        return PAGE
    return Answer.REFUSED if follows_every_case(who, now.county) else NOT_FOUND


def round_act(name: str) -> Rule:
    def answer(who: Someone, now: RoundNow) -> Answer:
        if not policy.ROUND_ACTS[name](who, now.county):
            return NOT_FOUND
        return Answer.DONE if name in now.due else ELSEWHERE

    return answer


def bulk_act(name: str) -> Rule:
    def answer(who: Someone, now: RoundNow) -> Answer:
        if not takes_part(who, now.county):
            return NOT_FOUND
        rule = act(name)
        return Answer.DONE if any(rule(who, paper) is Answer.DONE for paper in now.tilsagn) else ELSEWHERE

    return answer


def outbox_act(name: str) -> Rule:
    bulk = bulk_act(name)

    def answer(who: Someone, now: RoundNow) -> Answer:
        return bulk(who, now) if follows_letters(who, now) else NOT_FOUND

    return answer


def follows_letters(who: Someone, now: RoundNow) -> bool:
    return policy.follows_letters(who, now.county)


def asking(who: Someone, of: OfNetwork) -> Answer:
    if not policy.asks_owners(who, of.network) or not of.belongs:
        return NOT_FOUND
    return Answer.DONE if "behovsmelding:ask" in of.now.due else ELSEWHERE


def dating(who: Someone, of: OfNetwork) -> bool:
    return of.belongs and policy.sets_date(who, of.network, of.step)


def letter(who: Someone, paper: Paper) -> bool:
    return policy.sees(who, paper) and paper.has_letter


def recommendation(who: Someone, paper: Paper) -> bool:
    """On paper once it is frozen."""
    return policy.sees(who, paper) and paper.frozen


def preview(who: Someone, paper: Paper) -> Answer:
    """Once there is a letter, the preview has had its day."""
    if not policy.sees(who, paper) or not policy.previews(who, paper):
        return NOT_FOUND
    return Answer.HARMLESS if paper.has_letter else PAGE


def may_edit_a_copy(who: Someone, paper: Paper) -> bool:
    return policy.sees(who, paper) and policy.previews(who, paper)


def judging_page(who: Someone, paper: Paper) -> Answer:
    """While it lies there to be read; then one is sent to the report."""
    if not policy.sees(who, paper) or not policy.judges(who, paper):
        return NOT_FOUND
    return PAGE if paper.state == "submitted" else ELSEWHERE


def judging(who: Someone, paper: Paper) -> Answer:
    if not policy.sees(who, paper) or not policy.judges(who, paper):
        return NOT_FOUND
    return Answer.DONE if paper.state == "submitted" else Answer.TOO_LATE


def sees_version(who: Someone, version: VersionOf) -> bool:
    """One that was never sent is a draft, for those who write it."""
    return policy.sees(who, version.paper if version.sent else replace(version.paper, sent=False))


def sign_in_page(who: Someone, _thing: object) -> Answer:
    return ELSEWHERE if who.signed_in else PAGE


def sign_out(who: Someone, _thing: object) -> Answer:
    return PAGE if who.signed_in else ELSEWHERE


def passkey(who: Someone, owner: str) -> Answer:
    """One's own: after signing in once more."""
    return Answer.EITHER if who.name == owner else NOT_FOUND


def is_administrator(who: Someone, _thing: object) -> bool:
    return any(administers(who, county) for county in who.counties)


def manages(who: Someone, party: Place) -> bool:
    """Parties of the county, and its partners. HINN, of no county, works in both."""
    return is_administrator(who, party) if party.county is None else administers(who, party.county)


def for_party(who: Someone, party: Place) -> Answer:
    """Giving a role, or reading in a file."""
    if not is_administrator(who, party):
        return NOT_FOUND
    return Answer.DONE if manages(who, party) else Answer.INVALID


def beginning(who: Someone, unit: Heard) -> Answer:
    """A new period, where the last one is closed."""
    if not policy.leads_hearing(who, unit.unit):
        return NOT_FOUND
    return Answer.INVALID if unit.open else Answer.DONE


def registering(found: Answer) -> Rule:
    def answer(who: Someone, heard: Heard) -> Answer:
        return found if heard.open and policy.leads_hearing(who, heard.unit) else NOT_FOUND

    return answer


def closing(who: Someone, heard: Heard) -> Answer:
    if not policy.leads_hearing(who, heard.unit):
        return NOT_FOUND
    return Answer.DONE if heard.open else ELSEWHERE


def hears(who: Someone, heard: Heard) -> bool:
    return policy.hears(who, heard.unit)


def leads_hearing(who: Someone, heard: Heard) -> bool:
    return policy.leads_hearing(who, heard.unit)
