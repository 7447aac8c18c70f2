"""What is done with a tiltak while it is carried out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.audit.record import By
from laget.base.cycle.actions import close_tasks, lock_round
from laget.base.cycle.models import Round
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.delivery.beginning import filled_from
from laget.effect.delivery.models import Delivery, Goal, Material, Session, Spending, TargetGroup
from laget.effect.delivery.permissions import answers_for, spends
from laget.effect.delivery.queries import carried_out_by, contributing, could_be_tied, money_of, to_start
from laget.effect.delivery.records import record_delivery
from laget.effect.delivery.states import DeliveryAct
from laget.grant.ledger.actions import lock
from laget.rules.numbers import kr

STEP = "delivery"


@dataclass(frozen=True, slots=True)
class GoalNow:
    text: str
    check_by: str
    reached: str
    pk: int | None = None  # none: a new one


@dataclass(frozen=True, slots=True)
class GroupNow:
    pk: int
    level: str
    planned: int | None
    reached: int | None


@dataclass(frozen=True, slots=True)
class Details:
    """How a tiltak stands, as whoever carries it out says."""

    status: str
    responsible: str = ""
    deviations: str = ""
    changed: str = ""
    evidence: str = ""
    own_staff: bool = False
    other_partners: str = ""
    partners: Collection[UUID] = ()
    goals: Sequence[GoalNow] = ()  # one that has lost its text is taken out
    groups: Sequence[GroupNow] = field(default_factory=list)
    pulje: UUID | None = None


@transaction.atomic
def start_deliveries(round: Round, *, actor: Actor, at: datetime) -> list[Delivery]:
    """Begin to carry out everything that is granted and is for this person to start, filled with what is known."""
    lock_round(round)
    waiting = to_start(round, actor)
    started = [filled_from(each, round, at=at) for each in waiting]
    for party in {delivery.party_id for delivery in started}:
        close_tasks(about=round.pk, step=STEP, party=party, at=at)
    for delivery in started:
        record_delivery(delivery, DeliveryAct.START, by=actor.by(delivery.party_id), at=at)
    return started


@transaction.atomic
def change_delivery(pk: UUID, *, details: Details, revision: int, actor: Actor, at: datetime) -> Delivery:
    """Let it stand as it says here. Raises ChangedMeanwhile."""
    delivery = _locked(pk, actor=actor)
    if not answers_for(actor, delivery):
        raise PermissionDenied
    if delivery.revision != revision:
        raise ChangedMeanwhile
    before = delivery.status
    for name in ("status", "responsible", "deviations", "changed", "evidence", "own_staff", "other_partners"):
        setattr(delivery, name, getattr(details, name))
    delivery.pulje_id = details.pulje
    delivery.revision += 1
    delivery.save()
    delivery.partners.set(contributing(delivery).filter(pk__in=details.partners))
    _set_goals(delivery, details.goals)
    for group in details.groups:
        changed = {"level": group.level, "planned": group.planned, "reached": group.reached}
        TargetGroup.objects.filter(delivery=delivery, pk=group.pk).update(**changed)
    record_delivery(delivery, DeliveryAct.CHANGE, by=actor.by(delivery.party_id), at=at, before=before)
    return delivery


@transaction.atomic
def spend(
    pk: UUID, *, award: UUID, year: int, day: date, what: str, amount: int, actor: Actor, at: datetime
) -> Spending:
    """Write down what was used of an award, on what. Raises NotInOrder for more than there is."""
    delivery = _locked(pk, actor=actor)
    lock([award])  # events may be paid of it too
    of_year = next((each for each in money_of(delivery) if (each.award.pk, each.year) == (award, year)), None)
    if of_year is None or not spends(actor, of_year.award):
        raise PermissionDenied
    if amount > of_year.left:
        words = _("Det er %(left)s igjen av tildelingen i %(year)d. Skriv ikke mer enn det.")
        raise NotInOrder(words % {"left": kr(of_year.left), "year": year})
    line = Spending.objects.create(
        delivery=delivery, award_id=award, year=year, day=day, what=what, amount=amount, person=actor.person, at=at
    )
    by = actor.by(of_year.award.recipient_id)
    record_delivery(delivery, DeliveryAct.SPEND, by=by, at=at, award=str(award), year=year, amount=amount)
    return line


@transaction.atomic
def unspend(pk: int, *, actor: Actor, at: datetime) -> Delivery:
    """Take out a line that was wrong. The log keeps its amount."""
    line = Spending.objects.select_related("award").filter(pk=pk).first()
    if line is None or not spends(actor, line.award):
        raise PermissionDenied
    delivery = _locked(line.delivery_id, actor=actor)
    if line.delete()[0]:  # nobody else was there first
        by = actor.by(line.award.recipient_id)
        award, year, amount = str(line.award_id), line.year, line.amount
        record_delivery(delivery, DeliveryAct.UNSPEND, by=by, at=at, award=award, year=year, amount=amount)
    return delivery


@transaction.atomic
def add_material(pk: UUID, *, title: str, address: str, actor: Actor, at: datetime) -> Material:
    delivery = _locked(pk, actor=actor)
    material = Material.objects.create(delivery=delivery, title=title, address=address)
    record_delivery(delivery, DeliveryAct.ADD_MATERIAL, by=_by(delivery, actor), at=at)
    return material


@transaction.atomic
def remove_material(pk: int, *, actor: Actor, at: datetime) -> Delivery:
    material = Material.objects.filter(pk=pk).first()
    if material is None:
        raise PermissionDenied
    delivery = _locked(material.delivery_id, actor=actor)
    if material.delete()[0]:
        record_delivery(delivery, DeliveryAct.REMOVE_MATERIAL, by=_by(delivery, actor), at=at)
    return delivery


@transaction.atomic
def tie(pk: UUID, *, event: UUID, actor: Actor, at: datetime) -> Session:
    """Let an event that this person arranges be one of the sessions."""
    delivery = _locked(pk, actor=actor)
    if not could_be_tied(delivery, actor).filter(pk=event).exists():
        raise PermissionDenied
    session = Session.objects.create(delivery=delivery, event_id=event)
    record_delivery(delivery, DeliveryAct.TIE, by=_by(delivery, actor), at=at, event=str(event))
    return session


@transaction.atomic
def untie(pk: int, *, actor: Actor, at: datetime) -> Delivery:
    session = Session.objects.filter(pk=pk).first()
    if session is None:
        raise PermissionDenied
    delivery = _locked(session.delivery_id, actor=actor)
    if session.delete()[0]:
        record_delivery(delivery, DeliveryAct.UNTIE, by=_by(delivery, actor), at=at, event=str(session.event_id))
    return delivery


def _locked(pk: UUID, *, actor: Actor) -> Delivery:
    """One that this person has a hand in, alone with it."""
    delivery = carried_out_by(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if delivery is None:
        raise PermissionDenied
    return delivery


def _by(delivery: Delivery, actor: Actor) -> By:
    recipients = delivery.awards.values_list("recipient", flat=True)
    return actor.by(delivery.party_id, *recipients)


def _set_goals(delivery: Delivery, goals: Sequence[GoalNow]) -> None:
    for goal in goals:
        mine = Goal.objects.filter(delivery=delivery, pk=goal.pk or 0)
        if goal.pk and goal.text:
            mine.update(text=goal.text, check_by=goal.check_by, reached=goal.reached)
        elif goal.pk:
            mine.delete()
        elif goal.text:
            Goal.objects.create(delivery=delivery, text=goal.text, check_by=goal.check_by, reached=goal.reached)
