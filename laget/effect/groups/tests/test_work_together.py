"""A working group of Innherred: who is in it, when it meets, what it agrees on, and what it plans."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.cycle.calendar_models import When
from laget.base.cycle.calendar_queries import entries_visible_to, notices_visible_to
from laget.base.cycle.models import Task
from laget.base.cycle.queries import my_tasks
from laget.base.refusals import NotInOrder
from laget.effect.groups import actions
from laget.effect.groups.actions import About, Called
from laget.effect.groups.models import FollowUp, Group, GroupMeeting
from laget.effect.groups.queries import visible_to
from testing.people import AUTUMN, OSLO, World

MEETS = datetime(2024, 11, 20, 9, 0, tzinfo=OSLO)
CALLED = Called("Oppstart", When(MEETS, MEETS + timedelta(hours=2), "Verdal"), agenda="Hva skal vi få til?")


@pytest.fixture
def group(world: World) -> Group:
    """Nina's; Tom leads it, and Ola is in it."""
    nina, home = world.act("nina"), world.parties["Innherred"]
    made = actions.make_group(
        home, county=world.county, about=About("working", "Fellestiltaket"), actor=nina, at=AUTUMN
    )
    for name, role, leading in (("Nord universitet", Role.PARTNER, True), ("Inderøy kommune", Role.OWNER, False)):
        actions.add_member(made, party=world.parties[name], role=role, leading=leading, actor=nina, at=AUTUMN)
    return made


def test_a_group_is_for_its_members_its_home_and_statsforvalteren(world: World, group: Group) -> None:
    seen = {name for name in world.people if visible_to(world.act(name)).filter(pk=group.pk).exists()}
    assert seen == {"nina", "tom", "ola", "eva", "dag"}
    with pytest.raises(NotInOrder):
        actions.make_group(
            group.home, county=world.county, about=About("other", group.name), actor=world.act("nina"), at=AUTUMN
        )
    with pytest.raises(NotInOrder):
        actions.add_member(
            group,
            party=world.parties["Inderøy kommune"],
            role=Role.OWNER,
            leading=False,
            actor=world.act("tom"),
            at=AUTUMN,
        )
    with pytest.raises(PermissionDenied):
        actions.call_meeting(group, called=CALLED, actor=world.act("ola"), at=AUTUMN)


def test_a_meeting_stands_in_the_calendars_of_those_who_are_members_then(world: World, group: Group) -> None:
    meeting = actions.call_meeting(group, called=CALLED, actor=world.act("tom"), at=AUTUMN)
    assert _in_calendar(world, meeting) == {"tom", "ola"}
    assert next(str(each) for each in notices_visible_to(world.act("ola"))) == "Fellestiltaket møtes: Oppstart."
    actions.add_member(
        group, party=world.parties["Fjordgløtt SA"], role=Role.OWNER, leading=False, actor=world.act("tom"), at=AUTUMN
    )
    ola = group.members.get(party=world.parties["Inderøy kommune"])
    actions.end_member(ola, actor=world.act("nina"), at=AUTUMN)
    assert _in_calendar(world, meeting) == {"tom", "frode"}
    actions.cancel_meeting(meeting, reason="Snø.", actor=world.act("nina"), at=AUTUMN)
    assert _in_calendar(world, meeting) == set()
    with pytest.raises(NotInOrder):
        actions.cancel_meeting(meeting, reason="Snø.", actor=world.act("nina"), at=AUTUMN)


def test_a_meeting_that_is_moved_is_there_in_every_calendar_and_everyone_is_told(world: World, group: Group) -> None:
    meeting = actions.call_meeting(group, called=CALLED, actor=world.act("tom"), at=AUTUMN)
    later = When(MEETS + timedelta(days=7), MEETS + timedelta(days=7, hours=1), link="https://meet.example/a")
    with pytest.raises(PermissionDenied):
        actions.move_meeting(meeting, when=later, actor=world.act("ola"), at=AUTUMN)
    actions.move_meeting(meeting, when=later, actor=world.act("nina"), at=AUTUMN)
    entry = entries_visible_to(world.act("ola")).get(about=str(meeting.pk))
    assert (entry.begins, entry.place, entry.link, entry.sequence) == (later.begins, "", later.link, 1)
    for name in ("ola", "tom"):
        told = next(str(each) for each in notices_visible_to(world.act(name)))
        assert told == "Oppstart er flyttet. Nå er det 27. november 2024 kl. 09.00, på nett."
    assert GroupMeeting.objects.get().moved_from == MEETS
    for wrong in (later, CALLED.when, When(AUTUMN, AUTUMN + timedelta(hours=1), "Verdal")):
        now = AUTUMN if wrong is not CALLED.when else later.begins
        with pytest.raises(NotInOrder):
            actions.move_meeting(meeting, when=wrong, actor=world.act("nina"), at=now)
    actions.cancel_meeting(meeting, reason="Snø.", actor=world.act("nina"), at=AUTUMN)
    with pytest.raises(NotInOrder):
        actions.move_meeting(meeting, when=CALLED.when, actor=world.act("nina"), at=AUTUMN)


