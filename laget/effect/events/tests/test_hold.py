"""An event is moved or called off, held, counted and asked about; and in time nobody can tell who was there."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from laget.base.audit.models import Entry as AuditEntry
from laget.base.cycle.calendar_models import When
from laget.base.cycle.calendar_queries import entries_visible_to, notices_visible_to, unread_by
from laget.base.cycle.models import Task
from laget.base.refusals import NotInOrder
from laget.effect.events import actions, door_actions, evaluating, keeping, sign_up_actions
from laget.effect.events.counting import attendance_counts
from laget.effect.events.jobs import keep_event_dates
from laget.effect.events.mail import messages, ticket_address
from laget.effect.events.models import Event, SignUp
from laget.effect.events.queries import room_of
from laget.effect.events.sign_up_actions import Participant, sign_up
from laget.effect.events.states import State
from laget.need.surveys.groups import groups_of
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import Level
from laget.need.surveys.states import State as SurveyState
from testing.events import HELD_ON, IN_MAY, open_event, signed_up
from testing.people import AUTUMN, OSLO, World

OTHER_DAY = datetime(2025, 6, 4, 9, 0, tzinfo=OSLO)
LATER = When(OTHER_DAY, OTHER_DAY + timedelta(hours=6), "Stiklestad")


def _moved(world: World, event: Event) -> Event:
    event.refresh_from_db()
    reason = "Udir holder sin konferanse samme dag."
    last = date(2025, 5, 20)
    return actions.move_event(
        event.pk,
        when=LATER,
        sign_up_by=last,
        reason=reason,
        revision=event.revision,
        actor=world.act("nina"),
        at=AUTUMN,
    )


def _came(world: World, event: Event, *names: str, at: datetime = HELD_ON) -> int:
    found = event.sign_ups.filter(name__in=names).values_list("pk", flat=True)
    return door_actions.mark_attendance(event.pk, sign_ups=found, came=True, actor=world.act("nina"), at=at)


def test_when_it_is_moved_everyone_is_told_and_asked_whether_they_still_come(world: World) -> None:
    event = open_event(world)
    signed_up(world, event, "Ane", "Bo", "Cis")
    moved = _moved(world, event)
    assert (moved.begins, moved.moved_from, moved.state) == (OTHER_DAY, HELD_ON, State.OPEN)
    assert room_of(event) == {"signed": 3, "waiting": 0, "attended": 0, "unsure": 3}
    [entry] = entries_visible_to(world.act("kari"))
    assert (entry.begins, entry.place, entry.sequence) == (OTHER_DAY, "Stiklestad", 1)
    told = [str(each) for each in notices_visible_to(world.act("kari")).filter(about=str(event.pk))]
    assert told == [
        "Fagdag er flyttet til 4. juni 2025 kl. 09.00. Si fra om dere fortsatt kommer.",
        "Du er invitert til Fagdag, 14. mai 2025 kl. 09.00.",
    ]
    mails = list(messages(event.pk, "moved", None))
    ane = event.sign_ups.get(name="Ane")
    assert [(each.to[0], each.subject) for each in mails] == [
        (f"{name}@x.example", "Flyttet: Fagdag") for name in ("ane", "bo", "cis")
    ]
    assert mails[0].extra_headers["Message-ID"] == f"<event-moved-{ane.pk}-1@laget>"
    for said in ("14. mai 2025 kl. 09.00", "4. juni 2025 kl. 09.00, Stiklestad", "Udir holder", ticket_address(ane)):
        assert said in mails[0].body

    sign_up_actions.confirm_by_ticket(ane.ticket, at=AUTUMN)
    sign_up_actions.withdraw_by_ticket(event.sign_ups.get(name="Bo").ticket, at=AUTUMN)
    home = world.parties["Solbakken barnehage"].pk
    assert sign_up_actions.confirm_all(event.pk, party=home, actor=world.act("kari"), at=AUTUMN) == 1
    assert room_of(event) == {"signed": 2, "waiting": 0, "attended": 0, "unsure": 0}
    assert _moved(world, event).moves == 2  # and its mail is another


def test_when_it_is_cancelled_everyone_is_told_and_nobody_has_it_to_do(world: World) -> None:
    event = open_event(world)
    signed_up(world, event, "Ane", "Bo")
    assert Task.objects.filter(about=str(event.pk), done_at=None).count() == 1
    actions.cancel_event(event.pk, reason="Sykdom.", actor=world.act("nina"), at=AUTUMN)
    jobs = ProcrastinateJob.objects.filter(task_name="mail_event").values_list("args", flat=True)
    assert [each["kind"] for each in jobs.order_by("pk")] == ["signed", "cancelled"]
    assert [each.subject for each in messages(event.pk, "cancelled", None)] == ["Avlyst: Fagdag", "Avlyst: Fagdag"]
    assert entries_visible_to(world.act("kari")).get().cancelled_at == AUTUMN
    assert not Task.objects.filter(about=str(event.pk), done_at=None).exists()


def test_those_invited_learn_that_it_is_cancelled(world: World) -> None:
    event = open_event(world)
    actions.cancel_event(event.pk, reason="Sykdom.", actor=world.act("nina"), at=AUTUMN)
    told = [str(each) for each in unread_by(world.act("kari")).filter(about=str(event.pk))]
    assert sorted(each.split(",")[0] for each in told) == ["Du er invitert til Fagdag", "Fagdag"]
    assert any(each.endswith("er avlyst.") for each in told)


def test_who_came_is_written_down_from_the_day_and_counted_by_group(world: World) -> None:
    event = open_event(world, capacity=2)
    signed_up(world, event, "Ane", "Bo", "Cis")
    private = world.parties["Fjordgløtt barnehage"].pk
    ole, frida = [Participant("Ole")], world.act("frida")
    sign_up_actions.sign_up(event.pk, party=private, layer="leaders", people=ole, actor=frida, at=AUTUMN)
    with pytest.raises(NotInOrder, match="fra den dagen"):
        _came(world, event, "Ane", at=AUTUMN)
    assert _came(world, event, "Ane", "Cis", "Ole") == 3  # two of them waited, and came
    assert _came(world, event, "Ane") == 0
    ole_there = event.sign_ups.get(name="Ole")
    nina = world.act("nina")
    undone = door_actions.mark_attendance(event.pk, sign_ups=[ole_there.pk], came=False, actor=nina, at=HELD_ON)
    assert undone == 1
    assert _came(world, event, "Ole") == 1
    counts = attendance_counts(event)
    assert (counts.signed, counts.waiting, counts.attended, counts.virksomheter) == (4, 0, 3, 2)
    assert counts.by_layer_and_sector == {("staff", "public"): 2, ("leaders", "private"): 1}
    assert counts.by_kind == {"kindergarten": 3}
    actions.hold_event(event.pk, actor=world.act("nina"), at=HELD_ON)
    assert _came(world, event, "Bo") == 1  # put right afterwards


def test_who_comes_without_having_signed_up_is_let_in_while_there_is_room_and_kept_as_the_others(world: World) -> None:
    event, home = open_event(world, capacity=2), world.parties["Solbakken barnehage"].pk
    signed_up(world, event, "Ane", "Bo")

    def walks_in(
        name: str, *, party: UUID = home, layer: str = "leaders", at: datetime = HELD_ON, email: str = ""
    ) -> SignUp:
        who, nina = Participant(name, email), world.act("nina")
        return door_actions.walk_in(event.pk, party=party, layer=layer, who=who, actor=nina, at=at)

    with pytest.raises(NotInOrder, match="fra den dagen"):
        walks_in("Cis", at=AUTUMN)
    with pytest.raises(NotInOrder, match="Velg et sted som er invitert"):
        walks_in("Cis", party=world.parties["Havhesten barnehage"].pk)
    with pytest.raises(PermissionDenied):
        who, kari = Participant("Cis"), world.act("kari")
        door_actions.walk_in(event.pk, party=home, layer="staff", who=who, actor=kari, at=HELD_ON)
    cis = walks_in("Cis")  # all places are promised to others, but they aren't here
    assert (cis.place, cis.attended_at, cis.number, cis.email) == ("signed", HELD_ON, 3, "")
    with pytest.raises(NotInOrder, match="Cis er allerede registrert"):
        walks_in("Cis")
    Event.objects.filter(pk=event.pk).update(capacity=4)
    for email in ("cis@solbakken.example", "cis.to@solbakken.example"):  # two more, of the same name and place
        assert walks_in("Cis", email=email).email == email
    event.sign_ups.exclude(email="").filter(name="Cis").delete()
    Event.objects.filter(pk=event.pk).update(capacity=2)
    assert walks_in("ane").pk == event.sign_ups.get(name="Ane").pk  # was on the list
    with pytest.raises(NotInOrder, match="Alle 2 plassene er tatt av dem som er her"):
        walks_in("Dan")
    counts = attendance_counts(event)
    assert (counts.signed, counts.attended, counts.by_layer) == (3, 2, {"leaders": 1, "staff": 1})
    last = AuditEntry.objects.filter(act="attend").order_by("pk").values_list("detail", flat=True)[0]
    assert last == {"came": True, "number": 1, "walked_in": True}
    keeping.forget_names(event.pk, at=datetime(2026, 11, 13, 3, tzinfo=OSLO))
    assert (event.sign_ups.exclude(name="").count(), attendance_counts(event)) == (0, counts)
    with pytest.raises(NotInOrder, match="så lenge navnene er der"):
        walks_in("Dan", at=datetime(2026, 11, 14, tzinfo=OSLO))


def test_it_can_be_changed_on_the_day_though_more_have_come_than_there_are_places(world: World) -> None:
    event, home = open_event(world, capacity=2), world.parties["Solbakken barnehage"].pk
    signed_up(world, event, "Ane", "Bo")
    nina, cis = world.act("nina", HELD_ON), Participant("Cis")
    door_actions.walk_in(event.pk, party=home, layer="staff", who=cis, actor=nina, at=HELD_ON)
    given: dict[str, Any] = {"invited": event.invited.all(), "actor": nina, "at": HELD_ON}
    for revision, capacity in enumerate((2, None, 3), start=event.revision):
        details = actions.Details(event.kind, event.title, event.sign_up_by, "Vi er i rom 2.", capacity)
        changed = actions.change_event(event.pk, details=details, when=IN_MAY, revision=revision, **given)
        assert (changed.about, changed.capacity) == ("Vi er i rom 2.", capacity)
    fewer = actions.Details(event.kind, event.title, event.sign_up_by, capacity=2)
    with pytest.raises(NotInOrder, match="3 er allerede påmeldt"):
        actions.change_event(event.pk, details=fewer, when=IN_MAY, revision=changed.revision, **given)


def test_one_checks_in_with_ones_own_ticket_while_it_is_on(world: World) -> None:
    event = open_event(world)
    signed_up(world, event, "Ane")
    ane = event.sign_ups.get()
    for too_early_or_late in (HELD_ON - timedelta(minutes=31), HELD_ON + timedelta(hours=7)):
        with pytest.raises(NotInOrder):
            door_actions.check_in_by_ticket(ane.ticket, at=too_early_or_late)
    door_actions.check_in_by_ticket(ane.ticket, at=HELD_ON)
    assert SignUp.objects.get().attended_at == HELD_ON
    last = AuditEntry.objects.order_by("-pk").first()
    assert last is not None
    assert (last.act, last.actor_name, "Ane" in str(last.detail)) == ("attend", "Deltakeren selv", False)


def test_those_who_came_are_asked_through_a_kartlegging_by_where_they_come_from(world: World) -> None:
    store_shipped(at=AUTUMN)
    event = open_event(world)
    signed_up(world, event, "Ane", "Bo", "Cis")
    _came(world, event, "Ane", "Bo")
    nina = world.act("nina", HELD_ON)
    with pytest.raises(NotInOrder):
        evaluating.evaluate(event.pk, actor=nina, at=HELD_ON)
    actions.hold_event(event.pk, actor=nina, at=HELD_ON)
    survey = evaluating.evaluate(event.pk, actor=nina, at=HELD_ON)
    [unit] = survey.units.all()
    assert (survey.k, unit.invited, unit.party.name) == (5, {"staff": 2}, "Solbakken barnehage")
    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN
    mails = list(messages(event.pk, "evaluation", None))
    assert [each.to[0] for each in mails] == ["ane@x.example", "bo@x.example"]
    assert all(unit.open_link in each.body for each in mails)


def test_those_who_arranged_it_and_came_are_counted_with_the_others(world: World) -> None:
    """A kommune that holds it has people there too: the groups above the units are still there."""
    store_shipped(at=AUTUMN)
    owner, ola = world.parties["Inderøy kommune"], world.act("ola")
    details = actions.Details(kind="conference", title="Dag", sign_up_by=date(2025, 5, 1))
    event = actions.plan_event(
        owner, county=world.county, details=details, when=IN_MAY, invited=[owner], actor=ola, at=AUTUMN
    )
    actions.open_sign_up(event.pk, actor=ola, at=AUTUMN)
    for home in ("Solbakken barnehage", "Sakshaug skole", "Inderøy kommune"):
        people = [Participant(f"{home} {n}") for n in range(4)]
        sign_up(event.pk, party=world.parties[home].pk, layer="staff", people=people, actor=ola, at=AUTUMN)
    there = world.act("ola", HELD_ON)
    everyone = event.sign_ups.values_list("pk", flat=True)
    door_actions.mark_attendance(event.pk, sign_ups=everyone, came=True, actor=there, at=HELD_ON)
    actions.hold_event(event.pk, actor=there, at=HELD_ON)
    survey = evaluating.evaluate(event.pk, actor=there, at=HELD_ON)
    units = list(survey.units.select_related("party", "owner", "network", "municipality", "county"))
    assert "Inderøy kommune" in {group.name for group in groups_of(survey, units) if group.level == Level.OWNER}


def test_names_go_in_time_and_the_counts_stay(world: World) -> None:
    event = open_event(world)
    signed_up(world, event, "Ane", "Bo")
    _came(world, event, "Ane")
    actions.hold_event(event.pk, actor=world.act("nina"), at=HELD_ON)
    gone = keeping.keep_until(event)
    assert gone == date(2026, 11, 13)
    assert (keeping.to_forget(gone - timedelta(days=1)), keeping.to_forget(gone)) == ([], [event.pk])
    before = attendance_counts(event)
    tickets = set(event.sign_ups.values_list("ticket", flat=True))
    keeping.forget_names(event.pk, at=datetime(2026, 11, 13, 3, tzinfo=OSLO))
    assert not event.sign_ups.exclude(name="", email="", person=None).exists()
    assert not tickets & set(event.sign_ups.values_list("ticket", flat=True))
    assert (attendance_counts(event), keeping.to_forget(gone)) == (before, [])


def test_everyone_who_comes_is_reminded_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    event = open_event(world)
    signed_up(world, event, "Ane")
    monkeypatch.setattr("laget.effect.events.jobs.now", lambda: HELD_ON - timedelta(hours=47))
    keep_event_dates()
    keep_event_dates()
    jobs = ProcrastinateJob.objects.filter(task_name="mail_event").values_list("args", flat=True)
    assert [each["kind"] for each in jobs.order_by("pk")] == ["signed", "reminder"]
    assert [each.subject for each in messages(event.pk, "reminder", None)] == ["Snart: Fagdag"]
