"""The September review: the reports of a year side by side, with their sums, for those who go through them."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from laget.base.cycle.models import FormVersion, Task
from laget.base.cycle.publishing import keep
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Report, UsedAmount
from laget.effect.reports.review import Filters, how_it_went, review_of, status_of
from laget.effect.reports.review_actions import put_review_on_agenda, sums_of
from laget.grant.forum import actions as forum_actions
from laget.grant.forum import matter_actions
from laget.grant.forum.models import Decision, Holder
from laget.grant.payments.sheet import sheet_of
from testing.forum import seat_everyone
from testing.pdf import text_of_pdf
from testing.people import OSLO, World
from testing.reports import approve, ask_more, carried_world, many

JULY = datetime(2026, 7, 1, 10, tzinfo=OSLO)
SEPTEMBER = datetime(2026, 9, 10, 9, tzinfo=OSLO)
TAKES_ALONG = "Forumet holder av mer til samlinger."


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Every report that someone is there to write has been sent. Nord's is approved, and Fosen's is to say more."""
    with django_db_blocker.unblock(), carried_world("report", files=tmp_path_factory.mktemp("files")) as world:
        eva = world.act("eva", JULY)
        approve(report_of(world, "Nord universitet"), actor=eva, at=JULY)
        ask_more(report_of(world, "Fosen"), {"done": "Si mer."}, actor=eva, at=JULY)
        yield world


def report_of(world: World, name: str) -> Report:
    found = Report.objects.select_related("round__rule_set__stored", "county")
    return found.get(subject=world.parties[name])


def address(world: World) -> str:
    return f"/rapport/gjennomgang/runde/{world.round.pk}/"


def test_the_sums_are_those_of_the_reports_and_of_the_county(world: World, db: None) -> None:
    review = review_of(world.round, world.act("siri", SEPTEMBER), Filters())
    amounts = UsedAmount.objects.all()
    assert (review.received, review.used) == (sum(a.received for a in amounts), sum(a.used for a in amounts))
    whole = sheet_of(world.round).all.balance.whole
    assert sum(piece.amount for piece in review.drawing) == whole == review.received + review.not_reported
    assert sum(piece.width for piece in review.drawing) == 1000
    (nord,) = [line for line in review.lines if line.recipient == "Nord universitet"]
    assert (nord.left, len(nord.amounts), nord.as_planned) == (nord.unused, 4, 3)
    assert review.outcomes == [
        ("Gjennomført som planlagt", review.as_planned),
        ("Gjennomført med endringer", review.number_of_amounts - review.as_planned),
        ("Ikke gjennomført", 0),
    ]
    assert sum(together for _group, _numbers, together in review.groups) == review.people > 0
    states = {line.recipient: status_of(line) for line in review.lines}
    assert states["Nord universitet"] == "Godkjent 1. juli 2026"
    assert states["Fosen"] == "Bedt om mer, frist 15. juli 2026"
    assert states["Innherred"].endswith("ikke godkjent ennå")


def test_what_a_later_form_lets_one_answer_stands_in_its_words(world: World, db: None, client: Client) -> None:
    """Version 2 of the form has another way for a tiltak to go, and no longer one of those that version 1 has."""
    first = FormVersion.objects.get(round=world.round, kind="report").stored
    form = first.form
    (asked,) = [question.options for _section, question in form.asked() if question.key == "carried_out"]
    lists = {**form.lists, asked: (("as_planned", "Som planlagt"), ("paused", "Satt på vent"))}
    second = keep(form.model_copy(update={"lists": lists}))
    FormVersion.objects.create(round=world.round, kind="report", number=2, stored=second, published_at=JULY)
    nord = report_of(world, "Nord universitet")
    path = next(path for path, answer in nord.answers.items() if path.endswith(".carried_out") and answer == "changed")
    nord.asked, nord.answers[path] = second, "paused"
    assert sorted(how_it_went(nord).values()) == ["Satt på vent", "Som planlagt", "Som planlagt", "Som planlagt"]
    review = review_of(world.round, world.act("siri", SEPTEMBER), Filters())
    assert [label for label, _n in review.outcomes] == [
        "Som planlagt", "Satt på vent", "Gjennomført med endringer", "Ikke gjennomført",
    ]  # fmt: skip
    assert sum(n for _label, n in review.outcomes) == review.number_of_amounts


