from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.actors.queries import partners_of
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks, task_for_round
from laget.base.cycle.models import Round, Task
from laget.base.cycle.queries import forum_of
from laget.base.questions import actions
from laget.base.questions.answers import layout_of
from laget.base.questions.models import Document, Reach, Version
from laget.base.questions.permissions import writes
from laget.base.questions.states import Act, State
from laget.base.questions.tasks import close_left_behind, reopen_left_behind, task_about
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag, Signature
from laget.grant.beslutningsgrunnlag.permissions import may_ask, receives, side_to_sign_for, stands_for_one_of
from laget.grant.beslutningsgrunnlag.queries import sides_of, signatures_on, to_ask, version_to_sign
from laget.grant.beslutningsgrunnlag.states import TRANSITIONS
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.behovsmelding.queries import need
from laget.need.catalogue.queries import choices_in
from laget.need.catalogue.using import use_entries
from laget.need.tiltak import plans
from laget.need.tiltak.actions import plan_tiltak
from laget.rules.transitions import TransitionNotAllowed


class OtherVersion(Exception):
    """The page showed another version than the one that is to be signed now."""


class AlreadySigned(Exception):
    """This person has signed, or everyone they may sign for has."""


class TakenBack(TransitionNotAllowed):
    """It was taken back from signing, and is being written in."""


@transaction.atomic
def ask_partnerships(round: Round, *, actor: Actor, at: datetime) -> list[Beslutningsgrunnlag]:
    """Ask every network that may apply for its beslutningsgrunnlag. Those already asked are left alone."""
    forum = forum_of(round)
    if not may_ask(actor, forum):
        raise PermissionDenied
    lock_round(round)
    by = actor.by(forum.pk)
    opened = [_open(round, network, frame, at=at) for network, frame in to_ask(round)]
    for document in opened:
        open_tasks(_writing_tasks(document, at=at))
    close_tasks(about=round.pk, step=Beslutningsgrunnlag.KIND, at=at)
    for document in opened:
        detail = document.given.get("ceiling")
        actions.record_act(document, Act.OPEN, by=by, at=at, after=document.state, detail=detail)
    return opened


