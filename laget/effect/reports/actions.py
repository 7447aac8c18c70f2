from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.queries import writer_role_at
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network, Party
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks
from laget.base.cycle.models import Round, Task
from laget.base.questions import actions
from laget.base.questions.answers import layout_of, value
from laget.base.questions.models import Reach, Version
from laget.base.questions.permissions import writes
from laget.base.questions.states import Act
from laget.base.questions.tasks import task_about
from laget.effect.reports.filling import fill, known_since
from laget.effect.reports.given import LINES, awards_of, given, to_fetch
from laget.effect.reports.models import Judgement, Report, Ruling, UsedAmount, Verdict
from laget.effect.reports.permissions import may_ask
from laget.effect.reports.queries import awards_to_report, not_asked_yet
from laget.effect.reports.review_actions import open_review
from laget.effect.reports.states import TRANSITIONS
from laget.grant.tilsagn.models import GrantedAmount
from laget.rules.transitions import TransitionNotAllowed


@transaction.atomic
def ask_for_reports(round: Round, *, actor: Actor, at: datetime) -> list[Report]:
    """Ask everyone that received money to report on it. Those already asked are left alone."""
    if not may_ask(actor, round.county_id):
        raise PermissionDenied
    lock_round(round)
    by = actor.by(round.county_id)
    opened = [_open(round, recipient, at=at) for recipient in not_asked_yet(round)]
    close_tasks(about=round.pk, step=Report.KIND, at=at)
    open_tasks([writing_task(report, at=at) for report in opened])
    for report in opened:
        actions.record_act(report, Act.OPEN, by=by, at=at, after=report.state)
    return opened


@transaction.atomic
def submit_report(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Send the report to Statsforvalteren. Raises NotReady, TransitionNotAllowed."""
    report = actions.locked(Report, pk, actor=actor)
    if not writes(actor, report):
        raise PermissionDenied
    before, after = actions.move(report, Act.SUBMIT, TRANSITIONS, reach=Reach.NETWORK, at=at)
    actions.refuse_unless_ready(report, layout_of(report), revision=revision, at=at)
    by = actor.by(report.party_id)
    decided = GrantedAmount.objects.filter(award__in=awards_of(report)).values_list("tilsagn", flat=True)
    letters = actions.latest_versions(set(decided))
    version = actions.freeze(report, rests_on=letters, sent=True, by=by, actor=actor, at=at)
    _keep_amounts(report)
    _keep_what_stands(version, at=at)
    close_tasks(about=pk, at=at)
    open_tasks([_reading_task(report, at=at)])
    open_review(report.round, at=at)
    actions.record_act(report, Act.SUBMIT, by=by, at=at, before=before, after=after, detail={"sha256": version.sha256})
    return version


@dataclass(frozen=True, slots=True)
class Fetched:
    """How many lines of the money were others, and how many answers have become known."""

    lines: int
    answers: int


@transaction.atomic
def fetch_known(pk: UUID, *, actor: Actor, at: datetime) -> Fetched:
    """Let it be of the money as it stands now, and answer what has become known since the report was opened, and isn't
    answered. Raises TransitionNotAllowed when it has been sent.
    """
    report = actions.locked(Report, pk, actor=actor)
    if not writes(actor, report):
        raise PermissionDenied
    if not report.writable:
        raise TransitionNotAllowed(report.state, Act.SAVE)
    if changed := to_fetch(report):
        report.given = {**report.given, **given(awards_to_report(report.round, report.subject_id))}
        report.revision += 1
        report.save(update_fields=["given", "revision"])
        detail = {"revision": report.revision, "lines": len(changed)}
        actions.record_act(report, Act.SAVE, by=actor.by(report.party_id), at=at, detail=detail)
    known = known_since(report)
    if known:
        actions.save_answers(pk, answers=known, revision=report.revision, actor=actor, at=at)
    return Fetched(len(changed), len(known))


def _open(round: Round, recipient: Party, *, at: datetime) -> Report:
    """With all that is known of how it went: whoever writes it looks over what stands there."""
    had = awards_to_report(round, recipient.pk)
    network = Network.objects.filter(pk=recipient.pk).first()
    report = actions.begin(Report, round, party=recipient.pk, network=network, given=given(had), at=at)
    fill(report, awards=[award for award, _balance in had])
    return report


def _keep_amounts(report: Report) -> None:
    layout, answers = layout_of(report), report.answers
    report.amounts.all().delete()  # those of a version before
    UsedAmount.objects.bulk_create(
        [
            UsedAmount(
                report=report,
                award_id=UUID(item.id[1:]),
                year=report.round.year,
                received=item.given["received"],
                used=value(layout, answers, f"{LINES}.used", item=item.id),
                explanation=value(layout, answers, f"{LINES}.explanation", item=item.id) or "",
            )
            for item in layout.items(layout.section(LINES), answers)
        ]
    )


def _keep_what_stands(version: Version, *, at: datetime) -> None:
    """What was good enough in the version before, and could not be written in since, needn't be judged again."""
    last = Ruling.objects.filter(version__document=version.document_id).order_by("-at").first()
    if last:
        Judgement.objects.bulk_create(
            Judgement(
                version=version,
                section=each["section"],
                verdict=Verdict.ENOUGH,
                remark=each["remark"],
                person_id=last.person_id,
                at=at,
            )
            for each in last.content["sections"]
            if each["verdict"] == Verdict.ENOUGH
        )


def writing_task(report: Report, *, at: datetime) -> Task:
    """Whoever holds the role, today or later: a recipient may be without one for a while."""
    due, county = report.due or report.round.deadline(report.kind).applies, report.county_id
    role, title = writer_role_at(report.party_id), gettext_noop("Rapportere på tilskuddet")
    return task_about(report, title, party=report.party_id, role=role, due=due, awaited_by=county, at=at)


def _reading_task(report: Report, *, at: datetime) -> Task:
    """In time for the forum, which goes through the reports; at once in a county where it doesn't."""
    round = report.round
    due = round.deadline("report_review").first if "report_review" in round.file.dates else at.date()
    task = task_about(
        report, gettext_noop("Lese rapport"), party=report.county_id, role=Role.CASE_OFFICER, due=due, at=at
    )
    task.address = reverse("report:judge", args=[report.pk])
    return task