def test_one_that_is_written_anew_stands_as_it_was_sent(world: World, db: None) -> None:
    before = review_of(world.round, world.act("siri", SEPTEMBER), Filters())
    fosen = report_of(world, "Fosen")
    Report.objects.filter(pk=fosen.pk).update(answers={**fosen.answers, "done": "Et utkast."})
    assert review_of(world.round, world.act("siri", SEPTEMBER), Filters()).lines == before.lines


def test_each_sees_what_is_theirs_to_go_through(world: World, db: None, client: Client) -> None:
    seen = {}
    for name in ("siri", "mons", "eva", "dag", "nina", "ola", "tom", "pål"):
        review = review_of(world.round, world.act(name, SEPTEMBER), Filters())
        seen[name] = ({line.recipient for line in review.lines}, review.sheet is not None)
    everything = {report.subject.name for report in Report.objects.exclude(reach="authors").select_related("subject")}
    assert all(seen[name] == (everything, True) for name in ("siri", "mons", "eva", "dag"))
    assert seen["nina"] == seen["ola"] == ({"Innherred"}, False)
    assert seen["tom"] == ({"Innherred", "Nord universitet"}, False)
    assert seen["pål"] == ({"Fosen"}, False)
    client.force_login(world.people["nina"])
    page = client.get(address(world)).content.decode()
    assert ("Fylkets penger" in page, "Sett gjennomgangen på sakslista" in page, "Fosen" in page) == (False,) * 3


def test_the_review_counts_all_who_have_not_sent_also_ones_own(world: World, db: None, client: Client) -> None:
    """Fosen's is taken for the forum's own here, which Siri writes."""
    found = Report.objects.filter(subject__in=[world.parties[name] for name in ("Innherred", "Fosen")])
    found.update(reach="authors")
    found.filter(subject=world.parties["Fosen"]).update(party=world.forum)
    authors = Report.objects.filter(reach="authors").order_by("subject__sort_key")
    everyone = list(authors.values_list("subject__name", flat=True))
    assert {"Fosen", "Innherred"} < set(everyone)
    seen = {}
    for name in ("nina", "siri", "eva"):
        client.force_login(world.people[name])
        page = client.get(address(world)).content.decode()
        said = re.search(r"(\d+) har ikke sendt ennå</summary><div><ul>(.*?)</ul>", page)
        seen[name] = said and (int(said[1]), re.findall("<li>(.*?)</li>", said[2]))
    all_of_them = (len(everyone), everyone)
    assert seen == {"nina": (1, ["Innherred"]), "siri": all_of_them, "eva": all_of_them}


def test_it_is_narrowed_by_the_address_and_taken_out_as_narrowed(world: World, db: None, client: Client) -> None:
    client.force_login(world.people["mons"])
    innherred = world.parties["Innherred"].pk
    title = "Tilpasset i fellesskapet"
    for query, expected in (
        (f"nettverk={innherred}", {"Innherred"}),
        ("status=approved", {"Nord universitet"}),
        (f"tiltak={title}&status=approved", {"Nord universitet"}),
        (f"tiltak={title}&nettverk={world.parties['Fosen'].pk}", set()),
    ):
        book = load_workbook(io.BytesIO(client.get(f"{address(world)}?{query}&som=xlsx").content))
        rows = list(book["Rapporter"].iter_rows(min_row=2, values_only=True))
        assert {row[0] for row in rows} == expected, query
        page = client.get(f"{address(world)}?{query}").content.decode()
        assert page.count("/rapport/") >= len(expected)
    book = load_workbook(io.BytesIO(client.get(f"{address(world)}?tiltak={title}&som=xlsx").content))
    assert {row[2] for row in book["Beløp"].iter_rows(min_row=2, values_only=True)} == {
        title,
        f"{title}, Innherred",
    }
    amount = UsedAmount.objects.get(report__subject=world.parties["Nord universitet"], award__name=title)
    page = client.get(f"{address(world)}?tiltak={title}&status=approved").content.decode()
    assert (kr(amount.received) in page, kr(amount.unused) in page) == (True, True)


