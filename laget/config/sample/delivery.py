"""What is carried out in the sample county: some tiltak well under way, and a pulje of spor 3 that has begun."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Forum, Network
from laget.base.actors.queries import competence_networks
from laget.base.cycle.calendar_models import When
from laget.base.cycle.models import Round, Task
from laget.config.sample.year import OSLO
from laget.effect.delivery import actions, development_actions, pulje_actions
from laget.effect.delivery.actions import Details
from laget.effect.delivery.models import Delivery, Development, Pulje
from laget.effect.delivery.pulje_actions import Plan
from laget.effect.delivery.pulje_queries import units_below
from laget.effect.delivery.queries import money_of
from laget.effect.delivery.states import Status
from laget.rules.dates import next_working_day

BUSY = 3  # networks that have written something down
MOST_UNITS = 3  # of a network in the pulje
SPENT = (("Lokaler og mat", 12), ("Vikarer", 6), ("Veiledning fra UH", 4))  # what, and which part of the money
NOTE = "Vi har sett på svarene fra kartleggingen, og spurt barna på to avdelinger. De yngste har vi ikke hørt ennå."
GUIDANCE = "Ta med det de yngste viser, også når de ikke sier det. Se det sammen med personalet før dere velger område."


def carry_out(round: Round, *, today: date) -> list[Delivery]:
    """As of a day: all have begun what they were granted. Some networks have written how it goes, and what it cost."""
    at = _at(today)
    begun: list[Delivery] = []
    for task in Task.objects.filter(round=round, step=actions.STEP, done_at=None).order_by("party__sort_key"):
        actor = _holder(Role(task.role), task.party_id, at)
        begun += actions.start_deliveries(round, actor=actor, at=at) if actor else []
    found: list[Delivery] = []
    for network in competence_networks(round.county).order_by("sort_key"):
        actor = _holder(Role.COORDINATOR, network.pk, at)
        first = next((each for each in begun if each.party_id == network.pk and each.tiltak_id), None)
        if actor and first and len(found) < BUSY:
            found.append(_gone_on(first, actor, at=at))
    return found


def run_pulje(county: County, *, today: date) -> Pulje:
    """Spor 3: two networks have joined with some of their units, the first samling is planned, and one has begun."""
    opened, at = _at(today - timedelta(days=40)), _at(today)
    forum = Forum.objects.get(county=county)
    secretary = _holder(Role.FORUM_SECRETARY, forum.pk, opened)
    assert secretary
    last = today - timedelta(days=10)
    plan = Plan("development", "Pulje 2", opened.date(), last, last + timedelta(days=1))
    pulje = pulje_actions.open_pulje(forum, plan=plan, actor=secretary, at=opened)
    joined = 0
    for network in competence_networks(county).order_by("sort_key"):
        joined += _joined(pulje, network, at=opened) if joined < 2 else 0
    pulje_actions.start(pulje.pk, actor=secretary, at=at)
    begins = _at(next_working_day(today + timedelta(days=20)))
    when = When(begins, begins + timedelta(hours=6), "Stjørdal")
    signed_by = begins.date() - timedelta(days=5)
    pulje_actions.plan_samling(pulje.pk, step=0, when=when, sign_up_by=signed_by, actor=secretary, at=at)
    _begin_to_think(pulje, at=at)
    return pulje


def _joined(pulje: Pulje, network: Network, *, at: datetime) -> bool:
    actor = _holder(Role.COORDINATOR, network.pk, at)
    units = list(units_below(network, day=at.date())[:MOST_UNITS])
    partners = network.partnerships.at(at.date()).order_by("partner__sort_key").values_list("partner", flat=True)
    if not actor or not units:
        return False
    chosen = [unit.pk for unit in units]
    pulje_actions.join(pulje.pk, party=network.pk, units=chosen, partner=partners.first(), actor=actor, at=at)
    return True


def _begin_to_think(pulje: Pulje, *, at: datetime) -> None:
    """The first unit with a leader in Laget has written, got guidance, and gone on."""
    for development in (
        Development.objects.filter(joining__pulje=pulje).select_related("joining").order_by("unit__sort_key")
    ):
        leader, guide = (
            _holder(Role.UNIT_LEADER, development.unit_id, at),
            _holder(Role.COORDINATOR, development.joining.network_id, at) if development.joining else None,
        )
        if leader and guide:
            development_actions.note(development.pk, text=NOTE, actor=leader, at=at)
            development_actions.note(development.pk, text=GUIDANCE, actor=guide, at=at)
            development_actions.move(development.pk, phase="focus", actor=leader, at=at)
            return


def _gone_on(delivery: Delivery, actor: Actor, *, at: datetime) -> Delivery:
    partners = list(delivery.partners.values_list("pk", flat=True))
    details = Details(
        Status.ON_TRACK,
        responsible=actor.person.name,
        changed="Personalet planlegger uteleken sammen, og ser etter barn som står alene.",
        partners=partners,
        own_staff=True,
        other_partners=delivery.other_partners,
    )
    actions.change_delivery(delivery.pk, details=details, revision=delivery.revision, actor=actor, at=at)
    mine = [each for each in money_of(delivery) if each.award.recipient_id == delivery.party_id]
    for of_year in mine[:1]:
        for what, part in SPENT:
            of = (of_year.award.pk, of_year.year, of_year.right // part)
            _spend(delivery, of, what, actor, at=at)
    return delivery


def _spend(delivery: Delivery, of: tuple[UUID, int, int], what: str, actor: Actor, *, at: datetime) -> None:
    award, year, amount = of
    if amount:
        day = at.date()
        actions.spend(delivery.pk, award=award, year=year, day=day, what=what, amount=amount, actor=actor, at=at)


def _holder(role: Role, party: UUID | None, at: datetime) -> Actor | None:
    held = HeldRole.objects.at(at.date()).filter(role=role, party=party).select_related("person").order_by("pk").first()
    return actor_for(held.person, day=at.date()) if held else None


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=OSLO)
