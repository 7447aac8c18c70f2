"""What is arranged in the sample county: a day that many came to, a webinar held twice, and a conference that a
national one may overtake.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Forum, Party
from laget.base.actors.queries import competence_networks
from laget.base.cycle.calendar_models import When
from laget.config.sample.year import OSLO
from laget.effect.events import actions, door_actions, money_actions, sign_up_actions
from laget.effect.events.actions import Details
from laget.effect.events.models import Event
from laget.effect.events.money_actions import Share
from laget.effect.events.queries import may_come_from
from laget.effect.events.sign_up_actions import Participant
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balances_of
from laget.rules.names import slug

# The last day to sign up is the day before each.
WEBINAR = Details(
    kind=Event.Kind.WEBINAR,
    title="Inkluderingsanalysen, oppfriskning",
    about="En halv time med det viktigste, og spørsmål etterpå. Det holdes to ganger. Meld på til den som passer.",
    sign_up_by=date.max,
    capacity=300,
)
CONFERENCE = Details(
    kind=Event.Kind.CONFERENCE,
    title="Erfaringskonferanse om inkluderende praksis",
    about="Barnehager, skoler og PPT viser hva de har prøvd. Ta med noe dere er stolte av, og noe dere står fast i.",
    sign_up_by=date.max,
    capacity=10,
)
DAY = Details(
    kind=Event.Kind.SAMLING,
    title="Fagdag om lek og fellesskap",
    about="Hvordan ser vi barn som står alene, og hva gjør vi når vi ser det? Vi deler det som virker hos oss.",
    sign_up_by=date.max,
    capacity=600,
)
NAMES = ("Ingrid Moen", "Tor Haugen", "Lise Bakken", "Ahmed Nasser")
MORE_NAMES = (*NAMES, "Berit Solli", "Jonas Vik", "Amal Hassan", "Kjersti Aune")
GROUPS = 3  # leaders who have signed up theirs
MANY = 60  # of them, for the day that has been


def arrange(county: County, *, today: date) -> list[Event]:
    """As of a day: both dates of the webinar and the conference are open, and some have signed up."""
    at, forum = _at(today, 9), Forum.objects.get(county=county)
    first = _at(today + timedelta(days=16), 13)
    online = When(first, first + timedelta(hours=1), link="https://meet.example/inkludering")
    again = replace(online, begins=online.begins + timedelta(days=7), ends=online.ends + timedelta(days=7))
    webinar = _open(county, forum, Role.FORUM_SECRETARY, WEBINAR, online, at=at)
    second = _open(county, forum, Role.FORUM_SECRETARY, WEBINAR, again, series=webinar.series, at=at)
    conference = _conference(county, at=at)
    for event in (webinar, conference):
        _sign_up(event, at=at)
    return [webinar, second, conference]


def hold_a_day(county: County, *, today: date) -> Event:
    """Two weeks ago: leaders had signed up some of theirs, most of them came, and the forum's money paid for it."""
    begins, forum = _at(today - timedelta(days=14), 9), Forum.objects.get(county=county)
    planned, when = begins - timedelta(days=30), When(begins, begins + timedelta(hours=6), "Stjørdal")
    event = _open(county, forum, Role.FORUM_SECRETARY, DAY, when, at=planned)
    _sign_up(event, at=planned, groups=MANY, names=MORE_NAMES)
    secretary = _holder(Role.FORUM_SECRETARY, forum, begins)
    came = [pk for n, pk in enumerate(event.sign_ups.order_by("number").values_list("pk", flat=True)) if n % 9]
    door_actions.mark_attendance(event.pk, sign_ups=came, came=True, actor=secretary, at=begins)
    event = actions.hold_event(event.pk, actor=secretary, at=when.ends)
    award = Award.objects.filter(recipient=forum, known_since__isnull=False).order_by("-known_since").first()
    if award:
        share = Share(award.pk, begins.year, planned=60_000, spent=54_000)
        money_actions.set_funding(event.pk, [share], revision=event.revision, actor=secretary, at=when.ends)
    return event


def _conference(county: County, *, at: datetime) -> Event:
    """Of the network with the largest award for the year, which has set some of it aside."""
    networks = competence_networks(county).values("pk")
    awards = Award.objects.filter(recipient__in=networks, known_since__isnull=False).select_related("recipient")
    rights = {pk: each.right for (pk, year), each in balances_of(awards).items() if year == at.year}
    award = max(awards, key=lambda each: (rights.get(each.pk, 0), str(each.pk)))
    begins = _at(at.date() + timedelta(days=23), 9)
    when = When(begins, begins + timedelta(hours=6), "Kulturhuset")
    event = _open(county, award.recipient, Role.COORDINATOR, CONFERENCE, when, at=at)
    share = Share(award.pk, at.year, planned=rights[award.pk] // 4, spent=rights[award.pk] // 40)
    leader = _holder(Role.COORDINATOR, award.recipient, at)
    money_actions.set_funding(event.pk, [share], revision=event.revision, actor=leader, at=at)
    return event


def _open(
    county: County,
    organiser: Party,
    role: Role,
    details: Details,
    when: When,
    *,
    series: UUID | None = None,
    at: datetime,
) -> Event:
    actor = _holder(role, organiser, at)
    invited = [county] if role is Role.FORUM_SECRETARY else [organiser]
    details = replace(details, sign_up_by=when.begins.date() - timedelta(days=1))
    given: dict[str, Any] = {"details": details, "when": when, "invited": invited, "series": series}
    planned = actions.plan_event(organiser, county=county, **given, actor=actor, at=at)
    return actions.open_sign_up(planned.pk, actor=actor, at=at)


def _sign_up(event: Event, *, at: datetime, groups: int = GROUPS, names: Sequence[str] = NAMES) -> None:
    """Some leaders sign up theirs, now more and now fewer of them. The conference has room for fewer, so some wait."""
    leaders = HeldRole.objects.at(at.date()).filter(role=Role.UNIT_LEADER).select_related("person").order_by("pk")
    signed = 0
    for held in leaders:
        actor = actor_for(held.person, day=at.date())
        parties = may_come_from(actor, event)
        if parties and signed < groups:
            mine = names[: len(names) - signed % (len(names) - len(NAMES) + 1)]
            people = [Participant(name, f"{slug(name)}{signed}@deltaker.example") for name in mine]
            sign_up_actions.sign_up(event.pk, party=parties[0].pk, layer="staff", people=people, actor=actor, at=at)
            signed += 1


def _holder(role: Role, party: Party, at: datetime) -> Actor:
    held = HeldRole.objects.at(at.date()).filter(role=role, party=party).select_related("person").order_by("pk")
    return actor_for(held[0].person, day=at.date())


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=OSLO)
