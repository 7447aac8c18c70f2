"""All reports of a year side by side, as they were last sent: what the forum goes through in September."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.cycle.form_shape import Form, Question
from laget.base.cycle.models import FormVersion, Round
from laget.base.questions.answers import grid, layout_of_version
from laget.base.questions.models import Reach, Version
from laget.base.questions.queries import Awaited, Visible, ids_of
from laget.base.questions.states import State
from laget.base.questions.structure import Layout
from laget.effect.reports.given import LINES
from laget.effect.reports.models import Report, UsedAmount
from laget.effect.reports.queries import visible_to
from laget.grant.changes.unused import undecided_in

# The answers that are laid side by side, where the county's form asks for them.
TEXTS = ("done", "changed", "teacher_education")
PARTICIPANTS, CARRIED_OUT, AS_PLANNED = "participants", "carried_out", "as_planned"


@dataclass(frozen=True, slots=True)
class Amount:
    """One award as reported, in whole kroner. `outcome` is how it went, by its key; `left` is not decided on."""

    award: UUID
    name: str
    tiltak: str
    received: int
    used: int
    outcome: str
    approved: bool
    left: int

    @property
    def unused(self) -> int:
        return self.received - self.used


@dataclass(frozen=True, slots=True)
class Line:
    """One report: what it says of money, tiltak and people, and how far it has been judged."""

    pk: UUID
    recipient: str
    network: str
    network_id: UUID | None
    state: str
    since: datetime
    due: date | None
    amounts: tuple[Amount, ...]
    participants: Mapping[tuple[str, str], int]  # by group and sector
    texts: Mapping[str, str]

    @property
    def received(self) -> int:
        return sum(each.received for each in self.amounts)

    @property
    def used(self) -> int:
        return sum(each.used for each in self.amounts)

    @property
    def unused(self) -> int:
        return self.received - self.used

    @property
    def left(self) -> int:
        return sum(each.left for each in self.amounts)

    @property
    def people(self) -> int:
        return sum(self.participants.values())

    @property
    def as_planned(self) -> int:
        return sum(each.outcome == AS_PLANNED for each in self.amounts)

    @property
    def percent(self) -> int:
        """How much of it is used, for drawing."""
        return self.used * 100 // self.received if self.received else 0


def sees_all(actor: Actor, round: Round) -> bool:
    """The forum and Statsforvalteren go through all of them; others find their own there."""
    return round.county_id in actor.county_wide


def lines_for(actor: Actor, round: Round) -> list[Line]:
    """The reports that have been sent, as they were last sent, by recipient.

    All for those who go through them; for others those of the networks they take part in, and their own. The same
    number of queries however many they are.
    """
    sent = visible_to(actor).filter(round=round).exclude(reach=Reach.AUTHORS)
    reports = list(_own(actor, sent, round).order_by("subject__sort_key", "pk"))
    versions = _last_sent(reports)
    amounts = _amounts(reports)
    left = {each.award.pk: each.left for each in undecided_in(round)}
    return [_line(report, versions[report.pk], amounts.get(report.pk, []), left) for report in reports]


def not_sent(actor: Actor, round: Round) -> list[str]:
    """Those who haven't sent theirs, as far as this person may know, and those they write for themselves."""
    ids = ids_of(actor)
    missing = Report.objects.filter(Q(Awaited(ids)) | Q(Visible(ids)), round=round, reach=Reach.AUTHORS)
    return list(missing.order_by("subject__sort_key", "pk").values_list("subject__name", flat=True))


def people_by_group(lines: Iterable[Line]) -> Counter[tuple[str, str]]:
    """How many took part, by group and sector, in all of them."""
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        found.update(line.participants)
    return found


def outcomes(lines: Iterable[Line]) -> Counter[str]:
    """How many amounts went how, by the key of the answer."""
    return Counter(each.outcome for line in lines for each in line.amounts if each.outcome)


def forms_of(round: Round) -> list[Form]:
    """What the reports of a round have been asked, the newest first."""
    versions = FormVersion.objects.filter(round=round, kind=Report.KIND).select_related("stored").order_by("-number")
    return [each.stored.form for each in versions]


def questions(forms: Iterable[Form], key: str) -> list[tuple[Form, Question]]:
    """A question in each of the forms that ask it."""
    return [(form, question) for form in forms for _section, question in form.asked() if question.key == key]


def labels(forms: Iterable[Form], key: str, of: str = "options") -> dict[str, str]:
    """What the forms call each choice of a question, by its key: the first of them that has it."""
    found: dict[str, str] = {}
    for form, question in questions(forms, key):
        for option in form.lists.get(getattr(question, of), ()):
            found.setdefault(option[0], option[1])
    return found


def _own(actor: Actor, reports: QuerySet[Report], round: Round) -> QuerySet[Report]:
    if sees_all(actor, round):
        return reports
    return reports.filter(Q(network__in=actor.networks) | Q(party__in=actor.reading))


def _last_sent(reports: Sequence[Report]) -> dict[UUID, Version]:
    found = Version.objects.filter(document__in=[each.pk for each in reports])
    return {each.document_id: each for each in found.order_by("document", "-number").distinct("document")}


def _amounts(reports: Sequence[Report]) -> dict[UUID, list[UsedAmount]]:
    found: dict[UUID, list[UsedAmount]] = {}
    rows = UsedAmount.objects.filter(report__in=[each.pk for each in reports]).select_related(
        "award__tiltak__applicant"
    )
    for each in rows.order_by("pk"):
        found.setdefault(each.report_id, []).append(each)
    return found


def _line(report: Report, version: Version, amounts: Sequence[UsedAmount], left: Mapping[UUID, int]) -> Line:
    layout, answers = layout_of_version(report, version), version.content["answers"]
    return Line(
        pk=report.pk,
        recipient=report.subject.name,
        network=report.network.name if report.network else "",
        network_id=report.network_id,
        state=report.state,
        since=report.state_since,
        due=report.due if report.state == State.RETURNED else None,
        amounts=tuple(
            Amount(
                award=each.award_id,
                name=each.award.full_name,
                tiltak=each.award.tiltak.title if each.award.tiltak else each.award.name,
                received=each.received,
                used=each.used,
                outcome=str(answers.get(f"{LINES}.a{each.award_id.hex}.{CARRIED_OUT}", "")),
                approved=report.state == State.APPROVED,
                left=left.get(each.award_id, 0),
            )
            for each in amounts
        ),
        participants=_participants(layout, answers),
        texts={key: str(answers.get(key, "")) for key in TEXTS},
    )


def _participants(layout: Layout, answers: Mapping[str, object]) -> dict[tuple[str, str], int]:
    """Nothing where the county's form does not ask for it."""
    try:
        return grid(layout, answers, PARTICIPANTS)
    except KeyError:
        return {}
