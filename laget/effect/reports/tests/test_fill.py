"""A report begins with what was written down while the tiltak was carried out: nothing is typed twice."""

from datetime import date
from typing import Any

from laget.base.questions.answers import grid, layout_of, value
from laget.effect.delivery import actions as delivery
from laget.effect.delivery.actions import Details
from laget.effect.delivery.models import Delivery
from laget.effect.delivery.queries import money_of
from laget.effect.reports.actions import ask_for_reports, fetch_known
from laget.effect.reports.models import Report
from testing.delivery import MAY, hold, plan_samling, running_pulje, started, told
from testing.people import World


def _carried_out(world: World) -> Delivery:
    """A samling that three from Innherred came to and one from Fosen, 40 000 kr used, and what changed."""
    pulje = running_pulje(world)
    hold(
        world,
        plan_samling(world, pulje, 0),
        ("kari", "Solbakken barnehage", "staff", "Ane"),
        ("kari", "Solbakken barnehage", "leaders", "Bo"),
        ("frida", "Fjordgløtt barnehage", "staff", "Cis"),
        ("per", "Havhesten barnehage", "staff", "Dag"),
    )
    nina = world.act("nina", MAY)
    mine = started(world)
    details = Details("done", changed="Vi starter dagen ute.", evidence="Barna sier det selv.", pulje=pulje.pk)
    delivery.change_delivery(mine.pk, details=details, revision=0, actor=nina, at=MAY)
    award = next(each.award for each in money_of(mine) if each.award.recipient_id == world.parties["Innherred"].pk)
    for what, amount in (("Lokaler", 15_000), ("Vikarer", 25_000)):
        of: dict[str, Any] = {"award": award.pk, "year": 2025, "day": date(2025, 9, 1)}
        delivery.spend(mine.pk, **of, what=what, amount=amount, actor=nina, at=MAY)
    return mine


def _is_filled(report: Report, mine: Delivery) -> None:
    layout, answers = layout_of(report), report.answers
    award = next(each.award for each in money_of(mine) if each.award.recipient_id == report.subject_id)
    item = f"a{award.pk.hex}"
    assert value(layout, answers, "lines.used", item=item) == 40_000
    assert value(layout, answers, "lines.carried_out", item=item) == "as_planned"
    assert grid(layout, answers, "participants") == {
        ("kindergarten", "public"): 1,
        ("leaders", "public"): 1,
        ("kindergarten", "private"): 1,
    }
    assert "Vi starter dagen ute." in value(layout, answers, "changed")
    assert "Barna sier det selv." in value(layout, answers, "evidence")
    assert "15. august 2025: Samling 1: Utviklingsstøtte til lokalt arbeid, Pulje 1, 4 møtte." in value(
        layout, answers, "done"
    )


def test_a_report_opened_after_delivery_is_already_filled(world: World) -> None:
    told(world)
    mine = _carried_out(world)
    ask_for_reports(world.round, actor=world.act("eva", MAY), at=MAY)
    _is_filled(Report.objects.get(subject=world.parties["Innherred"]), mine)


def test_one_opened_before_is_filled_when_its_writer_asks_and_keeps_what_they_wrote(world: World) -> None:
    world.carry("send")
    mine = _carried_out(world)
    report = Report.objects.get(subject=world.parties["Innherred"])
    assert "lines" not in str(report.answers)
    assert fetch_known(report.pk, actor=world.act("nina", MAY), at=MAY) >= 7
    report.refresh_from_db()
    _is_filled(report, mine)
    assert fetch_known(report.pk, actor=world.act("nina", MAY), at=MAY) == 0
