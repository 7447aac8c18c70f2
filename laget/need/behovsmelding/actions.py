from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network, Organisation
from laget.base.actors.queries import owners_in, partners_of, virksomheter_of
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks
from laget.base.cycle.models import Round, Task
from laget.base.cycle.queries import local_deadline
from laget.base.questions import actions
from laget.base.questions.answers import layout_of, value
from laget.base.questions.models import Document, Reach, Version
from laget.base.questions.states import Act
from laget.base.questions.tasks import close_left_behind, reopen_left_behind, task_about
from laget.need.assessments.actions import ask_virksomheter
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.behovsmelding.permissions import may_ask, receives, represents_owner
from laget.need.behovsmelding.states import TRANSITIONS
from laget.need.catalogue.queries import choices_in
from laget.need.catalogue.using import use_entries
from laget.need.tiltak import plans
from laget.need.tiltak.actions import plan_tiltak


@dataclass(frozen=True, slots=True)
class Asked:
    """What was opened for those who had not been asked."""

    owners: list[Behovsmelding]
    virksomheter: list[Assessment]


@transaction.atomic
def ask_owners(round: Round, *, network: Network, actor: Actor, at: datetime) -> Asked:
    """Ask a network's owners for their needs, and their virksomheter to assess where they stand.

    Those already asked are left alone, so it can be done again when an owner has joined, or has a new virksomhet.
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
    opened, assessing = [], []
    for owner in owners_in(network, day=day):
        if owner.pk not in asked:
            asked_now = actions.begin(
                Behovsmelding,
                round,
                party=owner.pk,
                owner=owner,
                network=network,
                feeds=feeds_into,
                given=_given(round, owner, network, day=day),
                at=at,
            )
            opened.append(asked_now)
        feeds = Behovsmelding.objects.get(round=round, subject=owner)
        new = [each for each in virksomheter_of(owner, day=day) if each.pk not in asked]
        assessing += ask_virksomheter(
            round, virksomheter=new, owner=owner, network=network, feeds=feeds, due=assessed_by, by=by, at=at
        )
    open_tasks([_task(behovsmelding, due, at=at) for behovsmelding in opened])
    for behovsmelding in opened:
        actions.record_act(behovsmelding, Act.OPEN, by=by, at=at, after=behovsmelding.state)
    return Asked(opened, assessing)


@transaction.atomic
def submit_behovsmelding(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Send the behovsmelding to the network. Raises NotReady, or TransitionNotAllowed when it is sent already.

    Where it is what applies for money, its tiltak are planned from here.
    """
    behovsmelding = actions.locked(Behovsmelding, pk, actor=actor)
    if not represents_owner(actor, behovsmelding):
        raise PermissionDenied
    layout = layout_of(behovsmelding)
    before, after = actions.move(behovsmelding, Act.SUBMIT, TRANSITIONS, reach=Reach.NETWORK, at=at)
    actions.refuse_unless_ready(behovsmelding, layout, revision=revision, at=at)
    by = actor.by(behovsmelding.party_id)
    chosen = value(layout, behovsmelding.answers, "assessments") or []
    built_on = actions.latest_versions(chosen)
    version = actions.freeze(behovsmelding, rests_on=built_on, sent=True, by=by, actor=actor, at=at)
    if plans.applies(behovsmelding):
        assert behovsmelding.network_id is not None
        planned = plans.plans(layout, behovsmelding.answers, needs=[version])
        owner, network = behovsmelding.party_id, behovsmelding.network_id
        sent = plan_tiltak(behovsmelding.round, applicant=owner, network=network, version=version, plans=planned)
        use_entries(sent, plans=planned)
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
    version = actions.latest_versions([pk])[0]
    actions.send_back(version, reason=reason, by=by, actor=actor, at=at)
    open_tasks([_task(behovsmelding, None, at=at)])
    detail = reopen_left_behind(Assessment.objects.filter(feeds=pk), since=version, at=at)
    actions.record_act(behovsmelding, Act.RETURN, by=by, at=at, before=before, after=after, detail=detail)


def _given(round: Round, owner: Organisation, network: Network, *, day: date) -> dict[str, Any]:
    """What it starts from where it applies for money: whom it may work with, who may get it, and which years."""
    if round.file.applied_by != Behovsmelding.KIND:
        return {}
    partners = list(partners_of(network, kinds=round.rules.partners, day=day))
    years = [str(round.year + n) for n in range(round.rules.max_years)]
    return {
        "lists": {
            "partners": [[str(partner.pk), partner.name] for partner in partners],
            "recipients": [[str(party.pk), party.name] for party in (owner, *partners)],
            "years": [[year, year] for year in years],
            "catalogue": choices_in(round.county_id),
        }
    }


def _task(behovsmelding: Behovsmelding, due: date | None, *, at: datetime) -> Task:
    return task_about(
        behovsmelding,
        gettext_noop("Skrive søknad")
        if behovsmelding.round.file.applied_by == behovsmelding.KIND
        else gettext_noop("Skrive behovsmelding"),
        party=behovsmelding.party_id,
        role=Role.OWNER,
        due=due,
        awaited_by=behovsmelding.network_id,
        at=at,
    )
