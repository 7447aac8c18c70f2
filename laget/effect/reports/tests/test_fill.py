"""A report begins with what was written down while the tiltak was carried out: nothing is typed twice."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.models import Task
from laget.base.questions.answers import grid, layout_of, value
from laget.base.ui.templatetags.ui import kr
from laget.effect.delivery import actions as delivery
from laget.effect.delivery.actions import Details
from laget.effect.delivery.models import Delivery
from laget.effect.delivery.queries import money_of
from laget.effect.reports.actions import Fetched, ask_for_reports, fetch_known
from laget.effect.reports.filling import known_since
from laget.effect.reports.given import awards_of
from laget.effect.reports.models import Report, UsedAmount
from laget.effect.reports.review import Filters, review_of
from laget.grant.changes.actions import decide_change, propose_change
from laget.grant.changes.models import Change
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.rules.transitions import TransitionNotAllowed
from testing.delivery import MAY, hold, plan_samling, running_pulje, started, told
from testing.money import award_to
from testing.people import World
from testing.reports import approve, ask_more


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
    fetched = fetch_known(report.pk, actor=world.act("nina", MAY), at=MAY)
    assert fetched == Fetched(lines=0, answers=fetched.answers)
    assert fetched.answers >= 7
    report.refresh_from_db()
    _is_filled(report, mine)
    assert fetch_known(report.pk, actor=world.act("nina", MAY), at=MAY) == Fetched(lines=0, answers=0)


def test_a_report_follows_the_money_when_some_is_granted_or_taken_back_after_it_was_opened(
    world: World, client: Client, settings: Any
) -> None:
    settings.PICK_PERSON = True
    world.carry("send")
    report = Report.objects.get(subject=world.parties["Nord universitet"])
    address, before = report.get_absolute_url(), report.given["items"]["lines"]
    award = Award.objects.get(pk=before[0]["id"][1:])
    more = before[0]["received"] + 20_000
    change(world, award, Change.Kind.SUPPLEMENT, 20_000)
    later = award_to(world, "Nord universitet", {2025: 30_000}, name="Ny samling")
    set_demo_day(MAY.date(), person=None)
    client.force_login(world.people["tom"])
    page = client.get(address).content.decode()
    assert f"<li>{award.full_name}: {kr(more)}, var {kr(before[0]['received'])}.</li>" in page
    assert f"<li>{later.full_name}: {kr(30_000)}, var {kr(0)}.</li>" in page
    assert "Tilskuddet er endret." in client.get(f"{address}se-over/").content.decode()
    page = client.post(f"{address}hent/", follow=True).content.decode()
    assert ("Rapporten har de nye beløpene." in page, "Tilskuddet er endret" in page) == (True, False)
    report.refresh_from_db()
    received = {line["id"]: line["received"] for line in report.given["items"]["lines"]}
    assert (received[before[0]["id"]], received[f"a{later.pk.hex}"]) == (more, 30_000)
    assert report.given["ceiling"]["amount"] == sum(received.values())
    world.carry("report")
    assert report.amounts.get(award=later).received == 30_000
    assert "Tilskuddet er endret" not in client.get(address).content.decode()  # it is sent
    with pytest.raises(TransitionNotAllowed):  # as by someone whose page was opened before
        fetch_known(report.pk, actor=world.act("tom", MAY), at=MAY)


def test_one_that_has_come_back_for_some_of_it_follows_the_money_and_the_rest_stands(world: World) -> None:
    world.carry("report")
    report = Report.objects.select_related("round__rule_set__stored").get(subject=world.parties["Nord universitet"])
    unsaid = {path: answer for path, answer in report.answers.items() if path != "deviations"}
    Report.objects.filter(pk=report.pk).update(answers=unsaid)
    ask_more(report, {"lines": "Hva ble pengene brukt til?"}, actor=world.act("eva", MAY), at=MAY)
    before = report.given["items"]["lines"][0]
    change(world, Award.objects.get(pk=before["id"][1:]), Change.Kind.SUPPLEMENT, 20_000)
    report.refresh_from_db()
    assert "deviations" not in known_since(report)
    fetch_known(report.pk, actor=world.act("tom", MAY), at=MAY)
    report.refresh_from_db()
    assert report.given["items"]["lines"][0]["received"] == before["received"] + 20_000
    assert report.answers == unsaid


def test_what_is_granted_after_a_report_was_sent_is_asked_about_when_it_is_approved(world: World) -> None:
    world.carry("report")
    report = Report.objects.select_related("round__rule_set__stored").get(subject=world.parties["Nord universitet"])
    amount = next(each for each in report.amounts.select_related("award__recipient") if not each.unused)
    change(world, amount.award, Change.Kind.SUPPLEMENT, 20_000)
    approve(report, actor=world.act("eva", MAY), at=MAY)
    asked = Task.objects.filter(about=str(amount.award_id), done_at=None)
    assert asked.values_list("title", flat=True).get() == "Avgjøre hva som skal skje med ubrukte penger"


def test_what_is_taken_back_before_a_report_does_not_count_as_not_reported(world: World) -> None:
    """Fosen's report has not come; Nord gives 20 000 kr back, and reports on the rest."""
    world.carry("send")
    nord = Report.objects.get(subject=world.parties["Nord universitet"])
    change(world, Award.objects.get(pk=awards_of(nord)[0]), Change.Kind.RETURN, 20_000)
    fetch_known(nord.pk, actor=world.act("tom", MAY), at=MAY)
    world.carry("report")
    review = review_of(world.round, world.act("siri", MAY), Filters())
    reported = UsedAmount.objects.values_list("award", flat=True)
    missing = Award.objects.exclude(pk__in=list(reported))
    assert review.not_reported == sum(balance_of(each, 2025).right for each in missing)


def change(world: World, award: Award, kind: Change.Kind, amount: int) -> None:
    eva, dag = world.act("eva", MAY), world.act("dag", MAY)
    made = propose_change(award, year=2025, kind=kind, amount=amount, reason="Slik.", actor=eva, at=MAY)
    decide_change(made.pk, actor=dag, at=MAY)