def test_what_is_agreed_on_is_someone_s_task_until_it_is_done(world: World, group: Group) -> None:
    meeting = actions.call_meeting(group, called=CALLED, actor=world.act("tom"), at=AUTUMN)
    point = actions.agree_on(
        meeting, text="Spørre lederne", party=world.parties["Inderøy kommune"], role=Role.OWNER,
        due=date(2024, 12, 1), actor=world.act("tom"), at=AUTUMN,
    )  # fmt: skip
    assert "Spørre lederne" in {task.title for task in my_tasks(world.act("ola"))}
    assert Task.objects.get(title="Spørre lederne").awaited_by_id in world.act("nina").writing
    with pytest.raises(PermissionDenied):
        actions.finish(point, actor=world.act("kari"), at=AUTUMN)
    for _twice in range(2):
        actions.finish(point, actor=world.act("ola"), at=AUTUMN)
    assert "Spørre lederne" not in {task.title for task in my_tasks(world.act("ola"))}
    assert list(Entry.objects.filter(kind="group").order_by("pk").values_list("act", flat=True)) == [
        "make", "add_member", "add_member", "call_meeting", "agree", "finish",
    ]  # fmt: skip


def test_the_pages_say_what_is_wrong_and_what_was_done(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: AUTUMN)
    nina, home = Client(), world.parties["Innherred"]
    nina.force_login(world.people["nina"])
    page = f"/gruppe/ny/{home.pk}/"
    assert nina.post(page, {"kind": "ppt_leaders", "name": ""}).status_code == 422
    assert nina.post(page, {"kind": "", "name": "PPT-ledere"}).status_code == 422, "nobody's kind is guessed"
    nina.post(page, {"kind": "ppt_leaders", "name": "PPT-ledere"})
    group = Group.objects.get()
    assert (
        "Det er allerede en gruppe som heter det."
        in nina.post(page, {"kind": "other", "name": "PPT-ledere"}).content.decode()
    )
    case = group.get_absolute_url()
    alone = {"title": "For tidlig", "day": "2024-11-19", "begins": "10:00", "ends": "11:00", "place": "Verdal"}
    early = nina.post(f"{case}nytt-mote/", alone, follow=True).content.decode()
    assert ("Legg til hvem som er med" in early, "de har fått varsel" in early) == (True, False)
    GroupMeeting.objects.all().delete()
    assert nina.post(f"{case}medlem/", {"ny-who": ""}).status_code == 422
    owner = f"{world.parties['Inderøy kommune'].pk}:owner"
    assert "Inderøy kommune er med." in nina.post(f"{case}medlem/", {"ny-who": owner}, follow=True).content.decode()
    assert "Ola" in nina.get(case).content.decode()
    form = {"title": "Møte", "day": "2024-11-20", "begins": "10:00", "ends": "09:00"}
    wrong = nina.post(f"{case}nytt-mote/", form)
    assert (wrong.status_code, "må slutte etter" in wrong.content.decode()) == (422, True)
    nina.post(f"{case}nytt-mote/", {**form, "ends": "11:00", "place": "Verdal"})
    meeting = GroupMeeting.objects.get()
    at = f"/gruppe/mote/{meeting.pk}/"
    half = {"notes": "Vi ble enige om", "revision": "0", "punkt-text": "Spørre"}
    wrong = nina.post(f"{at}referat/", half)  # as the enter key does: the point is begun on, and nothing is lost
    assert (wrong.status_code, "Dette må rettes" in wrong.content.decode()) == (422, True)
    for kept in ("Vi ble enige om</textarea>", 'value="Spørre"'):
        assert kept in wrong.content.decode()
    whole = {"notes": "Vi ble enige om\r\nmye.", "punkt-who": owner, "punkt-text": "Spørre", "punkt-due": "2024-12-01"}
    said = nina.post(f"{at}punkt/", {**whole, "revision": "0"}, follow=True)
    assert ("Punktet er lagt til" in said.content.decode(), FollowUp.objects.count()) == (True, 1)
    late = nina.post(f"{at}referat/", {"notes": "Noe annet.", "revision": "0"}).content.decode()
    for shown in ("Noen andre har skrevet i referatet", "Noe annet.</textarea>", "Slik står referatet nå", 'value="1"'):
        assert shown in late
    nina.post(f"{at}referat/", {"notes": "Vi ble enige om mye.", "revision": "1"})
    ola = Client()
    ola.force_login(world.people["ola"])
    assert "Referatet fra Møte er skrevet." in ola.get("/varsler/").content.decode()
    seen = ola.get(at).content.decode()
    assert ("Vi ble enige om mye." in seen, "Lagre referatet" in seen, "Det er gjort" in seen) == (True, False, True)
    assert (
        "Punktet er gjort."
        in ola.post(f"/gruppe/punkt/{FollowUp.objects.get().pk}/gjort/", follow=True).content.decode()
    )
    nina.post(f"{case}aktivitet/", {"plan-year": "2025", "plan-text": "To fagdager"})
    assert "To fagdager" in ola.get(case).content.decode()


def _in_calendar(world: World, meeting: GroupMeeting) -> set[str]:
    return {
        name for name in world.people
        if entries_visible_to(world.act(name)).filter(about=str(meeting.pk), cancelled_at=None).exists()
    }  # fmt: skip