@transaction.atomic
def freeze_for_signing(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Freeze the document, so that both sides sign the same. Raises NotReady, TransitionNotAllowed."""
    document = actions.locked(Beslutningsgrunnlag, pk, actor=actor)
    if not writes(actor, document):
        raise PermissionDenied
    before, after = actions.move(document, Act.FREEZE, TRANSITIONS, at=at)
    actions.refuse_unless_ready(document, layout_of(document), revision=revision, at=at)
    by = actor.by(document.party_id, *document.partner_ids)
    rests_on = {need for plan in plans.plans(layout_of(document), document.answers) for need in plan.needs}
    extra = {"sides": [str(side) for side in plans.sides(document)]}
    version = actions.freeze(document, rests_on=rests_on, extra=extra, by=by, actor=actor, at=at)
    close_tasks(about=pk, at=at)
    open_tasks(_signing_tasks(document, version, at=at))
    actions.record_act(
        document, Act.FREEZE, by=by, at=at, before=before, after=after, detail={"sha256": version.sha256}
    )
    return version


@transaction.atomic
def sign(pk: UUID, *, sha256: str, actor: Actor, at: datetime) -> Signature:
    """Stand behind the frozen version, for one side. The last side's signature sends it to the forum.

    `sha256` is the hash of the version that the page showed. Raises OtherVersion when it is not the
    one to be signed, TakenBack, AlreadySigned or TransitionNotAllowed when there is nothing to sign.
    """
    document = actions.locked(Beslutningsgrunnlag, pk, actor=actor)
    version = version_to_sign(document)
    if version is None or not stands_for_one_of(actor, sides_of(version)):
        raise PermissionDenied
    sides, signatures = sides_of(version), signatures_on(version)
    side = side_to_sign_for(actor, sides, signatures)
    if side is None:
        raise AlreadySigned
    if document.state == State.DRAFT:
        raise TakenBack(document.state, Act.SIGN)
    before, after = actions.move(document, Act.SIGN, TRANSITIONS, at=at)
    if sha256 != version.sha256:
        raise OtherVersion
    by = actor.by(side)
    signature = Signature.objects.create(
        version=version, party_id=side, person=actor.person, role=by.role, sha256=version.sha256, at=at
    )
    close_tasks(about=pk, party=side, at=at)
    detail: dict[str, Any] = {"side": str(side), "sha256": version.sha256}
    if {each.party_id for each in signatures} | {side} == set(sides):
        before, after = _submit(document, version, at=at)
        detail |= close_left_behind(_needs(document), at=at)
    actions.record_act(document, Act.SIGN, by=by, at=at, before=before, after=after, detail=detail)
    return signature


@transaction.atomic
def reopen(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Take it back from signing, to write more. What was signed stays signed; a new version needs new signatures."""
    document = actions.locked(Beslutningsgrunnlag, pk, actor=actor)
    if not writes(actor, document):
        raise PermissionDenied
    before, after = actions.move(document, Act.REOPEN, TRANSITIONS, at=at)
    by = actor.by(document.party_id, *document.partner_ids)
    close_tasks(about=pk, at=at)
    open_tasks(_writing_tasks(document, at=at))
    actions.record_act(document, Act.REOPEN, by=by, at=at, before=before, after=after)


@transaction.atomic
def return_beslutningsgrunnlag(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Ask the partnership to change it. Raises TransitionNotAllowed once the forum has taken it in."""
    document = actions.locked(Beslutningsgrunnlag, pk, actor=actor)
    forum = forum_of(document.round)
    if not receives(actor, forum):
        raise PermissionDenied
    before, after = actions.move(document, Act.RETURN, TRANSITIONS, at=at)
    by = actor.by(forum.pk)
    version = actions.latest_versions([pk])[0]
    actions.send_back(version, reason=reason, by=by, actor=actor, at=at)
    open_tasks(_writing_tasks(document, at=at))
    detail = reopen_left_behind(_needs(document), since=version, at=at)
    actions.record_act(document, Act.RETURN, by=by, at=at, before=before, after=after, detail=detail)


def _open(round: Round, network: Network, frame: int | None, *, at: datetime) -> Beslutningsgrunnlag:
    """`frame` is what it may plan for, in kroner: None where it competes with the others instead."""
    partners = list(partners_of(network, kinds=round.rules.partners, day=at.date()))
    sent = list(
        Behovsmelding.objects.filter(round=round, network=network)
        .exclude(reach=Reach.AUTHORS)
        .select_related("subject")
    )
    years = [str(round.year + n) for n in range(round.rules.max_years)]
    ceiling = {"name": _("Ramme"), "used": _("Planlagt"), "amount": frame, "path": "tiltak.budget", "column": years[0]}
    given = {
        **({"ceiling": ceiling} if frame is not None else {}),
        "lists": {
            "partners": [[str(partner.pk), partner.name] for partner in partners],
            "recipients": [[str(party.pk), party.name] for party in (network, *partners)],
            "years": [[year, year] for year in years],
            "catalogue": choices_in(round.county_id),
        },
        "sources": [actions.source_of(each, text=need(each)) for each in sent],
    }
    document = actions.begin(Beslutningsgrunnlag, round, party=network.pk, network=network, given=given, at=at)
    document.partners.set(partners)
    # Those that are sent from now on can be chosen too.
    Document.objects.filter(round=round, network=network, kind=Behovsmelding.KIND).update(feeds=document.pk)
    return document


def _submit(document: Beslutningsgrunnlag, version: Version, *, at: datetime) -> tuple[State, State]:
    before, after = actions.move(document, Act.SUBMIT, TRANSITIONS, reach=Reach.NETWORK, at=at)
    planned = plans.plans(layout_of(document), document.answers)
    network = document.party_id
    sent = plan_tiltak(document.round, applicant=network, network=network, version=version, plans=planned)
    use_entries(sent, plans=planned)
    actions.send_out(version, at=at)
    close_tasks(about=document.pk, at=at)
    ranked = document.round.file.competitive  # then the innstilling begins when the forum has ranked
    if not ranked and not Document.objects.filter(round=document.round_id, kind="innstilling").exists():
        open_tasks([_begin_innstilling(document.round, at=at)])
    return before, after


def _needs(document: Beslutningsgrunnlag) -> QuerySet[Document]:
    """What the owners and virksomheter of the network have been asked to say."""
    kinds = [Behovsmelding.KIND, Assessment.KIND]
    return Document.objects.filter(round=document.round_id, network=document.party_id, kind__in=kinds)


def _begin_innstilling(round: Round, *, at: datetime) -> Task:
    due, title = round.deadline("innstilling").applies, gettext_noop("Begynne på innstillingen")
    forum = forum_of(round).pk
    return task_for_round(round, "innstilling", title, party=forum, role=Role.FORUM_SECRETARY, due=due, at=at)


def _writing_tasks(document: Beslutningsgrunnlag, *, at: datetime) -> list[Task]:
    together = gettext_noop("Skrive beslutningsgrunnlag sammen med nettverket")
    network = _task(document, gettext_noop("Skrive beslutningsgrunnlag"), document.party_id, at=at)
    return [network, *(_task(document, together, partner.pk, at=at) for partner in document.partners.all())]


def _signing_tasks(document: Beslutningsgrunnlag, version: Version, *, at: datetime) -> list[Task]:
    return [_task(document, gettext_noop("Signere beslutningsgrunnlaget"), side, at=at) for side in sides_of(version)]


def _task(document: Beslutningsgrunnlag, title: str, party: UUID, *, at: datetime) -> Task:
    """The forum waits for the network, and the network for those it writes with."""
    network = document.party_id
    return task_about(
        document,
        title,
        party=party,
        role=Role.COORDINATOR if party == network else Role.PARTNER,
        due=document.round.deadline(document.kind).applies,
        awaited_by=forum_of(document.round).pk if party == network else network,
        at=at,
    )
