"""The routes of what is carried out: groups, the catalogue, events, tiltak, puljer and developments, and who came."""

from laget.config.tests.matrix import catalogue, delivery, events, groups, oppfolging, picture, synthesis, uptake
from laget.config.tests.matrix.answers import Answer, always, done, page
from laget.config.tests.matrix.route import On, Route

PAGE = Answer.PAGE

_GROUPS = {
    "groups:overview": Route(On.NOTHING, always(PAGE)),
    "groups:make": Route(On.GROUP_HOME, page(groups.runs), groups.making),
    "groups:case": Route(On.TOGETHER, page(groups.sees)),
    "groups:meeting": Route(On.TOGETHER, page(groups.sees)),
    **{
        f"groups:{name}": Route(On.TOGETHER, groups.leading(PAGE), groups.leading(Answer.DONE))
        for name in ("change", "call", "move")
    },
    **{
        f"groups:{name}": Route(On.TOGETHER, post=groups.leading(Answer.DONE))
        for name in ("add_member", "end_member", "plan_activity", "carry_out", "write_notes", "agree", "cancel")
    },
    "groups:finish": Route(On.TOGETHER, post=groups.finishing),
    "groups:file": Route(On.TOGETHER, page(groups.sees)),
    **{f"groups:{name}": Route(On.TOGETHER, post=done(groups.belongs)) for name in ("lay_by", "lay_by_meeting")},
    "groups:take_away": Route(On.TOGETHER, post=done(groups.takes_away)),
}
_CATALOGUE = {
    "catalogue:overview": Route(On.NOTHING, always(PAGE)),
    "catalogue:take_in": Route(On.CATALOGUE, post=catalogue.taking_in),
    "catalogue:add": Route(On.CATALOGUE, page(catalogue.edits), done(catalogue.edits)),
    "catalogue:case": Route(On.ENTRY, page(catalogue.reads)),
    "catalogue:change": Route(On.ENTRY, page(catalogue.edits_entry), done(catalogue.edits_entry)),
    "catalogue:withdraw": Route(On.ENTRY, post=done(catalogue.edits_entry)),
}
_EVENTS = {
    "events:overview": Route(On.NOTHING, always(PAGE)),
    "events:plan": Route(On.ORGANISER, page(events.arranges_for), events.planning),
    "events:case": Route(On.EVENT, page(events.sees)),
    "events:change": Route(
        On.EVENT, events.writing(*events.BEFORE), events.running(lambda event: event.state in events.BEFORE)
    ),
    "events:another": Route(On.EVENT, page(events.arranges), done(events.arranges)),
    "events:move": Route(
        On.EVENT, events.writing(*events.COMING), events.running(lambda event: event.state in events.COMING)
    ),
    "events:cancel": Route(
        On.EVENT, events.writing(*events.BEFORE), events.running(lambda event: event.state in events.BEFORE)
    ),
    **{f"events:{name}": Route(On.EVENT, post=events.running(when)) for name, when in events.ACTS.items()},
    "events:sign_up": Route(On.EVENT, events.signing_up_page, events.signing_up),
    "events:sign_up_oneself": Route(On.EVENT, post=events.signing_up_oneself),
    "events:confirm_all": Route(On.EVENT, post=events.confirming_all),
    "events:participants": Route(On.EVENT, page(events.arranges)),
    "events:door": Route(On.EVENT, page(events.arranges), events.at_the_door),
    "events:walk_in": Route(On.EVENT, events.walking_in_page, events.walking_in),
    "events:money": Route(On.EVENT, page(events.sees_money), events.funding),
    "events:settle": Route(On.EVENT, post=events.settling),
    "events:withdraw": Route(On.SIGN_UP, post=events.withdrawing),
    "events:confirm": Route(On.SIGN_UP, post=events.confirming),
    "ticket:case": Route(On.TICKET, always(PAGE), public=True),
    "ticket:confirm": Route(On.TICKET, post=events.by_ticket(lambda found: found.unsure), public=True),
    "ticket:withdraw": Route(On.TICKET, post=events.by_ticket(events.may_withdraw), public=True),
    "ticket:check_in": Route(On.TICKET, post=events.by_ticket(events.may_check_in), public=True),
}
_DELIVERY = {
    "delivery:overview": Route(On.NOTHING, always(PAGE)),
    "delivery:round": Route(On.TO_BEGIN, page(delivery.begins_page), delivery.beginning),
    "delivery:case": Route(On.DELIVERY, page(delivery.sees_delivery)),
    "delivery:change": Route(On.DELIVERY, page(delivery.answers_for), done(delivery.answers_for)),
    "delivery:spend": Route(On.DELIVERY, post=delivery.spending),
    "delivery:add_material": Route(On.DELIVERY, post=done(delivery.carries_out)),
    "delivery:tie": Route(On.DELIVERY, post=done(delivery.tying)),
    "delivery:unspend": Route(On.DELIVERY_PART, post=done(delivery.striking)),
    "delivery:remove_material": Route(On.DELIVERY_PART, post=done(delivery.carries_out)),
    "delivery:untie": Route(On.DELIVERY_PART, post=done(delivery.carries_out)),
    "pulje:overview": Route(On.NOTHING, always(PAGE)),
    "pulje:open": Route(On.SPOR, page(delivery.opens), done(delivery.opens)),
    "pulje:case": Route(On.PULJE, page(delivery.knows_of)),
    "pulje:join": Route(On.JOINS, page(delivery.joins), done(delivery.joins)),
    "pulje:start": Route(On.PULJE, post=delivery.running("open")),
    "pulje:plan": Route(On.PULJE, delivery.planning_page, delivery.running("running")),
    "pulje:finish": Route(On.PULJE, post=delivery.running("running")),
    "pulje:cancel": Route(On.PULJE, post=delivery.running("open", "running")),
    "pulje:ask": Route(On.PULJE, post=done(delivery.asking)),
    "pulje:answer": Route(On.ASKED, post=done(delivery.answering)),
    "pulje:leave": Route(On.JOINED, post=delivery.leaving),
    "development:overview": Route(On.NOTHING, always(PAGE)),
    "development:begin": Route(On.DEVELOPS, page(delivery.leads_unit), done(delivery.leads_unit)),
    "development:case": Route(On.DEVELOPMENT, page(delivery.reads)),
    "development:note": Route(On.DEVELOPMENT, post=done(delivery.notes)),
    "development:rest_on": Route(On.DEVELOPMENT, post=done(delivery.rests)),
    "development:move": Route(On.DEVELOPMENT, post=done(delivery.leads)),
    "development:choose_model": Route(On.DEVELOPMENT, post=done(delivery.leads)),
    "development:finish": Route(On.DEVELOPMENT, post=done(delivery.leads)),
    "development:take_up": Route(On.DEVELOPMENT, post=delivery.taking_up),
}
_UPTAKE = {
    "uptake:overview": Route(On.NOTHING, always(PAGE)),
    "uptake:party": Route(On.TAKEN_UP, page(uptake.reads)),
    "uptake:tell": Route(On.TAKEN_UP, page(uptake.tells), done(uptake.tells)),
    "uptake:strike": Route(On.TOLD, post=uptake.striking),
    "picture:overview": Route(On.NOTHING, always(PAGE)),
    "picture:nation": Route(On.NOTHING, always(PAGE), public=True),
    "picture:party": Route(On.PICTURED, page(picture.reads)),
    "picture:money": Route(On.PICTURED, page(picture.reads)),
    "picture:together": Route(On.PICTURED, page(picture.reads)),
    "picture:coverage": Route(On.PICTURED, page(picture.reads)),
    "picture:under": Route(On.FIGURE, picture.finding),
    "picture:steering": Route(On.PICTURED, page(picture.steers)),
}
_OPPFOLGING = {
    "oppfolging:overview": Route(On.NOTHING, always(PAGE)),
    "oppfolging:offer": Route(On.FOLLOWING, page(oppfolging.offers), done(oppfolging.offers)),
    "oppfolging:case": Route(On.FOLLOWED, page(oppfolging.sees)),
    "oppfolging:accept": Route(On.FOLLOWED, post=oppfolging.answering),
    "oppfolging:decline": Route(On.FOLLOWED, post=oppfolging.answering),
    "oppfolging:arrange": Route(On.FOLLOWED, post=oppfolging.running("ongoing")),
    "oppfolging:end": Route(On.FOLLOWED, post=oppfolging.running("offered", "ongoing")),
    "oppfolging:reach": Route(On.FOLLOWED, post=oppfolging.reaching),
}
_SYNTHESIS = {
    "synthesis:overview": Route(On.NOTHING, always(PAGE)),
    "synthesis:make": Route(On.SUMMED_FOR, page(synthesis.makes), done(synthesis.makes)),
    "synthesis:case": Route(On.SYNTHESIS, page(synthesis.sees)),
    **{
        f"synthesis:{name}": Route(On.SYNTHESIS, page(synthesis.writes), done(synthesis.writes))
        for name in ("choose", "themes", "write", "quotations", "freeze")
    },
    "synthesis:take_out": Route(On.SYNTHESIS, post=done(synthesis.writes)),
    "synthesis:open_list": Route(On.NOTHING, always(PAGE), public=True),
    "synthesis:open": Route(On.SYNTHESIS, synthesis.open_to_all, public=True),
}
CARRYING_OUT = {**_GROUPS, **_CATALOGUE, **_EVENTS, **_DELIVERY, **_UPTAKE, **_OPPFOLGING, **_SYNTHESIS}
