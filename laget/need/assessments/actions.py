from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network, Organisation
from laget.base.audit.record import By
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.models import Round, Task
from laget.base.questions import actions
from laget.base.questions.answers import grid, layout_of, value
from laget.base.questions.evidence import Evidence, evidence_in
from laget.base.questions.models import Document, Reach, Version
from laget.base.questions.states import Act
from laget.base.questions.structure import Layout
from laget.base.questions.tasks import task_about
from laget.need.assessments.facts import facts_about
from laget.need.assessments.models import Assessment
from laget.need.assessments.permissions import leads, receives
from laget.need.assessments.states import TRANSITIONS


def ask_virksomheter(
    round: Round,
    *,
    virksomheter: Iterable[Organisation],
    owner: Organisation,
    network: Network,
    feeds: Document,
    due: date,
    by: By,
    at: datetime,
) -> list[Assessment]:
    """Open an assessment for each virksomhet of an owner, to be built on in the owner's own document.

    Part of asking the owners, which checks that the one who asks may.
    """
    units = list(virksomheter)
    facts = facts_about(units, owner=owner, day=at.date())
    opened = [
        actions.begin(
            Assessment,
            round,
            party=virksomhet.pk,
            owner=owner,
            network=network,
            feeds=feeds,
            given={"facts": [asdict(fact) for fact in facts[virksomhet.pk]]},
            at=at,
        )
        for virksomhet in units
    ]
    open_tasks([_task(assessment, due, at=at) for assessment in opened])
    for assessment in opened:
        actions.record_act(assessment, Act.OPEN, by=by, at=at, after=assessment.state)
    return opened


@transaction.atomic
def submit_assessment(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Send the assessment to the owner. Raises NotReady, or TransitionNotAllowed when it is sent already."""
    assessment = actions.locked(Assessment, pk, actor=actor)
    if not leads(actor, assessment):
        raise PermissionDenied
    layout = layout_of(assessment)
    before, after = actions.move(assessment, Act.SUBMIT, TRANSITIONS, reach=Reach.CHAIN, at=at)
    actions.refuse_unless_ready(assessment, layout, revision=revision, at=at)
    by = actor.by(assessment.party_id)
    version = actions.freeze(assessment, sent=True, by=by, actor=actor, at=at)
    actions.pass_on(
        assessment,
        text=value(layout, assessment.answers, "need"),
        challenges=(lacking := _lacking(layout, assessment)),
        names=_names(layout, lacking),
        evidence=assessment.given.get("evidence", []),
    )
    close_tasks(about=pk, at=at)
    actions.record_act(
        assessment, Act.SUBMIT, by=by, at=at, before=before, after=after, detail={"sha256": version.sha256}
    )
    return version


class EvidenceChanged(Exception):
    """Someone chose other evidence since the page was opened. Nothing was saved."""


@transaction.atomic
def choose_evidence(pk: UUID, *, evidence: Sequence[Evidence], revision: int, actor: Actor, at: datetime) -> Assessment:
    """Let the assessment rest on exactly these findings, as they were when chosen. Only while it is written.

    `revision` is the one the page was opened at: answers may have been saved since, but other evidence may not
    have been chosen. Raises EvidenceChanged, NoLongerOpen.
    """
    assessment = actions.locked(Assessment, pk, actor=actor)
    if not leads(actor, assessment):
        raise PermissionDenied
    if not assessment.writable:
        raise actions.NoLongerOpen
    if assessment.given.get("evidence_revision", 0) > revision:
        raise EvidenceChanged
    if evidence_in(assessment.given) == list(evidence):
        return assessment
    assessment.revision += 1  # so that it isn't sent by someone who looked it over before this
    chosen = [asdict(each) for each in evidence]
    assessment.given = {**assessment.given, "evidence": chosen, "evidence_revision": assessment.revision}
    assessment.save(update_fields=["given", "revision"])
    detail = {
        "revision": assessment.revision,
        "evidence": [each.id for each in evidence],
        "sha256": actions.content_hash({"evidence": chosen}),
    }
    actions.record_act(assessment, Act.CHOOSE, by=actor.by(assessment.party_id), at=at, detail=detail)
    return assessment


@transaction.atomic
def return_assessment(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Ask the virksomhet to say more. Raises TransitionNotAllowed when it is not there to be sent back."""
    assessment = actions.locked(Assessment, pk, actor=actor)
    if not receives(actor, assessment):
        raise PermissionDenied
    before, after = actions.move(assessment, Act.RETURN, TRANSITIONS, at=at)
    by = actor.by(assessment.owner_id)
    version = actions.latest_versions([pk])[0]
    actions.send_back(version, reason=reason, by=by, actor=actor, at=at)
    open_tasks([_task(assessment, None, at=at)])
    actions.record_act(assessment, Act.RETURN, by=by, at=at, before=before, after=after)


def _lacking(layout: Layout, assessment: Assessment) -> list[str]:
    """The challenges that they meet often and need more competence on."""
    answered = grid(layout, assessment.answers, "challenges")
    return [challenge for (challenge, _column), level in answered.items() if level == "need"]


def _names(layout: Layout, lacking: Collection[str]) -> dict[str, str]:
    """What the form that they were asked in calls them."""
    asked = next(question for _section, question in layout.form.asked() if question.key == "challenges")
    return {key: label for key, label in layout.options(asked.rows) if key in lacking}


def _task(assessment: Assessment, due: date | None, *, at: datetime) -> Task:
    return task_about(
        assessment,
        gettext_noop("Vurdere hvor dere står"),
        party=assessment.party_id,
        role=Role.UNIT_LEADER,
        due=due,
        awaited_by=assessment.owner_id,
        at=at,
    )
