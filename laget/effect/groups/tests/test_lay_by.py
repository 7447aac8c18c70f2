"""Documents of a group: checked, kept whole, fetched by those who see it, and taken away by whoever laid them by."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Organisation
from laget.base.audit.models import Entry
from laget.base.questions.tests.test_check_file import pdf, word
from laget.effect.groups import actions, file_actions
from laget.effect.groups.actions import About
from laget.effect.groups.models import Activity, FollowUp, Group, GroupFile, GroupMeeting, Member
from laget.effect.groups.tests.test_work_together import CALLED
from testing.people import AUTUMN, World

PDF = pdf()


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files/groups"


@pytest.fixture
def group(world: World, storage: Path, monkeypatch: Any) -> Group:
    """Nina's, where Ola and Frode are members."""
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: AUTUMN)
    nina, home = world.act("nina"), world.parties["Innherred"]
    made = actions.make_group(home, county=world.county, about=About("working", "Plan"), actor=nina, at=AUTUMN)
    for name in ("Inderøy kommune", "Fjordgløtt SA"):
        party = world.parties[name]
        actions.add_member(made, party=party, role=Role.OWNER, leading=False, actor=nina, at=AUTUMN)
    return made


def client(world: World, name: str) -> Client:
    found = Client()
    found.force_login(world.people[name])
    return found


def lay(who: Client, page: str, name: str, content: bytes) -> str:
    posted = who.post(f"{page}dokument/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    return str(posted.content.decode())


def test_a_document_is_for_those_who_see_the_group_and_goes_with_the_one_who_laid_it_by(
    world: World, group: Group, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    meeting = actions.call_meeting(group, called=CALLED, actor=world.act("nina"), at=AUTUMN)
    ola, frode, nina, dag = (client(world, name) for name in ("ola", "frode", "nina", "dag"))
    page, at_meeting = group.get_absolute_url(), meeting.get_absolute_url()
    assert "«Plan for året.pdf» er lagt ved." in lay(ola, at_meeting, "../Plan for året.pdf", PDF)
    assert "«mandat.docx» er lagt ved." in lay(frode, page, "mandat.docx", word())
    file = GroupFile.objects.get(meeting=meeting)
    assert [path.read_bytes() for path in storage.iterdir() if path.name == str(file.pk)] == [PDF]
    for who in (ola, frode, nina, dag):
        fetched = who.get(f"/gruppe/dokument/{file.pk}/")
        headers = fetched.headers
        assert (fetched.content, headers["X-Content-Type-Options"]) == (PDF, "nosniff")
        assert headers["Content-Disposition"].startswith("attachment;")
    assert "mandat.docx" in dag.get(page).content.decode()
    assert "Last opp" not in dag.get(page).content.decode()
    assert client(world, "kari").get(f"/gruppe/dokument/{file.pk}/").status_code == 404
    away = f"/gruppe/dokument/{file.pk}/ta-bort/"
    assert [frode.post(away).status_code, dag.post(away).status_code] == [404, 404]
    with django_capture_on_commit_callbacks(execute=True):
        assert "er tatt bort" in ola.post(away, follow=True).content.decode()
    assert (GroupFile.objects.count(), len(list(storage.iterdir()))) == (1, 1)
    ended = group.members.get(party=world.parties["Fjordgløtt SA"])
    actions.end_member(ended, actor=world.act("nina"), at=AUTUMN)
    assert frode.post(f"/gruppe/dokument/{GroupFile.objects.get().pk}/ta-bort/").status_code == 404
    said = Entry.objects.filter(kind="group", act__in=["lay_by", "take_away"]).order_by("pk")
    assert list(said.values_list("act", "role")) == [
        ("lay_by", "Eierrepresentant, Inderøy kommune"), ("lay_by", "Eierrepresentant, Fjordgløtt SA"),
        ("take_away", "Eierrepresentant, Inderøy kommune"),
    ]  # fmt: skip


def test_what_is_not_taken_is_refused_in_words_and_leaves_nothing(world: World, group: Group, storage: Path) -> None:
    ola, page = client(world, "ola"), group.get_absolute_url()
    assert "slutter på .pdf, men innholdet er noe annet" in lay(ola, page, "svar.pdf", b"<script>")
    assert "kan ikke legges ved" in lay(ola, page, "svar.html", b"<b>Hei</b>")
    assert "Velg en fil først." in ola.post(f"{page}dokument/", follow=True).content.decode()

    storage.parent.mkdir(exist_ok=True)
    storage.write_text("Her skulle det vært en mappe.")
    assert "lageret svarer ikke" in lay(ola, page, "svar.pdf", PDF)
    storage.unlink()
    nobody_knows_when: Any = None  # which the database refuses, when what it holds is stored already
    with pytest.raises(IntegrityError):
        file_actions.lay_by(group, name="a.pdf", content=PDF, actor=world.act("ola"), at=nobody_knows_when)
    assert (GroupFile.objects.count(), list(storage.glob("*"))) == (0, [])


def test_its_pages_ask_the_same_of_the_database_for_1_3_and_300(world: World, group: Group) -> None:
    meeting = actions.call_meeting(group, called=CALLED, actor=world.act("nina"), at=AUTUMN)
    pages = ["/gruppe/", group.get_absolute_url(), meeting.get_absolute_url()]
    who = {name: client(world, name) for name in ("nina", "ola")}
    costs = set()
    for number in (1, 3, 300):
        _fill(world, meeting, number)
        costs.add(tuple(_cost(each, page) for each in who.values() for page in pages))
    assert len(costs) == 1, costs


def _fill(world: World, meeting: GroupMeeting, number: int) -> None:
    """As many more of everything that a group has."""
    group, county, there = meeting.group, world.county, Organisation.objects.count()
    owner = world.parties["Inderøy kommune"]
    Group.objects.bulk_create(
        Group(county=county, home=group.home, kind="other", name=f"G{there}-{n}", made_at=AUTUMN) for n in range(number)
    )
    for n in range(number):
        Organisation(county=county, name=f"Eier {there + n}", kind=Kind.PRIVATE_OWNER, number=f"{there + n:09}").save()
    new = Organisation.objects.filter(name__startswith="Eier").exclude(pk__in=group.members.values("party"))
    Member.objects.bulk_create(
        Member(group=group, party=each, role=Role.OWNER, valid_from=AUTUMN.date()) for each in new
    )
    many = range(number)
    GroupMeeting.objects.bulk_create(
        GroupMeeting(group=group, title="M", begins=CALLED.when.begins, ends=CALLED.when.ends, place="V") for _ in many
    )
    FollowUp.objects.bulk_create(
        FollowUp(meeting=meeting, text="P", party=owner, role=Role.OWNER, due=AUTUMN.date()) for _ in many
    )
    Activity.objects.bulk_create(Activity(group=group, year=2025, text="A") for _ in many)
    GroupFile.objects.bulk_create(
        GroupFile(group=group, meeting=meeting, name="a.pdf", size=1, sha256="", by=world.people["ola"], at=AUTUMN)
        for _ in many
    )


def _cost(who: Client, page: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert who.get(page).status_code == 200
    return len(asked)
