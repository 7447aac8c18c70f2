"""Every route there is, and the rule it follows. One that isn't here fails the tests, and so does one that is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from django.urls import URLPattern, URLResolver, get_resolver

from laget.config.tests.matrix import forum, klage, money, policy, ranking, results, surveys
from laget.config.tests.matrix.answers import (
    Answer,
    Rule,
    act,
    always,
    done,
    looking_over,
    page,
    saving,
    signing,
    writing,
)
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.policy import Paper, administers, follows_every_case, takes_part
from laget.config.tests.matrix.things import Heard, OfNetwork, Place, RoundNow, VersionOf


class On(Enum):
    """What the address names."""

    NOTHING = "nothing"
    COUNTY = "county"
    ROUND = "round"
    NETWORK = "network in a round"
    DATE = "date of a network in a round"
    PAPER = "document"
    SECTION = "section of a document"
    ITEM = "item of a section"
    VERSION = "version of a document"
    AMOUNT = "granted amount"
    PARTY = "organisation"
    LISTENING = "lytteperiode"
    UNIT = "virksomhet"
    HELD = "held role"
    KEY = "passkey"
    GUIDE = "page of the guide"
    COUNTED = "counted survey"
    GROUP = "group of a result"
    ASKER = "party that may ask, and an instrument"
    SURVEY = "survey"
    SURVEY_UNIT = "unit of a survey"
    LINK = "link to answer by"
    SOURCE = "numbers from elsewhere"
    FORUM = "forum"
    HOLDER = "holder of a seat"
    MEETING = "meeting of a forum"
    MATTER = "matter of a meeting"
    SEAT = "seat in a matter"
    AWARD = "award"
    RECIPIENT = "recipient of an award"
    CHANGE = "change of an award"
    PAYMENTS = "payment list"
    KLAGE = "klage"
    CORRECTION = "correction of a letter"
    LETTER = "letter of what came after a tilsagn"
    RANKED_ROUND = "round where applications are ranked"
    RANKED_NETWORK = "network in such a round"
    WORKING_GROUP = "working group"
    GROUP_MEMBER = "member of a working group"
    APPLICATION = "application"
    RANKING = "ranking"


@dataclass(frozen=True)
class Route:
    on: On
    get: Rule | None = None
    post: Rule | None = None
    public: bool = False
    by_allauth: bool = False  # answers other methods in its own ways
    by_program: bool = False  # the API: no page to sign in on
    by_code: bool = False  # takes a post from anyone who has a code: there is no session for another site to misuse


KINDS = ("assessment", "behovsmelding", "beslutningsgrunnlag", "innstilling", "tilsagn", "report")
PAGE, ELSEWHERE, NOT_FOUND, NOT_ALLOWED = Answer.PAGE, Answer.ELSEWHERE, Answer.NOT_FOUND, Answer.NOT_ALLOWED


def _in_county(who: Someone, now: RoundNow) -> bool:
    return takes_part(who, now.county)


def _frames_as_spreadsheet(who: Someone, now: RoundNow) -> Answer:
    """The result, once adopted. What was tried before that is for the workbench."""
    if not takes_part(who, now.county):
        return NOT_FOUND
    if now.adopted:
        return PAGE
    return Answer.REFUSED if follows_every_case(who, now.county) else NOT_FOUND


def _round_act(name: str) -> Rule:
    def answer(who: Someone, now: RoundNow) -> Answer:
        if not policy.ROUND_ACTS[name](who, now.county):
            return NOT_FOUND
        return Answer.DONE if name in now.due else ELSEWHERE

    return answer


def _bulk_act(name: str) -> Rule:
    def answer(who: Someone, now: RoundNow) -> Answer:
        if not takes_part(who, now.county):
            return NOT_FOUND
        rule = act(name)
        return Answer.DONE if any(rule(who, paper) is Answer.DONE for paper in now.tilsagn) else ELSEWHERE

    return answer


def _outbox_act(name: str) -> Rule:
    bulk = _bulk_act(name)

    def answer(who: Someone, now: RoundNow) -> Answer:
        return bulk(who, now) if _follows_letters(who, now) else NOT_FOUND

    return answer


def _follows_letters(who: Someone, now: RoundNow) -> bool:
    return policy.follows_letters(who, now.county)


def _asking(who: Someone, of: OfNetwork) -> Answer:
    if not policy.asks_owners(who, of.network) or not of.belongs:
        return NOT_FOUND
    return Answer.DONE if "behovsmelding:ask" in of.now.due else ELSEWHERE


def _dating(who: Someone, of: OfNetwork) -> bool:
    return of.belongs and policy.sets_date(who, of.network, of.step)


def _letter(who: Someone, paper: Paper) -> bool:
    return policy.sees(who, paper) and paper.has_letter


def _recommendation(who: Someone, paper: Paper) -> bool:
    """On paper once it is frozen."""
    return policy.sees(who, paper) and paper.frozen


def _preview(who: Someone, paper: Paper) -> Answer:
    """Once there is a letter, the preview has had its day."""
    if not policy.sees(who, paper) or not policy.previews(who, paper):
        return NOT_FOUND
    return Answer.HARMLESS if paper.has_letter else PAGE


def _may_edit_a_copy(who: Someone, paper: Paper) -> bool:
    return policy.sees(who, paper) and policy.previews(who, paper)


def _sees_version(who: Someone, version: VersionOf) -> bool:
    """One that was never sent is a draft, for those who write it."""
    return policy.sees(who, version.paper if version.sent else replace(version.paper, sent=False))


def _sign_in_page(who: Someone, _thing: object) -> Answer:
    return ELSEWHERE if who.signed_in else PAGE


def _sign_out(who: Someone, _thing: object) -> Answer:
    return PAGE if who.signed_in else ELSEWHERE


def _passkey(who: Someone, owner: str) -> Answer:
    """One's own: after signing in once more."""
    return Answer.EITHER if who.name == owner else NOT_FOUND