def test_the_forum_discusses_it_and_what_it_takes_along_stands_on_the_page(
    world: World, db: None, client: Client
) -> None:
    """The task came with the first report, and goes when the matter is on the agenda."""
    tasks = Task.objects.filter(step="report_review", about=str(world.round.pk))
    assert sorted(tasks.filter(done_at=None).values_list("role", "due")) == [
        ("forum_leader", SEPTEMBER.date()), ("forum_secretary", SEPTEMBER.date()),
    ]  # fmt: skip
    arne = world.act("arne", SEPTEMBER)
    seat_everyone(world)
    planned = forum_actions.plan_meeting(
        world.round, title="Høstmøte", begins=SEPTEMBER, place="Steinkjer", actor=arne, at=SEPTEMBER
    )
    client.force_login(world.people["arne"])
    sent = client.post(f"{address(world)}sakslista/", {"meeting": planned.pk})
    matter = planned.matters.get()
    assert sent.headers["Location"] == matter.get_absolute_url()
    assert not tasks.filter(done_at=None).exists()
    assert "rapporter er kommet, og 1 er godkjent." in matter.background
    (nord,) = [line for line in review_of(world.round, arne, Filters()).lines if line.state == State.APPROVED]
    alone = sums_of(replace(review_of(world.round, arne, Filters()), lines=[nord]))
    assert alone.startswith("1 rapport er kommet, og 1 er godkjent.")
    assert matter.conclusion.endswith("Forumet tar med seg dette til rammene for 2027:")
    again = put_review_on_agenda(world.round, meeting=planned.pk, actor=arne, at=SEPTEMBER)
    forum_actions.call_meeting(planned.pk, actor=arne, at=SEPTEMBER)
    siri, present = world.people["siri"].pk, list(Holder.objects.values_list("pk", flat=True))
    forum_actions.open_meeting(planned.pk, present=present, chair=siri, actor=arne, at=SEPTEMBER)
    matter_actions.postpone(again.pk, actor=arne, at=SEPTEMBER)
    written = client.post(f"{matter.get_absolute_url()}forslag/", {"text": TAKES_ALONG, "revision": matter.revision})
    assert written.status_code == 302
    matter_actions.take_up(matter.pk, actor=arne, at=SEPTEMBER)
    matter_actions.agree(matter.pk, revision=matter.revision + 1, actor=arne, at=SEPTEMBER)
    assert Decision.objects.get(matter=matter).content["conclusion"] == TAKES_ALONG
    seen = {}
    for approved in (False, True):
        if approved:
            forum_actions.close_meeting(planned.pk, actor=arne, at=SEPTEMBER)
            forum_actions.approve_minutes(planned.pk, actor=world.act("siri", SEPTEMBER), at=SEPTEMBER)
        for name in ("mons", "eva", "nina"):
            client.force_login(world.people[name])
            seen[name, approved] = TAKES_ALONG in client.get(address(world)).content.decode()
    assert seen == {
        ("mons", False): True, ("eva", False): False, ("nina", False): False,
        ("mons", True): True, ("eva", True): True, ("nina", True): False,
    }  # fmt: skip
    client.force_login(world.people["eva"])
    assert TAKES_ALONG in text_of_pdf(client.get(f"{planned.get_absolute_url()}protokoll/").content)


def test_three_hundred_reports_take_as_many_queries_as_one(world: World, db: None, client: Client) -> None:
    client.force_login(world.people["siri"])
    client.get(address(world))
    counted = []
    for n in (1, 3, 300):
        with transaction.atomic():
            many(world, n)
            found = []
            for query in ("", "?som=xlsx"):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(f"{address(world)}{query}").status_code == 200
                found.append(len(queries))
            counted.append(found)
            transaction.set_rollback(True)
    assert counted[0] == counted[1] == counted[2]
