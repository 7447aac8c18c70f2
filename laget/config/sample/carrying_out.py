"""Between the money and the report in the sample year: what was granted is begun, paid for, and ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Task
from laget.config.sample.dice import dice_of, unused_in
from laget.effect.delivery import actions
from laget.effect.delivery.actions import Details
from laget.effect.delivery.models import Delivery
from laget.effect.delivery.queries import YearOfAward, money_of
from laget.effect.delivery.states import Status
from laget.effect.reports.models import Report

if TYPE_CHECKING:
    from laget.config.sample.year import SampleYear

SPENDERS = (Role.COORDINATOR, Role.PARTNER, Role.FORUM_SECRETARY)
WHAT = "Samlinger, vikarer og veiledning"


def begin(year: "SampleYear", *, at: datetime) -> None:
    """By those who have it to do."""
    waiting = Task.objects.filter(round=year.round, step=actions.STEP, done_at=None).exclude(party=None)
    for task in waiting.order_by("party__sort_key"):
        for actor in year.acting(Role(task.role), task.party_id, at)[:1]:
            actions.start_deliveries(year.round, actor=actor, at=at)


def end(year: "SampleYear", texts: Mapping[str, str], *, at: datetime) -> None:
    """What the reports are to say was used, is written down first; and how it went, of what nobody has said it of."""
    used, unused = _amounts(year)
    ongoing = Delivery.objects.filter(round=year.round, status__in=[Status.PLANNED, Status.ON_TRACK])
    for delivery in year.each("Gjennomfører", list(ongoing.select_related("tiltak", "award"))):
        mine = money_of(delivery)
        for of_year in mine:
            _spend(year, delivery, of_year, used.get((of_year.award.pk, of_year.year), 0), at=at)
        as_planned = not any(unused.get((each.award.pk, each.year)) for each in mine)
        for actor in _those_who_answer(year, delivery, at)[:1]:
            details = _details(delivery, texts, as_planned=as_planned)
            actions.change_delivery(delivery.pk, details=details, revision=delivery.revision, actor=actor, at=at)


def _amounts(year: "SampleYear") -> tuple[dict[tuple[UUID, int], int], dict[tuple[UUID, int], int]]:
    """By award and year: what is used, and what is left."""
    used, left = {}, {}
    for report in Report.objects.filter(round=year.round).select_related("round", "subject"):
        unused = unused_in(report, dice_of(report))
        for line in report.given["items"]["lines"]:
            key = (UUID(line["id"][1:]), year.year)
            left[key] = unused.get(line["id"], 0)
            used[key] = line["received"] - left[key]
    return used, left


def _spend(year: "SampleYear", delivery: Delivery, of_year: YearOfAward, used: int, *, at: datetime) -> None:
    amount, award = used - of_year.spent, of_year.award
    for actor in [each for role in SPENDERS for each in year.acting(role, award.recipient_id, at)][:1]:
        if 0 < amount <= of_year.left:
            actions.spend(
                delivery.pk, award=award.pk, year=of_year.year, day=at.date(), what=WHAT, amount=amount, actor=actor,
                at=at,
            )  # fmt: skip


def _those_who_answer(year: "SampleYear", delivery: Delivery, at: datetime) -> list[Actor]:
    return [each for role in SPENDERS for each in year.acting(role, delivery.party_id, at)]


def _details(delivery: Delivery, texts: Mapping[str, str], *, as_planned: bool) -> Details:
    return Details(
        Status.DONE if as_planned else Status.CHANGED,
        responsible=delivery.responsible,
        deviations="" if as_planned else texts["deviations"],
        changed=texts["done"],
        evidence=texts["evidence"],
        own_staff=delivery.own_staff,
        other_partners=delivery.other_partners,
        partners=list(delivery.partners.values_list("pk", flat=True)),
        pulje=delivery.pulje_id,
    )
