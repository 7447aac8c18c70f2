"""Every route there is, and the rule it follows. One that isn't here fails the tests, and so does one that is gone."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from laget.config.tests.matrix import (
    delivery,
    desk,
    forms,
    forum,
    klage,
    money,
    opened,
    policy,
    ranking,
    results,
    surveys,
    telling,
)
from laget.config.tests.matrix import route_rules as rules
from laget.config.tests.matrix.answers import Answer, act, always, done, looking_over, page, saving, signing, writing
from laget.config.tests.matrix.carrying_routes import CARRYING_OUT
from laget.config.tests.matrix.route import On, Route

KINDS = ("assessment", "behovsmelding", "beslutningsgrunnlag", "innstilling", "tilsagn", "report")
PLAN_KINDS = ("plan_description", "plan_project", "plan_measures", "plan_long_term")
PAGE, ELSEWHERE, NOT_FOUND = Answer.PAGE, Answer.ELSEWHERE, Answer.NOT_FOUND


def _own(answer: Answer) -> Route:
    """A page of allauth for the person signed in, about nobody else."""
    return Route(On.NOTHING, always(answer), always(Answer.HARMLESS), by_allauth=True)


_PUBLIC = {
    "insight:front": Route(On.NOTHING, always(PAGE), public=True),
    "insight:county": Route(On.COUNTY, always(PAGE), public=True),
    "archive:journal": Route(On.COUNTY, always(PAGE), public=True),
    "archive:journal_file": Route(On.COUNTY, always(PAGE), public=True),
    "insight:help": Route(On.NOTHING, always(PAGE), public=True),
    "insight:words": Route(On.NOTHING, always(PAGE), public=True),
    "insight:reading": Route(On.NOTHING, always(PAGE), public=True),
    "insight:guide": Route(On.GUIDE, always(PAGE), public=True),
    "opened:awards": Route(On.NOTHING, always(PAGE), public=True),
    "opened:award": Route(On.OPEN, always(PAGE), public=True),
    "opened:party": Route(On.OPEN, always(PAGE), public=True),
    "opened:tiltak": Route(On.OPEN, always(PAGE), public=True),
    "opened:year": Route(On.OPEN, always(PAGE), public=True),
    "opened:plans": Route(On.NOTHING, always(PAGE), public=True),
    "opened:plan": Route(On.OPEN, always(PAGE), public=True),
    "opened:data": Route(On.NOTHING, always(PAGE), public=True),
    "opened:giving": Route(On.NOTHING, always(PAGE), public=True),
    "opened:file": Route(On.OPEN, always(PAGE), public=True),
    "opened:schema": Route(On.OPEN, always(PAGE), public=True),
    "opened:catalogue": Route(On.OPEN, always(PAGE), public=True),
    # The post of nothing is refused. Whoever has a letter may try it: there is no session for another site to misuse.
    "tilsagn:verify": Route(On.NOTHING, always(PAGE), always(Answer.HARMLESS), public=True, by_code=True),
    # The demo's, and not there otherwise.
    "accounts:pick": Route(On.NOTHING, always(NOT_FOUND), always(NOT_FOUND), public=True),
    "cycle:demo_day": Route(On.NOTHING, post=always(NOT_FOUND), public=True),
}
_SIGNING_IN = {
    "account_login": Route(On.NOTHING, rules.sign_in_page, always(Answer.HARMLESS), public=True, by_allauth=True),
    "account_request_login_code": Route(
        On.NOTHING, rules.sign_in_page, always(Answer.HARMLESS), public=True, by_allauth=True
    ),
    "account_confirm_login_code": Route(On.NOTHING, always(ELSEWHERE), always(ELSEWHERE), public=True, by_allauth=True),
    "account_logout": Route(On.NOTHING, rules.sign_out, always(ELSEWHERE), public=True, by_allauth=True),
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
    "mfa_remove_webauthn": Route(On.KEY, rules.passkey, rules.passkey, by_allauth=True),
    "mfa_edit_webauthn": Route(On.KEY, rules.passkey, rules.passkey, by_allauth=True),
}
_PEOPLE_AND_PARTIES = {
    "insight:tasks": Route(On.NOTHING, always(PAGE)),
    "insight:cases": Route(On.NOTHING, always(PAGE)),
    "insight:desk": Route(On.DESK, page(desk.has_it)),
    "insight:remind": Route(On.DESK, post=desk.reminding),
    "accounts:me": Route(On.NOTHING, always(PAGE)),
    "accounts:people": Route(On.NOTHING, page(rules.is_administrator)),
    "accounts:give_role": Route(On.PARTY, page(rules.is_administrator), rules.for_party),
    "accounts:end_role": Route(On.HELD, post=done(rules.manages)),
    "accounts:import_files": Route(On.PARTY, page(rules.is_administrator), rules.for_party),
    "accounts:address": Route(On.PARTY, page(rules.manages), done(rules.manages)),
    "accounts:organisations": Route(On.NOTHING, always(PAGE)),
    "accounts:networks": Route(On.NOTHING, always(PAGE)),
    "accounts:organisation": Route(On.PARTY, page(lambda who, party: party.county in who.counties)),
}
# What one is told and chooses is one's own. Whoever has the address of a calendar may read it: calendar programs don't
# sign in.
_TELLING = {
    "telling:notices": Route(On.NOTHING, always(PAGE)),
    "telling:open": Route(On.NOTICE, post=done(telling.is_told)),
    "telling:read_all": Route(On.NOTHING, post=telling.reading_all),
    "telling:wishes": Route(On.OWN, always(PAGE), always(Answer.DONE)),
    "telling:make_address": Route(On.OWN, post=always(Answer.DONE)),
    "telling:stop_address": Route(On.CALENDAR_ADDRESS, post=done(telling.owns)),
    "calendar:network": Route(On.YEAR_OF_NETWORK, page(telling.knows_network), done(telling.leads_network)),
    "calendar:entry": Route(On.OWN_ENTRY, page(telling.is_in_network), done(telling.leads_network)),
    "calendar:call_off": Route(On.OWN_ENTRY, post=done(telling.leads_network)),
    "calendar:feed": Route(On.FEED, always(PAGE), public=True),
}
# Whom the hits are for is tried apart: see test_permission_matrix.py.
_SEARCH = {
    "search:page": Route(On.NOTHING, always(PAGE), lambda _who, asked: Answer.DONE if asked else PAGE),  # saves it
    "search:delete": Route(On.SAVED_SEARCH, post=done(telling.owns)),
}
_ROUNDS = {
    "cycle:rounds": Route(On.NOTHING, always(PAGE)),
    "cycle:open_round": Route(On.COUNTY, post=done(policy.opens_rounds_in)),
    "cycle:round": Route(On.ROUND, page(rules.in_county)),
    "cycle:set_local_date": Route(On.DATE, post=done(rules.dating)),
    **{f"{kind}:round": Route(On.ROUND, page(rules.in_county)) for kind in KINDS},
    "behovsmelding:ask": Route(On.NETWORK, post=rules.asking),
    "plan:round": Route(On.ROUND, page(rules.in_county)),
    "plan:common_risks": Route(On.ROUND, page(rules.follows_common_risks)),
    "plan:begin": Route(On.PLANNER, page(policy.leads_plans_of), done(policy.leads_plans_of)),
    "allocation:round": Route(On.ROUND, page(rules.in_county)),
    "allocation:spreadsheet": Route(On.ROUND, rules.frames_as_spreadsheet),
    **{name: Route(On.ROUND, post=rules.round_act(name)) for name in policy.ROUND_ACTS},
    **{name: Route(On.ROUND, post=rules.bulk_act(each)) for name, each in policy.BULK_ACTS.items()},
    **{name: Route(On.ROUND, post=rules.outbox_act(each)) for name, each in policy.OUTBOX_ACTS.items()},
    **{f"tilsagn:{name}": Route(On.ROUND, page(rules.follows_letters)) for name in ("outbox", "texts", "example")},
    "report_review:round": Route(On.ROUND, page(rules.in_county)),
    "report_review:put_on_agenda": Route(On.ROUND, post=forum.listing_review),
    "insight:follow": Route(On.AMOUNT, page(lambda who, amount: policy.sees(who, amount.tilsagn))),
}
_ARCHIVE = {
    "archive:cases": Route(On.COUNTY, page(policy.keeps_archive)),
    "archive:keep": Route(On.COUNTY, post=rules.keeping_again),
    "archive:case": Route(On.JOURNALED, page(policy.keeps_archive)),
    "archive:package": Route(On.JOURNALED, page(policy.keeps_archive)),
    "archive:entry": Route(On.JOURNALED, page(policy.is_officer_of), done(policy.is_officer_of)),
}
_PAPERS = {
    **{f"{kind}:case": Route(On.PAPER, page(policy.sees)) for kind in KINDS},
    **{f"{kind}:check": Route(On.PAPER, looking_over) for kind in KINDS},
    "plan:case": Route(On.PAPER, page(policy.sees)),
    "plan:check": Route(On.PAPER, looking_over),
    "plan:compare": Route(On.PAPER, rules.comparing),
    "plan:steering": Route(On.PAPER, page(policy.follows_plan), done(policy.follows_up)),
    "plan:review": Route(On.PAPER, page(policy.follows_risks), done(policy.reviews_risks)),
    **{name: Route(On.PAPER, post=act(name)) for name in policy.ACTS},
    "beslutningsgrunnlag:sign": Route(On.PAPER, post=signing),
    "report:fetch": Route(On.PAPER, post=delivery.fetching),
    "report:judge": Route(On.PAPER, rules.judging_page, rules.judging),
    "tilsagn:preview": Route(On.PAPER, rules.preview),
    "tilsagn:letter": Route(On.PAPER, page(rules.letter)),
    "tilsagn:word": Route(On.PAPER, page(rules.may_edit_a_copy)),
    "innstilling:paper": Route(On.PAPER, page(rules.recommendation)),
    "questions:history": Route(On.PAPER, page(policy.sees)),
    "questions:version": Route(On.VERSION, page(rules.sees_version)),
    "questions:paper": Route(On.VERSION, page(rules.sees_version)),
    "questions:word": Route(On.VERSION, page(rules.sees_version)),
    "questions:file": Route(On.VERSION, page(rules.sees_version)),
    "questions:section": Route(On.SECTION, writing, saving),
    "questions:add_item": Route(On.SECTION, post=saving),
    "questions:item": Route(On.ITEM, writing, saving),
    "questions:remove_item": Route(On.ITEM, post=saving),
}
_SURVEYS = {
    "survey:surveys": Route(On.NOTHING, always(PAGE)),
    "survey:choose": Route(On.ASKER, page(surveys.asks)),
    "survey:plan": Route(On.ASKER, page(surveys.asks), done(surveys.asks)),
    "survey:instruments": Route(On.NOTHING, always(PAGE)),
    "survey:instrument": Route(On.INSTRUMENT, always(PAGE)),
    "survey:instrument_toml": Route(On.INSTRUMENT, always(PAGE)),
    "survey:instrument_new": Route(On.NOTHING, surveys.taking_in_page, surveys.taking_in),
    "survey:spreadsheet": Route(On.ASKER, page(surveys.asks)),
    "survey:case": Route(On.SURVEY, page(surveys.sees)),
    "survey:change": Route(On.SURVEY, surveys.changing_page, surveys.changing_nothing),
    "survey:open": Route(On.SURVEY, post=surveys.running(frozenset({"planned"}))),
    "survey:withdraw": Route(On.SURVEY, post=surveys.running(frozenset({"planned"}))),
    "survey:close": Route(On.SURVEY, post=surveys.running(frozenset({"open"}))),
    "survey:remind": Route(On.SURVEY, post=surveys.running(frozenset({"open"}))),
    "survey:unit": Route(On.SURVEY_UNIT, page(surveys.hands_out)),
    "survey:slips": Route(On.SURVEY_UNIT, surveys.printing),
    "survey:more_codes": Route(On.SURVEY_UNIT, post=surveys.making_more),
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
# Keys for programs: for those who answer for a party; the county's administrator may revoke them.
_TOKENS = {
    "opened:tokens": Route(On.PROGRAM_FOR, always(PAGE), opened.making),
    "opened:revoke": Route(On.PROGRAM, post=done(opened.revokes)),
}
# The API: what the pages show, to the same people; and what is open, to anyone.
_API = {
    "api:start": Route(On.NOTHING, always(ELSEWHERE), public=True),
    "api:api-root": Route(On.NOTHING, always(ELSEWHERE), public=True),
    "api:openapi-json": Route(On.NOTHING, always(PAGE), public=True),
    "api:nowhere": Route(On.COUNTED, always(NOT_FOUND), public=True),
    "api:surveys": Route(On.NOTHING, always(PAGE), by_program=True),
    "api:groups": Route(On.COUNTED, results.reading, by_program=True),
    "api:result": Route(On.GROUP, results.reading, by_program=True),
    "api:reports": Route(On.NOTHING, always(PAGE), by_program=True),
    "api:awards": Route(On.NOTHING, always(PAGE), by_program=True),
    **{f"api:open_{each}": Route(On.NOTHING, always(PAGE), public=True) for each in opened.DATA},
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
    "voices:begin": Route(On.UNIT, page(rules.leads_hearing), rules.beginning),
    "voices:case": Route(On.LISTENING, page(rules.hears)),
    "voices:close": Route(On.LISTENING, post=rules.closing),
    "voices:register": Route(On.LISTENING, rules.registering(PAGE), rules.registering(Answer.DONE)),
    "voices:remove": Route(On.LISTENING, post=done(rules.leads_hearing)),
    "voices:beside": Route(
        On.LISTENING, page(lambda who, heard: policy.sees_outcome(who, heard.unit, open=heard.open))
    ),
    "voices:plan": Route(On.LISTENING, page(rules.hears)),
    "voices:plan_theme": Route(On.LISTENING, page(rules.leads_hearing), done(rules.leads_hearing)),
}
_FORUM = {
    "forum:round": Route(On.ROUND, page(rules.in_county)),
    "forum:plan": Route(On.ROUND, page(forum.runs), done(forum.runs)),
    "forum:seats": Route(On.FORUM, page(rules.in_county)),
    "forum:give_place": Route(On.FORUM, post=done(forum.runs)),
    "forum:end_place": Route(On.HOLDER, post=done(forum.runs)),
    "forum:case": Route(On.MEETING, page(forum.sees)),
    "forum:minutes": Route(On.MEETING, page(forum.reads_minutes)),
    **{f"forum:{name}": Route(On.MEETING, post=forum.in_meeting(name)) for name in forum.MEETING_ACTS},
    "forum:change": Route(On.MEETING, forum.changing, forum.in_meeting("change")),
    "matter:case": Route(On.MATTER, page(forum.takes_part)),
    "matter:propose": Route(On.MATTER, forum.writing_proposal, forum.proposing),
    **{f"matter:{name}": Route(On.MATTER, post=forum.in_matter(name)) for name in forum.MATTER_ACTS},
    "matter:lift": Route(On.MATTER, post=forum.lifting),
    "matter:vote": Route(On.SEAT, post=forum.voting),
}
_FORMS = {
    "form:round": Route(On.FORMS, page(forms.administers)),
    **{f"form:{name}": Route(On.FORM, page(forms.administers)) for name in ("case", "version", "toml")},
    "form:preview": Route(On.FORM, page(forms.administers), page(forms.administers)),
    "form:copy": Route(On.FORM, post=forms.without_last_year),
    "form:discard": Route(On.FORM, post=forms.with_draft(Answer.DONE)),
    "form:publish": Route(On.FORM, forms.with_draft(PAGE), forms.with_draft(Answer.DONE)),
    **{
        f"form:{name}": Route(On.FORM, page(forms.administers), done(forms.administers))
        for name in ("add_section", "section", "add_question", "question")
    },
    **{
        f"form:{act}_{what}": Route(On.FORM, post=done(forms.administers))
        for act in ("move", "remove")
        for what in ("section", "question")
    },
}
_RANKING = {
    "ranking:round": Route(On.RANKED_ROUND, page(ranking.reads_round)),
    "ranking:take_in": Route(On.RANKED_ROUND, post=ranking.running),
    "ranking:make_group": Route(On.RANKED_ROUND, post=ranking.running),
    "ranking:begin": Route(On.RANKED_ROUND, post=ranking.running),
    "ranking:begin_network": Route(On.RANKED_NETWORK, post=ranking.beginning),
    "ranking:group": Route(On.WORKING_GROUP, page(ranking.reads_group)),
    "ranking:appoint": Route(On.WORKING_GROUP, post=ranking.running),
    "ranking:assign": Route(On.WORKING_GROUP, post=ranking.running),
    "ranking:dismiss": Route(On.GROUP_MEMBER, post=ranking.running),
    "ranking:application": Route(On.APPLICATION, page(ranking.reads_application)),
    "ranking:file": Route(On.APPLICATION_FILE, page(ranking.reads_application)),
    "ranking:give_points": Route(On.APPLICATION, post=ranking.scoring),
    "ranking:declare": Route(On.APPLICATION, post=done(ranking.reads_application)),
    "ranking:lift": Route(On.APPLICATION, post=ranking.lifting),
    "ranking:board": Route(On.RANKING, page(ranking.reads_ranking)),
    "ranking:move": Route(On.RANKING, post=ranking.moving),
    "ranking:give_rest": Route(On.RANKING, post=ranking.giving_rest),
    "ranking:put_on_agenda": Route(On.RANKING, post=ranking.putting_on_agenda),
    "ranking:send": Route(On.RANKING, post=ranking.sending),
}
_MONEY = {
    "payments:round": Route(On.ROUND, page(rules.in_county)),
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
    "payments:withdraw": Route(On.PAYMENTS, post=money.withdrawing_list),
    "payments:file": Route(On.PAYMENTS, page(money.fetches)),
    "changes:propose": Route(On.AWARD, money.proposing(PAGE), money.proposing(Answer.DONE)),
    "changes:case": Route(On.CHANGE, page(money.sees_change)),
    "changes:preview": Route(On.CHANGE, page(money.previews_change)),
    "changes:decide": Route(On.CHANGE, post=money.deciding),
    "changes:decline": Route(On.CHANGE, post=money.deciding),
    "changes:withdraw": Route(On.CHANGE, post=money.withdrawing_change),
    "klage:round": Route(On.ROUND, page(rules.in_county)),
    "klage:begin": Route(On.LETTER, klage.begins(PAGE), klage.begins(Answer.DONE)),
    "klage:case": Route(On.KLAGE, page(klage.sees)),
    "klage:propose": Route(On.KLAGE, klage.preparing("received", PAGE), klage.preparing("received", Answer.DONE)),
    "klage:preview": Route(On.KLAGE, page(klage.previews)),
    "klage:decide": Route(On.KLAGE, post=klage.deciding),
    "klage:send_back": Route(On.KLAGE, post=klage.deciding),
    "klage:register": Route(On.KLAGE, klage.preparing("forwarded", PAGE), klage.preparing("forwarded", Answer.DONE)),
    "klage:answer": Route(On.KLAGE, page(klage.reads_answer_from_above)),
    "klage:withdraw": Route(On.KLAGE, post=klage.withdrawing),
    "corrections:begin": Route(On.LETTER, money.correcting(PAGE), money.correcting(Answer.DONE)),
    "corrections:case": Route(On.CORRECTION, page(money.sees_correction)),
    "corrections:preview": Route(On.CORRECTION, page(money.previews_correction)),
    "corrections:decide": Route(On.CORRECTION, post=money.deciding_correction),
    "corrections:decline": Route(On.CORRECTION, post=money.deciding_correction),
    "corrections:withdraw": Route(On.CORRECTION, post=money.withdrawing_correction),
    "letter:case": Route(On.LETTER, page(money.sees_letter)),
    "letter:file": Route(On.LETTER, page(money.sees_letter)),
    **{f"letter:{name}": Route(On.LETTER, post=money.sending(name)) for name in money.LETTER_ACTS},
}
ROUTES = {
    **_PUBLIC,
    **_SIGNING_IN,
    **_OWN_SECURITY,
    **_PEOPLE_AND_PARTIES,
    **_TELLING,
    **_SEARCH,
    **_ROUNDS,
    **_ARCHIVE,
    **_PAPERS,
    **_SURVEYS,
    **_RESULTS,
    **_TOKENS,
    **_API,
    **_ANSWERING,
    **_VOICES,
    **_FORMS,
    **_FORUM,
    **_RANKING,
    **_MONEY,
    **CARRYING_OUT,
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
