"""What the page of the September review shows: the reports as filtered, their sums, and the county's money beside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import Round
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import day
from laget.effect.reports.given import LINES, awards_of
from laget.effect.reports.models import Report
from laget.effect.reports.review_queries import (
    CARRIED_OUT,
    PARTICIPANTS,
    TEXTS,
    Line,
    forms_of,
    labels,
    lines_for,
    outcomes,
    people_by_group,
    questions,
    sees_all,
)
from laget.grant.payments.sheet import Piece, YearSheet, pieces_of, sheet_of


@dataclass(frozen=True, slots=True)
class Filters:
    """What is shown of it, as the address says; "" for all."""

    network: str = ""
    tiltak: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.network or self.tiltak or self.state)


@dataclass(frozen=True, slots=True)
class Review:
    round: Round
    lines: Sequence[Line]
    filters: Filters
    networks: dict[str, str]  # to choose among, as all of them
    tiltak: Sequence[str]
    states: Sequence[tuple[str, Any]]
    sheet: YearSheet | None  # for those who go through all of them
    forms: Sequence[Form]  # what they have been asked, the newest first

    @property
    def words(self) -> dict[str, str]:
        """What the county's form calls each answer."""
        asked = {key: questions(self.forms, key) for key in TEXTS}
        return {key: found[0][1].label for key, found in asked.items() if found}

    @property
    def received(self) -> int:
        return sum(line.received for line in self.lines)

    @property
    def used(self) -> int:
        return sum(line.used for line in self.lines)

    @property
    def unused(self) -> int:
        return self.received - self.used

    @property
    def left(self) -> int:
        return sum(line.left for line in self.lines)

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)

    @property
    def approved(self) -> int:
        return sum(line.state == State.APPROVED for line in self.lines)

    @property
    def number_of_amounts(self) -> int:
        return sum(len(line.amounts) for line in self.lines)

    @property
    def as_planned(self) -> int:
        return sum(line.as_planned for line in self.lines)

    @property
    def not_reported(self) -> int:
        """What recipients have to use that no report has come for yet; nothing where only some are shown."""
        if self.sheet is None or self.filters:
            return 0
        reported = {each.award for line in self.lines for each in line.amounts}
        return sum(each.balance.right for each in self.sheet.all.lines if each.award.pk not in reported)

    @property
    def drawing(self) -> list[Piece]:
        """Where the money is, as one bar: what is shown, to the krone."""
        amounts = [each for line in self.lines for each in line.amounts]
        approved = sum(each.used for each in amounts if each.approved)
        undecided = sum(each.unused for each in amounts if not each.approved)
        parts = [
            (_("Brukt, rapporten er godkjent"), 5, approved),
            (_("Brukt, rapporten er ikke godkjent ennå"), 4, self.used - approved),
            (_("Ikke brukt, avgjort"), 1, self.unused - undecided - self.left),
            (_("Ikke brukt, ikke avgjort"), 2, undecided + self.left),
            (_("Ikke rapportert"), 3, self.not_reported),
        ]
        return pieces_of(parts, whole=self.received + self.not_reported)

    @property
    def groups(self) -> list[tuple[str, list[int], int]]:
        """Those who took part: each group with how many in each sector, and in all."""
        people, sectors = people_by_group(self.lines), [key for key, _label in self.sectors]
        rows = labels(self.forms, PARTICIPANTS, "rows")
        found = [(label, [people[key, sector] for sector in sectors]) for key, label in rows.items()]
        return [(label, numbers, sum(numbers)) for label, numbers in found if any(numbers)]

    @property
    def sectors(self) -> list[tuple[str, str]]:
        return list(labels(self.forms, PARTICIPANTS, "columns").items())

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """How many amounts went how, in the county's words."""
        counted = outcomes(self.lines)
        return [(label, counted[key]) for key, label in labels(self.forms, CARRIED_OUT).items()]


def review_of(round: Round, actor: Actor, asked: Filters) -> Review:
    """As the person may see it, narrowed as the address asks where there is such a thing."""
    found = lines_for(actor, round)
    networks = {str(line.network_id): line.network for line in found if line.network_id}
    tiltak = sorted({each.tiltak for line in found for each in line.amounts})
    states = {line.state for line in found}
    filters = Filters(_known(asked.network, networks), _known(asked.tiltak, tiltak), _known(asked.state, states))
    return Review(
        round=round,
        lines=[line for line in map(_only(filters.tiltak), found) if _fits(line, filters)],
        filters=filters,
        networks=dict(sorted(networks.items(), key=lambda each: each[1])),
        tiltak=tiltak,
        states=[(value, label) for value, label in State.choices if value in states],
        sheet=sheet_of(round) if sees_all(actor, round) else None,
        forms=forms_of(round),
    )


def status_of(line: Line) -> str:
    """How far a report has been judged, in words."""
    match line.state:
        case State.APPROVED:
            return _("Godkjent %(day)s") % {"day": day(line.since)}
        case State.RETURNED if line.due:
            return _("Bedt om mer, frist %(day)s") % {"day": day(line.due)}
        case State.RETURNED:
            return _("Bedt om mer")
    return _("Sendt %(day)s, ikke godkjent ennå") % {"day": day(line.since)}


def county_money(review: Review) -> list[tuple[str, int]]:
    """The county's own sums for the year, beside what is reported."""
    if review.sheet is None:
        return []
    balance, money = review.sheet.all.balance, review.sheet.money
    return [
        (_("Fylkets tilskudd"), money.frame),
        (_("Mottakerne har hatt til disposisjon"), balance.whole),
        (_("Rapportert som brukt"), review.used),
        (_("Går videre til neste år eller annet formål"), balance.went_on),
        (_("Går tilbake"), balance.returned),
    ]


def how_it_went(report: Report) -> dict[UUID, str]:
    """What the report says of each award, in the county's words: "Gjennomført som planlagt"."""
    words, answers = labels([report.form], CARRIED_OUT), report.answers
    return {award: words.get(answers.get(f"{LINES}.a{award.hex}.{CARRIED_OUT}", ""), "") for award in awards_of(report)}


def _known(asked: str, choices: Collection[str]) -> str:
    return asked if asked in choices else ""


def _fits(line: Line, filters: Filters) -> bool:
    in_network = filters.network in ("", str(line.network_id))
    return in_network and filters.state in ("", line.state) and (not filters.tiltak or bool(line.amounts))


def _only(tiltak: str) -> Any:
    """A line with the amounts of one tiltak alone, when one is asked for."""

    def narrowed(line: Line) -> Line:
        if not tiltak:
            return line
        return replace(line, amounts=tuple(each for each in line.amounts if each.tiltak == tiltak))

    return narrowed
