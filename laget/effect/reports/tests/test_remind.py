"""A report that doesn't come is asked for twice, by letter; and the county sees who is late, and what to do."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.audit.models import Entry
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.calendar_models import Notice
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Reminder, Report
from laget.effect.reports.reminding import late_in, remind, to_remind
from laget.grant.ledger.actions import book, make_known
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.verify import check
from laget.rules import ledger
from testing.money import award_to
from testing.people import OSLO, World

BY = datetime(2026, 6, 15, 5, 0, tzinfo=OSLO)


@pytest.fixture
def report(world: World) -> Report:
    world.carry("send")
    return Report.objects.get(subject__name="Nord universitet")


def night(n: int) -> datetime:
    return BY + timedelta(days=n)


def reminded(at: datetime) -> int:
    """What the job does, one night: how many are reminded."""
    return sum(remind(pk, at=at) is not None for pk in to_remind(at).values_list("pk", flat=True))


def test_twice_on_its_days_by_letter_and_then_no_more(world: World, report: Report) -> None:
    late = Report.objects.count()
    assert [reminded(night(n)) for n in (0, 6, 7, 7, 8, 20, 21, 22, 90)] == [0, 0, late, 0, 0, 0, late, 0, 0]
    letters = Letter.objects.filter(about=str(report.pk)).order_by("pk")
    assert [(str(each), each.is_decision, each.complain_by) for each in letters] == [
        ("Påminnelse: rapporten for 2025 mangler", False, None),
        ("Siste påminnelse: rapporten for 2025 mangler", False, None),
    ]
    assert "15. juni 2026" in letters[0].said["intro"]
    assert letters[0].said["complaint"] == ""
    with letters[0].file.open("rb") as file:
        assert check(file.read()).genuine
    acts = Entry.objects.filter(about=str(report.pk), act="remind").values_list("actor_name", "detail__last")
    assert list(acts) == [("Laget", False), ("Laget", True)]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Reminder.objects.update(is_last=False)


def test_one_that_has_come_is_left_alone_and_one_sent_back_has_new_time(world: World, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    assert remind(report.pk, at=night(30)) is None
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED, state_since=night(30))
    assert [remind(report.pk, at=night(n)) is not None for n in (36, 37, 38)] == [False, True, False]


def test_the_county_sees_who_is_late_and_the_recipient_sees_it_on_the_page(
    world: World, report: Report, client: Client, settings: object
) -> None:
    settings.PICK_PERSON = True  # type: ignore[attr-defined]
    assert late_in(world.round, day=BY.date()) == []
    for n in (7, 21):
        remind(report.pk, at=night(n))
    set_demo_day(night(22).date(), person=None)
    (found,) = [each for each in late_in(world.round, day=night(22).date()) if each.report == report]
    assert (found.by, found.is_reminded, len(found.awards) > 0) == (BY.date(), True, True)
    address = f"/rapport/runde/{world.round.pk}/"
    seen = {}
    for name in ("eva", "dag", "tom", "siri"):
        client.force_login(world.people[name])
        seen[name] = "Rapporter som ikke er kommet" in client.get(address).content.decode()
    assert seen == {"eva": True, "dag": True, "tom": False, "siri": False}
    client.force_login(world.people["eva"])
    page = client.get(address).content.decode()
    assert "Avgjør hva som skal skje" in page
    first = found.awards[0]
    listed = f'<ul class="awards"><li><a href="/penger/tildeling/{first.pk}/">{first.full_name}</a></li>'
    assert f"Avgjør hva som skal skje</span>{listed}" in page  # what is to be decided, and then of what
    client.force_login(world.people["tom"])
    case = client.get(report.get_absolute_url()).content.decode()
    assert "Fristen for rapporten har gått ut." in case
    assert "Siste påminnelse: rapporten for 2025 mangler" in case


def test_after_the_last_reminder_the_case_officers_are_told_that_it_is_for_them(world: World, report: Report) -> None:
    def told() -> list[tuple[str, str]]:
        found = Notice.objects.filter(about=str(report.pk), whom__role="case_officer")
        return [(str(each), each.address) for each in found]

    remind(report.pk, at=night(7))
    assert told() == []
    remind(report.pk, at=night(21))
    said = "Rapporten fra Nord universitet for 2025 er ikke kommet. Siste påminnelse er sendt."
    assert told() == [(said, f"/rapport/runde/{world.round.pk}/")]


def test_what_can_be_held_back_is_also_what_is_granted_for_the_years_after(world: World, report: Report) -> None:
    later = award_to(world, "Nord universitet", {2026: 100_000}, name="Neste år")
    (found,) = [each for each in late_in(world.round, day=night(22).date()) if each.report == report]
    assert later in found.awards


def test_a_report_of_more_than_is_left_is_not_approved_and_says_why(
    world: World, report: Report, client: Client
) -> None:
    """Money has been taken back while the report was written."""
    world.carry("report")
    amount = report.amounts.select_related("award").order_by("pk")[0]
    balance = balance_of(amount.award, 2025)
    gone = ledger.give_up(balance, ledger.Kind.RETURNED, amount.received, award=amount.award.pk, year=2025)
    book([gone], round=world.round, about=report.pk, at=BY)
    make_known(report.pk, at=BY)
    client.force_login(world.people["eva"])
    verdicts = {f"{each.key}-verdict": "enough" for each in report.form.sections}
    posted = {**verdicts, "version": "1", "do": "approve"}
    said = client.post(f"{report.get_absolute_url()}vurder/", posted, follow=True).content.decode()
    title, had = amount.award.full_name, amount.received
    assert "Rapporten kan ikke godkjennes nå:" in said
    assert f"{title}: {kr(0)}, var {kr(had)}. Be om mer." in said
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_the_overview_takes_as_many_queries_however_many_are_late(world: World, report: Report) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            late_in(world.round, day=night(22).date())
        return len(captured)

    before = queries()
    for pk in Report.objects.values_list("pk", flat=True)[:5]:
        remind(pk, at=night(7))
    assert queries() == before