def _is_administrator(who: Someone, _thing: object) -> bool:
    return any(administers(who, county) for county in who.counties)


def _manages(who: Someone, party: Place) -> bool:
    """Parties of the county, and its partners. HINN, of no county, works in both."""
    return _is_administrator(who, party) if party.county is None else administers(who, party.county)


def _for_party(who: Someone, party: Place) -> Answer:
    """Giving a role, or reading in a file."""
    if not _is_administrator(who, party):
        return NOT_FOUND
    return Answer.DONE if _manages(who, party) else Answer.INVALID


def _beginning(who: Someone, unit: Heard) -> Answer:
    """A new period, where the last one is closed."""
    if not policy.leads_hearing(who, unit.unit):
        return NOT_FOUND
    return Answer.INVALID if unit.open else Answer.DONE


def _registering(found: Answer) -> Rule:
    def answer(who: Someone, heard: Heard) -> Answer:
        return found if heard.open and policy.leads_hearing(who, heard.unit) else NOT_FOUND

    return answer


def _closing(who: Someone, heard: Heard) -> Answer:
    if not policy.leads_hearing(who, heard.unit):
        return NOT_FOUND
    return Answer.DONE if heard.open else ELSEWHERE


def _hears(who: Someone, heard: Heard) -> bool:
    return policy.hears(who, heard.unit)


def _leads_hearing(who: Someone, heard: Heard) -> bool:
    return policy.leads_hearing(who, heard.unit)


def _own(answer: Answer) -> Route:
    """A page of allauth for the person signed in, about nobody else."""
    return Route(On.NOTHING, always(answer), always(Answer.HARMLESS), by_allauth=True)


