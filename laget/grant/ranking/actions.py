"""What is done before anything is scored: the applications taken in, the groups appointed, and their lists."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.audit.record import By
from laget.base.cycle.actions import lock_round
from laget.base.cycle.form_checks import SCORING
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of, newest_forms
from laget.base.questions import actions as questions
from laget.base.questions.models import Document
from laget.base.questions.states import Act as DocumentAct
from laget.base.questions.states import State
from laget.base.refusals import NotInOrder
from laget.grant.beslutningsgrunnlag.states import TRANSITIONS as OF_NETWORKS
from laget.grant.ranking.asking import ask_networks, keep_asking
from laget.grant.ranking.concerning import write_down
from laget.grant.ranking.models import Application, Group, Member
from laget.grant.ranking.permissions import prepares
from laget.grant.ranking.queries import can_be_appointed, ranking_of_forum
from laget.grant.ranking.records import record_act
from laget.grant.ranking.states import Act
from laget.need.behovsmelding.states import TRANSITIONS as OF_OWNERS
from laget.need.tiltak.models import Tiltak

_TRANSITIONS = {"behovsmelding": OF_OWNERS, "beslutningsgrunnlag": OF_NETWORKS}


@transaction.atomic
def take_in(round: Round, *, actor: Actor, at: datetime) -> list[Application]:
    """Take in what has been applied for and not taken in yet. From now on it can't be sent back and changed.

    Raises NotInOrder when the ranking has begun.
    """
    _refuse_others(actor, round)
    lock_round(round)
    if ranking_of_forum(round):
        raise NotInOrder(_("Rangeringen har begynt. Det som kommer nå, kan ikke være med i den."))
    sent = Document.objects.filter(round=round, kind=round.file.applied_by, state=State.SUBMITTED)
    documents = list(sent.select_for_update(of=("self",)).select_related("round__rule_set"))
    by = actor.by(forum_of(round).pk)
    for document in documents:
        _consider(document, by=by, at=at)
    tiltak = Tiltak.objects.filter(version__document__in=documents, dropped=False).select_related("network")
    asked = newest_forms(round.pk, SCORING).get().stored_id
    new = Application.objects.bulk_create(
        Application(county_id=round.county_id, round=round, tiltak=each, asked_id=asked) for each in tiltak
    )
    write_down(new, day=at.date())
    ask_networks(round, {each.tiltak.network_id for each in new}, at=at)
    record_act(round, "round", round.pk, Act.TAKE_IN, actor=actor, at=at, new=len(new))
    return new


@transaction.atomic
def make_group(round: Round, *, name: str, actor: Actor, at: datetime) -> Group:
    """Set up a working group. Raises NotInOrder when there is one with that name, or the ranking has begun."""
    _lock_groups(actor, round)
    if Group.objects.filter(round=round, name=name).exists():
        raise NotInOrder(_("Det finnes allerede en gruppe som heter %(name)s.") % {"name": name})
    group = Group.objects.create(round=round, name=name)
    record_act(round, "working_group", group.pk, Act.APPOINT, actor=actor, at=at)
    return group


@transaction.atomic
def appoint(group: Group, *, person: Person, actor: Actor, at: datetime) -> Member:
    """Let someone be a member: who sits in the forum, or whom it has appointed from elsewhere in the county.

    Raises NotInOrder when they are one already, or the ranking has begun.
    """
    _lock_groups(actor, group.round)
    if not can_be_appointed(group.round, day=at.date()).filter(pk=person.pk).exists():
        raise PermissionDenied
    if group.members.filter(person=person).exists():
        raise NotInOrder(_("%(name)s er allerede med i gruppa.") % {"name": person})
    member = Member.objects.create(group=group, person=person)
    keep_asking(group.round, at=at)
    record_act(group.round, "working_group", group.pk, Act.APPOINT, actor=actor, at=at, person=str(person.pk))
    return member


@transaction.atomic
def dismiss(group: Group, *, person: UUID, actor: Actor, at: datetime) -> None:
    """Let a member leave. What they have given is counted no longer. Raises NotInOrder when the ranking has begun."""
    _lock_groups(actor, group.round)
    group.members.filter(person=person).delete()
    keep_asking(group.round, at=at)
    record_act(group.round, "working_group", group.pk, Act.APPOINT, actor=actor, at=at, left=str(person))


@transaction.atomic
def assign(group: Group, *, network: UUID | None, actor: Actor, at: datetime) -> int:
    """Give a group the applications that no group has yet: those of one network, or all. Returns how many.

    Raises NotInOrder when the ranking has begun.
    """
    _lock_groups(actor, group.round)
    waiting = Application.objects.filter(round=group.round, group=None)
    given = (waiting.filter(tiltak__network=network) if network else waiting).update(group=group)
    keep_asking(group.round, at=at)
    record_act(group.round, "working_group", group.pk, Act.ASSIGN, actor=actor, at=at, applications=given)
    return given


def _consider(document: Document, *, by: By, at: datetime) -> None:
    before, after = questions.move(document, DocumentAct.CONSIDER, _TRANSITIONS[document.kind], at=at)
    questions.record_act(document, DocumentAct.CONSIDER, by=by, at=at, before=before, after=after)


def _lock_groups(actor: Actor, round: Round) -> None:
    """Who is in which group, and has which application, is settled one act at a time, until it is ranked."""
    _refuse_others(actor, round)
    lock_round(round)
    if ranking_of_forum(round):
        raise NotInOrder(_("Rangeringen har begynt. Gruppene ligger fast."))


def _refuse_others(actor: Actor, round: Round) -> None:
    if not prepares(actor, round):
        raise PermissionDenied
