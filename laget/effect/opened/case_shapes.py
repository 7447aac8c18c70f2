"""What the API answers with about reports and awards."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from ninja import Field, Schema

from laget.effect.reports.models import Report
from laget.grant.ledger.models import Award
from laget.rules.ledger import Balance


class UsedShape(Schema):
    """What was used of an award in one year. Whole kroner."""

    award: UUID
    year: int
    received: int
    used: int


class ReportShape(Schema):
    """A report, as it was last sent."""

    ALONG: ClassVar = ("amounts", "versions")

    id: UUID
    about: str = Field(description="who reports")
    year: int
    state: str
    version: int
    sent: date
    sha256: str = Field(description="of that version")
    amounts: list[UsedShape]

    @classmethod
    def of(cls, report: Report) -> "ReportShape":
        last = max(report.versions.all(), key=lambda each: each.number)
        return cls(
            id=report.pk,
            about=report.subject.name,
            year=report.round.year,
            state=report.state,
            version=last.number,
            sent=last.frozen_on,
            sha256=last.sha256,
            amounts=[
                UsedShape(award=each.award_id, year=each.year, received=each.received, used=each.used)
                for each in report.amounts.all()
            ],
        )


class MoneyShape(Schema):
    """Where the money of one year is. Whole kroner."""

    year: int
    granted: int
    right: int = Field(description="what may be used, with what has been added, carried, moved and returned")
    paid: int
    used: int = Field(description="after an approved report")


class AwardShape(Schema):
    """What one recipient is granted for one tiltak."""

    id: UUID
    name: str
    recipient: str
    round: int = Field(description="the year it was applied for")
    tiltak: UUID | None
    network: str | None
    years: list[MoneyShape]

    @classmethod
    def of(cls, award: Award, balances: Mapping[tuple[Hashable, int], Balance]) -> "AwardShape":
        years = sorted(year for pk, year in balances if pk == award.pk)
        return cls(
            id=award.pk,
            name=award.name,
            recipient=award.recipient.name,
            round=award.given_in.year,
            tiltak=award.tiltak_id,
            network=award.tiltak.network.name if award.tiltak else None,
            years=[_money(year, balances[award.pk, year]) for year in years],
        )


def _money(year: int, found: Balance) -> MoneyShape:
    return MoneyShape(year=year, granted=found.granted, right=found.right, paid=found.paid, used=found.used)
