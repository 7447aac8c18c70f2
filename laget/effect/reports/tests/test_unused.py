"""What an approved report leaves unused is asked about until it is decided, and one is led straight there."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from laget.base.cycle.models import Task
from laget.base.ui.templatetags.ui import kr
from laget.effect.events.money_forms import FundingForm
from laget.effect.reports.models import Report, UsedAmount
from laget.grant.changes.actions import decide_change, decline_change, propose_change
from laget.grant.changes.models import Change
from laget.grant.changes.unused import undecided_in
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.rules.ledger import Balance
from laget.rules.numbers import spaced
from testing.money import award_to, report_on
from testing.people import OSLO, World
from testing.reports import approve, carried_world

JULY = datetime(2026, 7, 1, 10, tzinfo=OSLO)
TASK = "Avgjøre hva som skal skje med ubrukte penger"


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with django_db_blocker.unblock(), carried_world("report", files=tmp_path_factory.mktemp("files")) as world:
        yield world


@pytest.fixture
def amount(world: World, db: None) -> UsedAmount:
    """What Nord did not use all of: the report is approved, and says so."""
    report = Report.objects.select_related("round__rule_set__stored").get(subject=world.parties["Nord universitet"])
    approve(report, actor=world.act("eva", JULY), at=JULY)
    (found,) = [
        each for each in report.amounts.select_related("award__recipient", "award__tiltak__applicant") if each.unused
    ]
    return found


def tasks(amount: UsedAmount) -> list[tuple[str, str]]:
    found = Task.objects.filter(about=str(amount.award_id), done_at=None)
    return list(found.values_list("title", "address"))


def propose(world: World, amount: UsedAmount, kroner: int) -> Change:
    return propose_change(
        amount.award,
        year=2025,
        kind=Change.Kind.RETURN,
        amount=kroner,
        reason="Samlingen ble avlyst.",
        actor=world.act("eva", JULY),
        at=JULY,
    )


def test_it_is_a_task_until_every_krone_is_decided_on(world: World, amount: UsedAmount) -> None:
    dag, asked = world.act("dag", JULY), [(TASK, f"/endring/ny/{amount.award_id}/2025/")]
    assert tasks(amount) == asked
    (found,) = undecided_in(world.round)
    assert (found.award, found.left, found.waiting) == (amount.award, amount.unused, None)
    declined = propose(world, amount, amount.unused)
    assert (tasks(amount), undecided_in(world.round)[0].waiting) == ([], declined)
    decline_change(declined.pk, reason="Nei.", actor=dag, at=JULY)
    assert tasks(amount) == asked
    part = propose(world, amount, amount.unused - 100)
    assert tasks(amount) == asked  # 100 kr are still nobody's
    decide_change(part.pk, actor=dag, at=JULY)
    assert (tasks(amount), undecided_in(world.round)[0].left) == (asked, 100)
    decide_change(propose(world, amount, 100).pk, actor=dag, at=JULY)
    assert (tasks(amount), undecided_in(world.round), balance_of(amount.award, 2025).left) == ([], [], 0)


def test_one_is_led_straight_to_it_with_the_sum_filled_in(world: World, db: None, client: Client) -> None:
    report = Report.objects.get(subject=world.parties["Nord universitet"])
    client.force_login(world.people["eva"])
    posted = {f"{each.key}-verdict": "enough" for each in report.form.sections} | {"version": "1", "do": "approve"}
    page = client.post(f"/rapport/{report.pk}/vurder/", posted, follow=True)
    (unused,) = [each for each in report.amounts.all() if each.unused]
    assert page.redirect_chain == [(f"/endring/ny/{unused.award_id}/2025/", 302)]
    (field,) = re.findall(r'<input[^>]*name="amount"[^>]*>', page.content.decode())
    assert f'value="{spaced(unused.unused)}"' in field
    case = client.get(report.get_absolute_url()).content.decode()
    assert f'href="/endring/ny/{unused.award_id}/2025/"' in case
    overview = client.get(f"/rapport/runde/{world.round.pk}/").content.decode()
    assert (overview.count("Ubrukte penger som ikke er avgjort"), kr(unused.unused) in overview) == (2, True)
    for name in ("tom", "siri"):
        client.force_login(world.people[name])
        assert "Ubrukte penger" not in client.get(f"/rapport/runde/{world.round.pk}/").content.decode()


def test_whose_tiltak_it_is_is_told_wherever_the_award_is(world: World, amount: UsedAmount, client: Client) -> None:
    """Nord has the same tiltak in several networks."""
    whose = f"{amount.award.name}, Innherred"
    task = Task.objects.get(about=str(amount.award_id), done_at=None)
    assert task.subject == f"Nord universitet, {whose}"
    change = propose(world, amount, amount.unused - 100)
    decide_change(change.pk, actor=world.act("dag", JULY), at=JULY)
    said = Letter.objects.get(about=str(change.pk)).said
    assert (whose in said["intro"], said["lines"][0][0]) == (True, whose)
    client.force_login(world.people["eva"])
    pages = amount.report.get_absolute_url(), f"/rapport/runde/{world.round.pk}/"
    assert [whose in client.get(page).content.decode() for page in pages] == [True, True]
    assert whose in [line["title"] for line in amount.report.given["items"]["lines"]]
    form = FundingForm(awards=[amount.award], balances={(amount.award_id, 2025): Balance(granted=1)}, funding=[])
    assert str(form.visible_fields()[0].label) == f"{whose}, Nord universitet, 2025: satt av"


def test_the_list_takes_as_many_queries_however_long_it_is(world: World, amount: UsedAmount) -> None:
    counted = []
    for n in (1, 3, 300):
        for number in range(len(undecided_in(world.round)), n):
            report_on(award_to(world, "DMMH", {2025: 10}, name=f"Språk {number}"), used=5)
        with CaptureQueriesContext(connection) as found:
            assert len(undecided_in(world.round)) == n
        counted.append(len(found))
    assert counted == [3, 3, 3]


def test_what_is_withheld_is_looked_at_again_when_a_report_has_come(world: World, db: None, client: Client) -> None:
    """It was held back for want of the report, most likely: nobody else would think of it."""
    eva, dag = world.act("eva", JULY), world.act("dag", JULY)
    held, other = (award_to(world, name, {2026: 80_000}) for name in ("Nord universitet", "DMMH"))

    def change(award: Award, kind: Change.Kind) -> None:
        made = propose_change(award, year=2026, kind=kind, amount=0, reason="Rapporten.", actor=eva, at=JULY)
        decide_change(made.pk, actor=dag, at=JULY)

    for award in (held, other):
        change(award, Change.Kind.WITHHOLD)
    asked = Task.objects.filter(title="Avgjøre om penger skal holdes tilbake lenger", done_at=None)
    assert not asked.exists()
    report = Report.objects.select_related("round__rule_set__stored").get(subject=world.parties["Nord universitet"])
    approve(report, actor=eva, at=JULY)
    assert list(asked.values_list("about", "role", "address")) == [
        (str(held.pk), "case_officer", f"/endring/ny/{held.pk}/2026/?kind=release")
    ]
    client.force_login(world.people["eva"])
    page = client.get(asked.get().address).content.decode()
    assert f"{kr(80_000)} holdes tilbake." in page
    assert re.search(r'value="release"[^>]* checked', page)
    change(held, Change.Kind.RELEASE)
    assert not asked.exists()
