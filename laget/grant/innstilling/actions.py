from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks, task_for_round
from laget.base.cycle.models import Round, Task
from laget.base.cycle.queries import forum_of
from laget.base.questions import actions
from laget.base.questions.answers import layout_of, value
from laget.base.questions.models import Document, Reach, Version
from laget.base.questions.states import Act, State
from laget.base.questions.tasks import close_left_behind, reopen_left_behind, task_about
from laget.grant.beslutningsgrunnlag import states as beslutningsgrunnlag_states
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.forum.lines import applications_in
from laget.grant.forum.queries import decision_hashes
from laget.grant.innstilling.decided import answers_from_the_room
from laget.grant.innstilling.lines import given_to
from laget.grant.innstilling.models import Innstilling, RecommendedAmount
from laget.grant.innstilling.permissions import leads_forum, may_open, receives
from laget.grant.innstilling.states import TRANSITIONS
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding


@transaction.atomic
def open_innstilling(round: Round, *, actor: Actor, at: datetime) -> Innstilling:
    """Begin the innstilling, or take in what has come since. Every amount starts as the forum has decided it in its
    room, or as applied for.

    Raises Allocation.DoesNotExist when the forum has not divided the money yet.
    """
    forum = forum_of(round)
    if not may_open(actor, forum):
        raise PermissionDenied
    lock_round(round)
    existing, by = Innstilling.objects.filter(round=round).first(), actor.by(forum.pk)
    if existing is None:
        innstilling = actions.begin(Innstilling, round, party=forum.pk, at=at)
        close_tasks(about=round.pk, step=innstilling.kind, at=at)
        open_tasks(_tasks(innstilling, at=at))
    else:
        innstilling = actions.locked(Innstilling, existing.pk, actor=actor)
        if not innstilling.writable:
            return innstilling
    known = {line["id"] for line in innstilling.given.get("items", {}).get("lines", ())}
    given = given_to(round)
    new = {
        f"lines.{line['id']}.amount": str(line["amount"]) for line in given["items"]["lines"] if line["id"] not in known
    }
    innstilling.given = given
    innstilling.revision += 1
    innstilling.save(update_fields=["given", "revision"])
    decided = answers_from_the_room(innstilling)
    detail = {"lines": len(given["items"]["lines"]), "new": sorted(new), "decided": sorted(decided)}
    actions.record_act(innstilling, Act.OPEN, by=by, at=at, after=innstilling.state, detail=detail)
    # As anything else that is written: a page that was opened before puts nothing back, but is shown the difference.
    taken_in = {**new, **decided}
    written = actions.save_answers(innstilling.pk, answers=taken_in, revision=innstilling.revision, actor=actor, at=at)
    innstilling.answers, innstilling.revision = written.answers, written.revision
    return innstilling


@transaction.atomic
def submit_innstilling(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Give the forum's recommendation to Statsforvalteren. Raises NotReady, TransitionNotAllowed."""
    innstilling = actions.locked(Innstilling, pk, actor=actor)
    if not leads_forum(actor, innstilling):
        raise PermissionDenied
    before, after = actions.move(innstilling, Act.SUBMIT, TRANSITIONS, reach=Reach.NETWORK, at=at)
    applications = applications_in(innstilling.round).select_related("round__rule_set")
    taken_in = list(applications.select_for_update(of=("self",)))  # before looking, so that none comes unseen
    actions.refuse_unless_ready(innstilling, layout_of(innstilling), revision=revision, at=at)
    by = actor.by(innstilling.party_id)
    version = actions.freeze(
        innstilling,
        rests_on=actions.latest_versions(str(each.pk) for each in taken_in),
        extra={"decisions": decision_hashes(innstilling.round)},
        sent=True,
        by=by,
        actor=actor,
        at=at,
    )
    _recommend(innstilling)
    close_tasks(about=pk, at=at)
    close_tasks(about=innstilling.round_id, step="forum", at=at)  # it has met, wherever that was planned
    open_tasks([_prepare_tilsagn(innstilling, at=at)])
    for document in taken_in:
        if document.state == State.SUBMITTED:
            was, now = actions.move(document, Act.CONSIDER, beslutningsgrunnlag_states.TRANSITIONS, at=at)
            actions.record_act(document, Act.CONSIDER, by=by, at=at, before=was, after=now)
    detail = {"sha256": version.sha256, **close_left_behind(_before(innstilling), at=at)}
    actions.record_act(innstilling, Act.SUBMIT, by=by, at=at, before=before, after=after, detail=detail)
    return version


@transaction.atomic
def return_innstilling(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Ask the forum to look again. Raises TransitionNotAllowed once tilsagn are being prepared from it."""
    innstilling = actions.locked(Innstilling, pk, actor=actor)
    if not receives(actor, innstilling):
        raise PermissionDenied
    before, after = actions.move(innstilling, Act.RETURN, TRANSITIONS, at=at)
    by = actor.by(innstilling.county_id)
    version = actions.latest_versions([str(pk)])[0]
    actions.send_back(version, reason=reason, by=by, actor=actor, at=at)
    close_tasks(about=innstilling.round_id, step="tilsagn", at=at)
    open_tasks(_tasks(innstilling, at=at))
    detail = reopen_left_behind(_before(innstilling), since=version, at=at)
    actions.record_act(innstilling, Act.RETURN, by=by, at=at, before=before, after=after, detail=detail)


def _before(innstilling: Innstilling) -> QuerySet[Document]:
    """Everything in the round that an innstilling comes of."""
    kinds = [Assessment.KIND, Behovsmelding.KIND, Beslutningsgrunnlag.KIND]
    return Document.objects.filter(round=innstilling.round_id, kind__in=kinds)


def _recommend(innstilling: Innstilling) -> None:
    """As many queries for a thousand amounts as for two. Each keeps its identity: what is granted points at it."""
    layout, answers = layout_of(innstilling), innstilling.answers
    known = {each.origin: each.pk for each in innstilling.amounts.all()}
    amounts = []
    for line in innstilling.given["items"]["lines"]:
        origin, number = line["id"][0], int(line["id"][1:])
        amount = RecommendedAmount(
            innstilling=innstilling,
            planned_id=number if origin == "p" else None,
            earmark_id=number if origin == "e" else None,
            applied=line["amount"],
            amount=value(layout, answers, "lines.amount", item=line["id"]),
            reason=value(layout, answers, "lines.reason", item=line["id"]) or "",
        )
        amount.pk = known.get(amount.origin)
        amounts.append(amount)
    fields = ["applied", "amount", "reason"]
    RecommendedAmount.objects.bulk_create(amounts, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _tasks(innstilling: Innstilling, *, at: datetime) -> list[Task]:
    titles = {
        Role.FORUM_SECRETARY: gettext_noop("Skrive innstillingen"),
        Role.FORUM_LEADER: gettext_noop("Sende innstillingen"),
    }
    due, county = innstilling.round.deadline(innstilling.kind).applies, innstilling.county_id
    return [
        task_about(innstilling, title, party=innstilling.party_id, role=role, due=due, awaited_by=county, at=at)
        for role, title in titles.items()
    ]


def _prepare_tilsagn(innstilling: Innstilling, *, at: datetime) -> Task:
    round, county = innstilling.round, innstilling.county_id
    due = round.deadline("tilsagn").applies
    return task_for_round(
        round, "tilsagn", gettext_noop("Forberede tilsagnene"), party=county, role=Role.CASE_OFFICER, due=due, at=at
    )
