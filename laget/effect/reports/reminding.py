"""Reports that have not come: asked for again, twice, by Laget itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from laget.base.accounts.roles import Role
from laget.base.audit.record import SYSTEM
from laget.base.cycle.models import Round
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import told
from laget.base.cycle.whom import those
from laget.base.questions.actions import record_act
from laget.base.questions.states import WRITABLE, Act, State
from laget.base.ui.seal import certificate
from laget.effect.reports.models import Reminder, Report
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.notices import Notice, write
from laget.grant.tilsagn.outbox import put_in_outbox
from laget.rules.reminding import due


@transaction.atomic
def remind(pk: UUID, *, at: datetime) -> Reminder | None:
    """Ask again, if it is time. Safe to do again: the same reminder is sent once. Raises NoSeal."""
    names = ("round__rule_set__stored", "party", "subject")
    report = Report.objects.select_for_update(of=("self", "document_ptr")).select_related(*names).get(pk=pk)
    number = _due(report, list(report.reminders.all()), day=timezone.localdate(at))
    if number is None:
        return None
    letter = write(_notice(report, is_last=number == 2), at=at)
    reminder = Reminder.objects.create(report=report, is_last=number == 2, letter=letter, at=at)
    detail = {"letter": letter.sha256, "seal": certificate(), "last": reminder.is_last}
    record_act(report, Act.REMIND, by=SYSTEM, at=at, detail=detail)
    put_in_outbox(letter, by=SYSTEM, at=at)
    if reminder.is_last:
        _tell_officers(report, at=at)
    return reminder


def to_remind(at: datetime) -> QuerySet[Report]:
    """Those that may be late. Whether it is time for another reminder is for the act to say."""
    day = timezone.localdate(at)
    rounds = [round.pk for round in Round.objects.select_related("rule_set__stored") if _by(round) < day]
    return Report.objects.filter(round__in=rounds, state__in=WRITABLE).order_by("pk")


@dataclass(frozen=True, slots=True)
class Late:
    """A report that has not come: since when, the reminders so far, and what there is to hold back or demand."""

    report: Report
    by: date
    reminders: Sequence[Reminder]
    awards: Sequence[Award]

    @property
    def is_reminded(self) -> bool:
        """All the times that it will be."""
        return bool(self.reminders) and self.reminders[-1].is_last


def late_in(round: Round, *, day: date) -> list[Late]:
    """The reports of a round that should have come, by recipient."""
    if day <= _by(round):
        return []
    sent = Prefetch("reminders", Reminder.objects.select_related("letter__replaced_by"))
    found = Report.objects.filter(round=round, state__in=WRITABLE).select_related("subject", "round__rule_set__stored")
    reports = list(found.prefetch_related(sent).order_by("subject__sort_key", "pk"))
    awards = _awards(round, [report.subject_id for report in reports])
    return [
        Late(report, since(report), list(report.reminders.all()), awards.get(report.subject_id, []))
        for report in reports
        if since(report) < day
    ]


def since(report: Report) -> date:
    """The last day for it: its own when more has been asked for, and never before it came back."""
    back = timezone.localdate(report.state_since) if report.state == State.RETURNED else date.min
    return max(_by(report.round), report.due or back)


def _awards(round: Round, recipients: list[UUID]) -> dict[UUID, list[Award]]:
    """Of the round's year, and of those after it: what is not paid yet is in them."""
    found: dict[UUID, list[Award]] = {}
    known = Award.objects.filter(county=round.county_id, recipient__in=recipients, known_since__isnull=False)
    for award in (
        known.select_related("tiltak__applicant", "given_in")
        .filter(entries__year__gte=round.year, entries__known_since__isnull=False)
        .distinct()
        .order_by("given_in__year", "name", "pk")
    ):
        found.setdefault(award.recipient_id, []).append(award)
    return found


def _tell_officers(report: Report, *, at: datetime) -> None:
    """From here it is for two persons to decide what is held back, or goes back."""
    year, page = report.round.year, reverse("report:round", args=[report.round_id])
    news = told(
        "Rapporten fra %(recipient)s for %(year)s er ikke kommet. Siste påminnelse er sendt.",
        recipient=report.subject.name,
        year=str(year),
    )
    to = those(Role.CASE_OFFICER, at=report.county_id)
    notify(news, address=page, about=report.pk, county=report.county_id, to=to, by=None, at=at)


def _by(round: Round) -> date:
    return round.deadline(Report.KIND).applies


def _due(report: Report, reminders: Sequence[Reminder], *, day: date) -> int | None:
    if not report.writable:
        return None
    by = since(report)
    sent = [timezone.localdate(each.at) for each in reminders if timezone.localdate(each.at) >= by]
    return due(by, sent=sent, plan=report.round.file.reminders.plan, day=day)


def _notice(report: Report, *, is_last: bool) -> Notice:
    language = report.subject.language_from(report.county)
    with override(language):
        day = date_format(since(report), "j. F Y")
    return Notice(
        kind=Letter.Kind.REPORT,
        about=report.pk,
        key="last_reminder" if is_last else "reminder",
        page=report.get_absolute_url(),
        round=report.round,
        recipient=report.subject,
        filled={"day": day, "year": report.round.year},
    )
