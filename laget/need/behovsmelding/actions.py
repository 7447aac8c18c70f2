from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.actors.queries import owners_in, virksomheter_of
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks
from laget.base.cycle.models import Round, Task
from laget.base.cycle.queries import local_deadline
from laget.base.questions import actions
from laget.base.questions.answers import layout_of, problems, value
from laget.base.questions.models import Document, Reach, Version
from laget.base.questions.states import Act
from laget.base.questions.tasks import close_left_behind, task_about
from laget.need.assessments.actions import ask_virksomheter
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.behovsmelding.permissions import may_ask, receives, represents_owner
from laget.need.behovsmelding.states import TRANSITIONS


@transaction.atomic
def ask_owners(round: Round, *, network: Network, actor: Actor, at: datetime) -> list[Behovsmelding]:
    """Ask a network's owners for their needs, and their virksomheter to assess where they stand.

    Those already asked are left alone, so it can be done again when an owner has joined.
    """
    if not may_ask(actor, network) or network.county_id != round.county_id:
        raise PermissionDenied
    lock_round(round)
    by, day = actor.by(network.pk), at.date()
    due = local_deadline(round, Behovsmelding.KIND, network).applies
    assessed_by = local_deadline(round, Assessment.KIND, network).applies
    asked = set(
        Document.objects.filter(round=round, kind__in=[Behovsmelding.KIND, Assessment.KIND]).values_list(
            "subject", flat=True
        )
    )
    # A need that comes late can still be chosen, as long as the network is writing.
    feeds_into = Document.objects.filter(round=round, subject=network, kind="beslutningsgrunnlag").first()
    opened = []
    for owner in owners_in(network, day=day):
        if owner.pk not in asked:
            asked_now = actions.begin(
                Behovsmelding, round, party=owner.pk, owner=owner, network=network, feeds=feeds_into, at=at
            )
            opened.append(asked_now)
        feeds = Behovsmelding.objects.get(round=round, subject=owner)
        new = [each for each in virksomheter_of(owner, day=day) if each.pk not in asked]
        ask_virksomheter(
            round, virksomheter=new, owner=owner, network=network, feeds=feeds, due=assessed_by, by=by, at=at
        )
    open_tasks([_task(behovsmelding, due, at=at) for behovsmelding in opened])
    for behovsmelding in opened:
        actions.record_act(behovsmelding, Act.OPEN, by=by, at=at, after=behovsmelding.state)
    return opened


@transaction.atomic
def submit_behovsmelding(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Send the behovsmelding to the network. Raises NotReady, or TransitionNotAllowed when it is sent already."""
    behovsmelding = actions.locked(Behovsmelding, pk, actor=actor)
    if not represents_owner(actor, behovsmelding):
        raise PermissionDenied
    layout = layout_of(behovsmelding)
    before, after = actions.move(behovsmelding, Act.SUBMIT, TRANSITIONS, reach=Reach.NETWORK, at=at)
    actions.refuse_unless_ready(behovsmelding, revision=revision, found=problems(layout, behovsmelding.answers))
    by = actor.by(behovsmelding.party_id)
    chosen = value(layout, behovsmelding.answers, "assessments")
    version = actions.freeze(behovsmelding, rests_on=actions.latest_versions(chosen), by=by, actor=actor, at=at)
    actions.send_out(version, at=at)
    actions.pass_on(behovsmelding, text=value(layout, behovsmelding.answers, "need"))
    close_tasks(about=pk, at=at)
    detail = {"sha256": version.sha256, **close_left_behind(Assessment.objects.filter(feeds=pk), at=at)}
    actions.record_act(behovsmelding, Act.SUBMIT, by=by, at=at, before=before, after=after, detail=detail)
    return version


@transaction.atomic
def return_behovsmelding(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Ask the owner to change it. Raises TransitionNotAllowed when it is not there to be sent back."""
    behovsmelding = actions.locked(Behovsmelding, pk, actor=actor)
    if not receives(actor, behovsmelding):
        raise PermissionDenied
    before, after = actions.move(behovsmelding, Act.RETURN, TRANSITIONS, at=at)
    by = actor.by(behovsmelding.network_id)
    actions.send_back(actions.latest_versions([pk])[0], reason=reason, by=by, actor=actor, at=at)
    open_tasks([_task(behovsmelding, None, at=at)])
    actions.record_act(behovsmelding, Act.RETURN, by=by, at=at, before=before, after=after)


def _task(behovsmelding: Behovsmelding, due: date | None, *, at: datetime) -> Task:
    return task_about(
        behovsmelding,
        _("Skrive behovsmelding"),
        party=behovsmelding.party_id,
        role=Role.OWNER,
        due=due,
        awaited_by=behovsmelding.network_id,
        at=at,
    )