_PUBLIC = {
    "insight:front": Route(On.NOTHING, always(PAGE), public=True),
    "insight:county": Route(On.COUNTY, always(PAGE), public=True),
    "insight:help": Route(On.NOTHING, always(PAGE), public=True),
    "insight:words": Route(On.NOTHING, always(PAGE), public=True),
    "insight:reading": Route(On.NOTHING, always(PAGE), public=True),
    "insight:guide": Route(On.GUIDE, always(PAGE), public=True),
    # The post of nothing is refused. Whoever has a letter may try it: there is no session for another site to misuse.
    "tilsagn:verify": Route(On.NOTHING, always(PAGE), always(Answer.HARMLESS), public=True, by_code=True),
    # The demo's, and not there otherwise.
    "accounts:pick": Route(On.NOTHING, always(NOT_FOUND), always(NOT_FOUND), public=True),
    "cycle:demo_day": Route(On.NOTHING, post=always(NOT_FOUND), public=True),
}
_SIGNING_IN = {
    "account_login": Route(On.NOTHING, _sign_in_page, always(Answer.HARMLESS), public=True, by_allauth=True),
    "account_request_login_code": Route(
        On.NOTHING, _sign_in_page, always(Answer.HARMLESS), public=True, by_allauth=True
    ),
    "account_confirm_login_code": Route(On.NOTHING, always(ELSEWHERE), always(ELSEWHERE), public=True, by_allauth=True),
    "account_logout": Route(On.NOTHING, _sign_out, always(ELSEWHERE), public=True, by_allauth=True),
    "account_inactive": Route(On.NOTHING, always(PAGE), public=True, by_allauth=True),
    "mfa_authenticate": Route(On.NOTHING, always(ELSEWHERE), always(ELSEWHERE), public=True, by_allauth=True),
    "mfa_login_webauthn": Route(On.NOTHING, always(ELSEWHERE), always(ELSEWHERE), public=True, by_allauth=True),
}
# Nobody in the cast has a second factor, so some of these have nothing to show.
_OWN_SECURITY = {
    "mfa_index": _own(PAGE),
    "mfa_list_webauthn": _own(PAGE),
    "mfa_add_webauthn": _own(PAGE),
    "mfa_activate_totp": _own(PAGE),
    "mfa_generate_recovery_codes": _own(PAGE),
    "mfa_deactivate_totp": _own(NOT_FOUND),
    "mfa_view_recovery_codes": _own(NOT_FOUND),
    "mfa_download_recovery_codes": _own(NOT_FOUND),
    "account_reauthenticate": _own(NOT_FOUND),
    "mfa_reauthenticate": _own(NOT_FOUND),
    "mfa_reauthenticate_webauthn": _own(NOT_FOUND),
    "mfa_remove_webauthn": Route(On.KEY, _passkey, _passkey, by_allauth=True),
    "mfa_edit_webauthn": Route(On.KEY, _passkey, _passkey, by_allauth=True),
}
_PEOPLE_AND_PARTIES = {
    "insight:tasks": Route(On.NOTHING, always(PAGE)),
    "insight:cases": Route(On.NOTHING, always(PAGE)),
    "accounts:me": Route(On.NOTHING, always(PAGE)),
    "accounts:people": Route(On.NOTHING, page(_is_administrator)),
    "accounts:give_role": Route(On.PARTY, page(_is_administrator), _for_party),
    "accounts:end_role": Route(On.HELD, post=done(_manages)),
    "accounts:import_files": Route(On.PARTY, page(_is_administrator), _for_party),
    "accounts:address": Route(On.PARTY, page(_manages), done(_manages)),
    "accounts:organisations": Route(On.NOTHING, always(PAGE)),
    "accounts:networks": Route(On.NOTHING, always(PAGE)),
    "accounts:organisation": Route(On.PARTY, page(lambda who, party: party.county in who.counties)),
}
_ROUNDS = {
    "cycle:rounds": Route(On.NOTHING, always(PAGE)),
    "cycle:open_round": Route(On.COUNTY, post=done(policy.opens_rounds_in)),
    "cycle:round": Route(On.ROUND, page(_in_county)),
    "cycle:set_local_date": Route(On.DATE, post=done(_dating)),
    **{f"{kind}:round": Route(On.ROUND, page(_in_county)) for kind in KINDS},
    "behovsmelding:ask": Route(On.NETWORK, post=_asking),
    "allocation:round": Route(On.ROUND, page(_in_county)),
    "allocation:spreadsheet": Route(On.ROUND, _frames_as_spreadsheet),
    **{name: Route(On.ROUND, post=_round_act(name)) for name in policy.ROUND_ACTS},
    **{name: Route(On.ROUND, post=_bulk_act(each)) for name, each in policy.BULK_ACTS.items()},
    **{name: Route(On.ROUND, post=_outbox_act(each)) for name, each in policy.OUTBOX_ACTS.items()},
    **{f"tilsagn:{name}": Route(On.ROUND, page(_follows_letters)) for name in ("outbox", "texts", "example")},
    "insight:follow": Route(On.AMOUNT, page(lambda who, amount: policy.sees(who, amount.tilsagn))),
}
_PAPERS = {
    **{f"{kind}:case": Route(On.PAPER, page(policy.sees)) for kind in KINDS},
    **{f"{kind}:check": Route(On.PAPER, looking_over) for kind in KINDS},
    **{name: Route(On.PAPER, post=act(name)) for name in policy.ACTS},
    "beslutningsgrunnlag:sign": Route(On.PAPER, post=signing),
    "tilsagn:preview": Route(On.PAPER, _preview),
    "tilsagn:letter": Route(On.PAPER, page(_letter)),
    "tilsagn:word": Route(On.PAPER, page(_may_edit_a_copy)),
    "innstilling:paper": Route(On.PAPER, page(_recommendation)),
    "questions:history": Route(On.PAPER, page(policy.sees)),
    "questions:version": Route(On.VERSION, page(_sees_version)),
    "questions:paper": Route(On.VERSION, page(_sees_version)),
    "questions:section": Route(On.SECTION, writing, saving),
    "questions:add_item": Route(On.SECTION, post=saving),
    "questions:item": Route(On.ITEM, writing, saving),
    "questions:remove_item": Route(On.ITEM, post=saving),
}
_SURVEYS = {
    "survey:surveys": Route(On.NOTHING, always(PAGE)),
    "survey:choose": Route(On.ASKER, page(surveys.asks)),
    "survey:plan": Route(On.ASKER, page(surveys.asks), done(surveys.asks)),
    "survey:spreadsheet": Route(On.ASKER, page(surveys.asks)),
    "survey:case": Route(On.SURVEY, page(surveys.sees)),
    "survey:change": Route(On.SURVEY, surveys.changing_page, surveys.changing_nothing),
    "survey:open": Route(On.SURVEY, post=surveys.running(frozenset({"planned"}))),
    "survey:withdraw": Route(On.SURVEY, post=surveys.running(frozenset({"planned"}))),
    "survey:close": Route(On.SURVEY, post=surveys.running(frozenset({"open"}))),
    "survey:remind": Route(On.SURVEY, post=surveys.running(frozenset({"open"}))),
    "survey:unit": Route(On.SURVEY_UNIT, page(surveys.hands_out)),
    "survey:slips": Route(On.SURVEY_UNIT, surveys.printing),
    "survey:handed_out": Route(On.SURVEY_UNIT, post=done(surveys.hands_out)),
    "survey:addresses": Route(On.SURVEY_UNIT, post=surveys.mailing),
}
_RESULTS = {
    "survey:result": Route(On.SURVEY, results.reading),
    "survey:result_groups": Route(On.SURVEY, results.reading),
    "survey:result_remarks": Route(On.SURVEY, results.clearing, results.clearing_nothing),
    "survey:sources": Route(On.NOTHING, always(PAGE)),
    "survey:source_new": Route(On.NOTHING, results.entering_page, results.entering),
    "survey:source": Route(On.SOURCE, page(results.sees_source)),
    "survey:source_delete": Route(On.SOURCE, post=done(results.deletes_source)),
    "assessment:evidence": Route(On.PAPER, results.choosing, results.choosing_nothing),
}
# The API: what the pages of results show, to the same people.
_API = {
    "api:start": Route(On.NOTHING, always(ELSEWHERE), public=True),
    "api:api-root": Route(On.NOTHING, always(ELSEWHERE), public=True),
    "api:openapi-json": Route(On.NOTHING, always(PAGE), public=True),
    "api:nowhere": Route(On.COUNTED, always(NOT_FOUND), public=True),
    "api:surveys": Route(On.NOTHING, always(PAGE), by_program=True),
    "api:groups": Route(On.COUNTED, results.reading, by_program=True),
    "api:result": Route(On.GROUP, results.reading, by_program=True),
}
# Anyone, with what a leader has handed out. The post of nothing is refused, and changes nothing.
_ANSWERING = {
    "answer:start": Route(On.NOTHING, always(PAGE), always(Answer.HARMLESS), public=True, by_code=True),
    "answer:link": Route(On.LINK, always(PAGE), public=True),
    "answer:send": Route(On.LINK, post=always(Answer.DONE), public=True, by_code=True),
    "answer:thanks": Route(On.NOTHING, always(PAGE), public=True),
}
_VOICES = {
    "voices:overview": Route(On.NOTHING, always(PAGE)),
    "voices:begin": Route(On.UNIT, page(_leads_hearing), _beginning),
    "voices:case": Route(On.LISTENING, page(_hears)),
    "voices:close": Route(On.LISTENING, post=_closing),
    "voices:register": Route(On.LISTENING, _registering(PAGE), _registering(Answer.DONE)),
    "voices:remove": Route(On.LISTENING, post=done(_leads_hearing)),
    "voices:beside": Route(
        On.LISTENING, page(lambda who, heard: policy.sees_outcome(who, heard.unit, open=heard.open))
    ),
    "voices:plan": Route(On.LISTENING, page(_hears)),
    "voices:plan_theme": Route(On.LISTENING, page(_leads_hearing), done(_leads_hearing)),
}
_FORUM = {
    "forum:round": Route(On.ROUND, page(_in_county)),
    "forum:plan": Route(On.ROUND, page(forum.runs), done(forum.runs)),
    "forum:seats": Route(On.FORUM, page(_in_county)),
    "forum:give_place": Route(On.FORUM, post=done(forum.runs)),
    "forum:end_place": Route(On.HOLDER, post=done(forum.runs)),
    "forum:case": Route(On.MEETING, page(forum.sees)),
    "forum:minutes": Route(On.MEETING, page(forum.reads_minutes)),
    **{f"forum:{name}": Route(On.MEETING, post=forum.in_meeting(name)) for name in forum.MEETING_ACTS},
    "matter:case": Route(On.MATTER, page(forum.takes_part)),
    "matter:propose": Route(On.MATTER, forum.writing_proposal, forum.proposing),
    **{f"matter:{name}": Route(On.MATTER, post=forum.in_matter(name)) for name in forum.MATTER_ACTS},
    "matter:vote": Route(On.SEAT, post=forum.voting),
}
_RANKING = {
    "ranking:round": Route(On.RANKED_ROUND, page(ranking.reads_round)),
    "ranking:take_in": Route(On.RANKED_ROUND, post=ranking.running(until_begun=True)),
    "ranking:make_group": Route(On.RANKED_ROUND, post=ranking.running()),
    "ranking:begin": Route(On.RANKED_ROUND, post=ranking.running(until_begun=True)),
    "ranking:begin_network": Route(On.RANKED_NETWORK, post=ranking.beginning),
    "ranking:group": Route(On.WORKING_GROUP, page(ranking.reads_group)),
    "ranking:appoint": Route(On.WORKING_GROUP, post=ranking.running()),
    "ranking:assign": Route(On.WORKING_GROUP, post=ranking.running()),
    "ranking:dismiss": Route(On.GROUP_MEMBER, post=ranking.running(until_begun=True)),
    "ranking:application": Route(On.APPLICATION, page(ranking.reads_application)),
    "ranking:give_points": Route(On.APPLICATION, post=ranking.scoring),
    "ranking:declare": Route(On.APPLICATION, post=done(ranking.reads_application)),
    "ranking:board": Route(On.RANKING, page(ranking.reads_ranking)),
    "ranking:move": Route(On.RANKING, post=ranking.moving),
    "ranking:give_rest": Route(On.RANKING, post=ranking.giving_rest),
    "ranking:put_on_agenda": Route(On.RANKING, post=ranking.putting_on_agenda),
    "ranking:send": Route(On.RANKING, post=ranking.sending),
}
_MONEY = {
    "payments:round": Route(On.ROUND, page(_in_county)),
    "payments:award": Route(On.AWARD, page(money.sees_award)),
    "payments:register_agreement": Route(On.AWARD, post=money.officers(Answer.DONE)),
    "payments:register_repayment": Route(On.AWARD, post=money.officers(Answer.DONE)),
    "payments:lists": Route(On.COUNTY, page(money.pays_in)),
    "payments:prepare": Route(On.COUNTY, post=money.officers_in(Answer.DONE)),
    "payments:receipts": Route(On.COUNTY, post=money.officers_in(Answer.INVALID)),
    "payments:account": Route(On.RECIPIENT, money.officers_in(PAGE), money.officers_in(Answer.DONE)),
    "payments:case": Route(On.PAYMENTS, page(money.sees_list)),
    "payments:approve": Route(On.PAYMENTS, post=money.approving),
    "payments:decline": Route(On.PAYMENTS, post=money.approving),
    "payments:file": Route(On.PAYMENTS, page(money.fetches)),
    "changes:propose": Route(On.AWARD, money.proposing(PAGE), money.proposing(Answer.DONE)),
    "changes:case": Route(On.CHANGE, page(money.sees_change)),
    "changes:decide": Route(On.CHANGE, post=money.deciding),
    "changes:decline": Route(On.CHANGE, post=money.deciding),
    "klage:round": Route(On.ROUND, page(_in_county)),
    "klage:begin": Route(On.LETTER, klage.begins(PAGE), klage.begins(Answer.DONE)),
    "klage:case": Route(On.KLAGE, page(klage.sees)),
    "klage:propose": Route(On.KLAGE, klage.preparing("received", PAGE), klage.preparing("received", Answer.DONE)),
    "klage:decide": Route(On.KLAGE, post=klage.deciding),
    "klage:send_back": Route(On.KLAGE, post=klage.deciding),
    "klage:register": Route(On.KLAGE, klage.preparing("forwarded", PAGE), klage.preparing("forwarded", Answer.DONE)),
    "klage:answer": Route(On.KLAGE, page(klage.reads_answer_from_above)),
    "klage:withdraw": Route(On.KLAGE, post=klage.withdrawing),
    "corrections:begin": Route(On.LETTER, money.correcting(PAGE), money.correcting(Answer.DONE)),
    "corrections:case": Route(On.CORRECTION, page(money.sees_correction)),
    "corrections:decide": Route(On.CORRECTION, post=money.deciding_correction),
    "corrections:decline": Route(On.CORRECTION, post=money.deciding_correction),
    "letter:case": Route(On.LETTER, page(money.sees_letter)),
    "letter:file": Route(On.LETTER, page(money.sees_letter)),
    **{f"letter:{name}": Route(On.LETTER, post=money.sending(name)) for name in money.LETTER_ACTS},
}
ROUTES = {
    **_PUBLIC,
    **_SIGNING_IN,
    **_OWN_SECURITY,
    **_PEOPLE_AND_PARTIES,
    **_ROUNDS,
    **_PAPERS,
    **_SURVEYS,
    **_RESULTS,
    **_API,
    **_ANSWERING,
    **_VOICES,
    **_FORUM,
    **_RANKING,
    **_MONEY,
}


def routes_in_resolver() -> Iterator[tuple[str, str]]:
    """(name, address) of every route that Django answers."""
    return _walk(get_resolver(), "", "/")


def _walk(resolver: URLResolver, space: str, path: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        address = path + str(each.pattern)
        if isinstance(each, URLPattern):
            yield space + (each.name or ""), address
        else:
            yield from _walk(each, space + (f"{each.namespace}:" if each.namespace else ""), address)
