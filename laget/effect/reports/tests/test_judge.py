"""A report is judged section by section: kept while it is read, sent back for some sections, or approved as a whole."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.cycle.models import Task
from laget.base.questions.actions import NoLongerOpen, SectionStands, content_hash, save_answers
from laget.base.questions.answers import NotReady
from laget.base.questions.merging import Tab
from laget.base.questions.models import Return
from laget.effect.reports.actions import submit_report
from laget.effect.reports.judging_actions import Said, Typed, approve_report, ask_for_more, keep_judgements
from laget.effect.reports.models import Judgement, Report, Ruling, Verdict
from laget.effect.reports.reminding import since
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.verify import check
from laget.rules.transitions import TransitionNotAllowed
from testing.pdf import text_of_pdf
from testing.people import OSLO, World
from testing.reports import approve, ask_more, carried_world, judge

JULY = datetime(2026, 7, 1, 10, tzinfo=OSLO)
MISSING = {"done": "Si hvor mange samlinger det ble.", "effect": "Gi et eksempel fra en barnehage."}
NORD = "Nord universitet"


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with django_db_blocker.unblock(), carried_world("report", files=tmp_path_factory.mktemp("files")) as world:
        yield world


@pytest.fixture
def report(world: World, db: None) -> Report:
    """Nord has sent its report, and Eva is to read it."""
    return current(world)


def test_its_writer_sees_the_readers_deadline_as_the_readers(world: World, report: Report, client: Client) -> None:
    Task.objects.filter(about=str(report.pk), done_at=None).update(due=date(2025, 7, 15))
    client.force_login(world.people["tom"])
    page = client.get(report.get_absolute_url()).content.decode()
    assert ("Skal behandles innen 15. juli 2025" in page, "Frist 15. juli" in page) == (True, False)


def current(world: World) -> Report:
    return Report.objects.select_related("round__rule_set__stored", "county").get(subject=world.parties[NORD])


def write(world: World, report: Report, answers: dict[str, str]) -> None:
    report.refresh_from_db()
    save_answers(report.pk, answers=answers, revision=report.revision, actor=world.act("tom", JULY), at=JULY)


def resend(world: World, report: Report) -> None:
    report.refresh_from_db()
    submit_report(report.pk, revision=report.revision, actor=world.act("tom", JULY), at=JULY + timedelta(days=1))


def test_more_is_asked_for_in_two_sections_and_the_others_stand(world: World, report: Report) -> None:
    eva = world.act("eva", JULY)
    ruling = ask_more(report, MISSING, actor=eva, at=JULY)
    report = current(world)
    assert (report.state, report.due, since(report)) == ("returned", date(2026, 7, 15), date(2026, 7, 15))
    assert Return.objects.get(version__document=report).remarks == MISSING
    assert [(each["section"], each["verdict"]) for each in ruling.content["sections"]] == [
        ("lines", "enough"), ("done", "more"), ("effect", "more"),
    ]  # fmt: skip
    assert ruling.sha256 == content_hash(ruling.content)
    (task,) = Task.objects.filter(about=str(report.pk), done_at=None)
    assert (task.title, task.party.name, task.due) == ("Rapportere på tilskuddet", NORD, date(2026, 7, 15))
    letter = Letter.objects.get(about=str(report.pk))
    assert (str(letter), letter.delivery) == ("Vi trenger mer i rapporten for 2025", "sending")
    assert letter.said["grounds"] == [
        f"Det dere har gjort: {MISSING['done']}",
        f"Det som er annerledes nå: {MISSING['effect']}",
    ]
    assert "innen 15. juli 2026" in letter.said["intro"]
    with letter.file.open("rb") as file:
        assert check(file.read()).genuine
    entry = Entry.objects.get(about=str(report.pk), act="return")
    assert entry.detail["sections"] == ["done", "effect"]
    assert MISSING["done"] not in str(entry.detail)

    write(world, report, {"done": "Fire samlinger."})
    line = next(path for path in report.answers if path.startswith("lines."))
    with pytest.raises(SectionStands):
        write(world, report, {line: "1"})


def test_while_more_is_written_only_its_writers_are_told_to_write(world: World, report: Report, client: Client) -> None:
    ask_more(report, MISSING, actor=world.act("eva", JULY), at=JULY)
    seen = {}
    for name in ("tom", "eva"):
        client.force_login(world.people[name])
        page = client.get(report.get_absolute_url()).content.decode()
        asked, on = "Skriv den, og send den til Statsforvalteren.", f"{NORD} skriver videre."
        seen[name] = (asked in page, on in page, "Frist 15. juli 2026" in page, "Skriv og send den" in page)
    assert seen == {"tom": (True, False, True, True), "eva": (False, True, True, False)}


def test_what_has_changed_stands_beside_what_was_asked_for(world: World, report: Report, client: Client) -> None:
    eva = world.act("eva", JULY)
    ask_more(report, MISSING, actor=eva, at=JULY)
    client.force_login(world.people["tom"])
    address = f"/dokument/{report.pk}/skjema"
    assert client.get(f"{address}/lines/").headers["Location"] == report.get_absolute_url()
    assert MISSING["done"] in client.get(f"{address}/done/").content.decode()
    case = client.get(report.get_absolute_url()).content.decode()
    assert case.count("Trenger mer</span>") == 2
    assert "Godt nok, står" in case
    assert f'href="{address}/lines/"' not in case
    write(world, report, {"done": "Fire samlinger."})
    said = client.get(f"/rapport/{report.pk}/se-over/").content.decode()
    assert "Du har ikke endret «Det som er annerledes nå»" in said
    assert "Du har ikke endret «Det dere har gjort»" not in said
    assert (f'href="{address}/done/"' in said, f'href="{address}/lines/"' in said) == (True, False)
    resend(world, report)
    judged = Judgement.objects.filter(version__document=report, version__number=2).values_list("section", "verdict")
    assert list(judged) == [("lines", "enough")]
    client.force_login(world.people["eva"])
    page = client.get(f"/rapport/{report.pk}/vurder/").content.decode()
    assert "<del>Samlingene</del><ins>Fire</ins>" in page
    assert page.count("Dette ba du om sist") == 2
    assert page.count("Ingenting er endret her siden sist.") == 2
    paper = text_of_pdf(client.get(f"/dokument/{report.pk}/versjon/1/pdf/").content)
    assert MISSING["effect"] in paper
    approve(current(world), actor=world.act("eva", JULY), at=JULY + timedelta(days=2))
    case = client.get(report.get_absolute_url()).content.decode()
    assert case.count('aria-label="Vurderingen av versjon') == 2
    assert [str(each.outcome) for each in Ruling.objects.order_by("at")] == ["more", "approved"]


def test_all_sections_are_judged_before_it_is_answered(world: World, report: Report) -> None:
    eva = world.act("eva", JULY)
    keep = {"lines": Typed(Said(Verdict.ENOUGH), Said()), "done": Typed(Said(Verdict.MORE), Said())}
    keep_judgements(report.pk, typed=keep, version=1, actor=eva, at=JULY)
    august = date(2026, 8, 1)
    for act in (partial(approve_report, report.pk), partial(ask_for_more, report.pk, due=august)):
        with pytest.raises(NotReady) as refused:
            act(actor=eva, at=JULY)
        assert {each.section for each in refused.value.problems} == {"done", "effect"}
    judge(report, actor=eva, at=JULY)
    with pytest.raises(NotReady, match="Alle delene er gode nok"):
        ask_for_more(report.pk, due=august, actor=eva, at=JULY)
    approve_report(report.pk, actor=eva, at=JULY)
    with pytest.raises(TransitionNotAllowed):
        approve_report(report.pk, actor=eva, at=JULY)


def test_two_who_read_at_once_lose_nothing(world: World, report: Report) -> None:
    eva = world.act("eva", JULY)
    first = {"done": Typed(Said(Verdict.MORE, "Si mer."), Said())}
    assert keep_judgements(report.pk, typed=first, version=1, tab=Tab("a"), actor=eva, at=JULY) == {}
    other = {"done": Typed(Said(Verdict.MORE, "Tell samlingene."), Said()), "lines": Typed(Said("enough"), Said())}
    (clash,) = keep_judgements(report.pk, typed=other, version=1, tab=Tab("b"), actor=eva, at=JULY).values()
    assert clash.remark == "Si mer."
    assert set(Judgement.objects.values_list("section", "remark")) == {("done", "Si mer."), ("lines", "")}
    again = {"done": Typed(Said(Verdict.MORE, "Si mye mer."), Said())}  # the same page, as it was opened
    assert keep_judgements(report.pk, typed=again, version=1, tab=Tab("a"), actor=eva, at=JULY) == {}
    assert keep_judgements(report.pk, typed=first, version=1, tab=Tab("a", 2), actor=eva, at=JULY) == {}
    assert keep_judgements(report.pk, typed=again, version=1, tab=Tab("a", 3), actor=eva, at=JULY) == {}
    assert keep_judgements(report.pk, typed=first, version=1, tab=Tab("a", 2), actor=eva, at=JULY) == {}  # held up
    untouched = {"done": Typed(Said(), Said())}  # a page where nothing was written there
    assert keep_judgements(report.pk, typed=untouched, version=1, tab=Tab("c"), actor=eva, at=JULY) == {}
    assert Judgement.objects.get(section="done").remark == "Si mye mer."
    ask_more(report, MISSING, actor=eva, at=JULY)
    with pytest.raises(NoLongerOpen):
        keep_judgements(report.pk, typed=first, version=1, actor=eva, at=JULY)
    stands = Said(Verdict.MORE, MISSING["done"])
    same = {"done": Typed(stands, stands)}  # what the page saved by itself came after what was pressed there
    assert keep_judgements(report.pk, typed=same, version=1, actor=eva, at=JULY) == {}


def test_what_is_typed_is_kept_whatever_is_pressed(world: World, report: Report, client: Client) -> None:
    today = timezone.localdate()
    client.force_login(world.people["eva"])
    address = f"/rapport/{report.pk}/vurder/"
    posted = {"version": "1", "page": "a", "done-verdict": "more", "done-remark": "Si mer.\r\nOg tell.", "do": "ask"}
    answer = client.post(address, posted)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Ny frist: Velg en dag." in said
    assert "Si mer.\nOg tell.</textarea>" in said
    assert client.post(address, {**posted, "due": today}).status_code == 422
    said = client.post(address, {**posted, "due": today + timedelta(days=9)}).content.decode()
    assert "Pengene: Velg om delen er god nok eller trenger mer." in said
    assert client.post(address, posted, headers={"HX-Request": "true"}).status_code == 200
    rest = {"lines-verdict": "enough", "effect-verdict": "enough"}
    assert (
        client.post(address, {**posted, **rest, "due": today + timedelta(days=9)}).headers["Location"]
        == report.get_absolute_url()
    )
    late = client.post(address, {**posted, "done-remark": "For sent."})
    assert (late.status_code, "For sent." in late.content.decode()) == (409, True)


def test_nobody_judges_their_own_and_the_database_says_the_same(world: World, report: Report) -> None:
    """Tom, who wrote it, is a case officer too."""
    HeldRole.objects.create(
        person=world.people["tom"], role=Role.CASE_OFFICER, party=world.county, valid_from=date(2021, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        judge(report, actor=world.act("tom", JULY), at=JULY)
    judge(report, actor=world.act("eva", JULY), at=JULY)
    version = report.versions.get()
    made = {"version": version, "content": {}, "sha256": "", "at": JULY, "role": ""}
    for name, outcome, why in (("tom", "approved", "nobody judges"), ("eva", "more", "is not what was judged")):
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            Ruling.objects.create(**made, outcome=outcome, person=world.people[name])
    approve_report(report.pk, actor=world.act("eva", JULY), at=JULY)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Ruling.objects.update(outcome="more")
    with pytest.raises(DatabaseError, match="stays as it was judged"), transaction.atomic():
        Judgement.objects.update(remark="Noe annet")


def test_while_it_is_read_nobody_else_sees_the_remarks(world: World, report: Report, client: Client) -> None:
    judge(report, missing=MISSING, actor=world.act("eva", JULY), at=JULY)
    for name, sees in (("tom", False), ("siri", False), ("dag", False), ("eva", True)):
        client.force_login(world.people[name])
        page = client.get(f"/rapport/{report.pk}/vurder/")
        assert (page.status_code, MISSING["done"] in page.content.decode()) == ((200, True) if sees else (404, False))
        for address in (report.get_absolute_url(), f"/dokument/{report.pk}/historikk/"):
            assert MISSING["done"] not in client.get(address).content.decode()
