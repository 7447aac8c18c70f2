"""Who works together in the sample county: PPT's leaders with Statsforvalteren, and a working group of one network."""

import io
from datetime import date, datetime, time, timedelta

import docx

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Kind, Network, Organisation, Party
from laget.base.actors.queries import competence_networks
from laget.base.cycle.calendar_models import When
from laget.config.sample.year import OSLO
from laget.effect.groups import actions, file_actions
from laget.effect.groups.actions import About, Called
from laget.effect.groups.models import Group
from laget.effect.groups.queries import could_be_members
from laget.rules.dates import next_working_day

MOST_MEMBERS = 6
PLAN = "Plan for uteleken"
AGENDA = "1. Hva har vi sett siden sist?\n2. Hva prøver vi fram til neste gang?\n3. Eventuelt"
NOTES = (
    "Alle har prøvd faste voksne ute. Det virker best der lederen er med. Vi deler planen, og ser på den sammen igjen."
)
PPT = About(
    kind=Group.Kind.PPT_LEADERS,
    name="PPT-lederne i fylket",
    mandate="Lederne for PPT møtes fire ganger i året, og gir råd om kompetanse på tvers av kommunene.",
    goals="PPT arbeider mer forebyggende og tettere på, i alle kommunene.",
)
PLAY = About(
    kind=Group.Kind.WORKING,
    name="Arbeidsgruppe om lek ute",
    mandate="Gruppen prøver ut og beskriver hva som hjelper barn inn i leken. Den er ferdig til sommeren.",
    goals="Færre barn går alene ute.",
)


def work_together(county: County, *, today: date) -> list[Group]:
    """As of a day: each has met once, with minutes and something agreed on, and meets again. One meeting was moved."""
    at = _at(today)
    homes: list[tuple[Party, Role, About]] = [(county, Role.CASE_OFFICER, _with_money(PPT, county))]
    network = competence_networks(county).order_by("sort_key").first()
    if network:
        homes.append((network, Role.COORDINATOR, PLAY))
    found = [_group(county, *home, at=at) for home in homes]
    return [group for group in found if group]


def _with_money(about: About, county: County) -> About:
    network = Network.objects.filter(county=county, purpose=Network.Purpose.PPT_LEADERS).order_by("pk").first()
    return About(about.kind, about.name, about.mandate, about.goals, recipient=network)


def _group(county: County, home: Party, role: Role, about: About, *, at: datetime) -> Group | None:
    before = at - timedelta(days=40)
    held = HeldRole.objects.at(before.date()).filter(role=role, party=home).select_related("person").order_by("pk")
    first = held.first()
    if first is None:
        return None
    actor = actor_for(first.person, day=before.date())
    group = actions.make_group(home, county=county, about=about, actor=actor, at=before)
    ppt = set(Organisation.objects.filter(kind=Kind.PPT).values_list("pk", flat=True))
    leading = (Role.UNIT_LEADER, Role.COORDINATOR)
    could = sorted(
        could_be_members(group, actor=actor), key=lambda each: (each[0].pk not in ppt, each[1] not in leading)
    )
    members = could[:MOST_MEMBERS]
    for n, (party, each) in enumerate(members):
        actions.add_member(group, party=party, role=each, leading=n == 0, actor=actor, at=before)
    _meetings(group, members, actor, before=before, at=at)
    for activity in ("To samlinger om lek og fellesskap", "Skrive ned det som virker"):
        actions.plan_activity(group, year=at.year, text=activity, actor=actor, at=before)
    return group


def _meetings(group: Group, members: list[tuple[Party, Role]], actor: Actor, *, before: datetime, at: datetime) -> None:
    first = actions.call_meeting(group, called=_called("Oppstart", _after(before, 20)), actor=actor, at=before)
    actions.write_notes(first, notes=NOTES, revision=0, actor=actor, at=at - timedelta(days=19))
    file_actions.lay_by(group, name=f"{PLAN}.docx", content=_paper(), meeting=first, actor=actor, at=at)
    for party, role in members[:1]:
        due = at.date() + timedelta(days=14)
        actions.agree_on(first, text="Dele planen med de andre", party=party, role=role, due=due, actor=actor, at=at)
    following = _called("Hva vi har sett", _after(at, 11))
    second = actions.call_meeting(group, called=following, actor=actor, at=before)
    begins = _after(following.when.begins, 2)
    actions.move_meeting(second, when=When(begins, begins + timedelta(hours=2), "Rådhuset"), actor=actor, at=at)


def _after(moment: datetime, days: int) -> datetime:
    """So many days later, or the first working day after."""
    return _at(next_working_day(moment.date() + timedelta(days=days)))


def _called(title: str, begins: datetime) -> Called:
    return Called(title, When(begins, begins + timedelta(hours=2), "Kulturhuset"), AGENDA)


def _paper() -> bytes:
    made, held = docx.Document(), io.BytesIO()
    made.add_heading(PLAN)
    made.add_paragraph("En voksen starter en lek som er åpen for alle, hver dag etter maten.")
    made.save(held)
    return held.getvalue()


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=OSLO)
