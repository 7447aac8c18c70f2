"""People sign up in groups or by themselves, wait in order, and move up when there is room."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind
from laget.base.cycle.calendar_queries import entries_visible_to, notices_visible_to
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.events import actions, sign_up_actions
from laget.effect.events.mail import messages
from laget.effect.events.models import Event, SignUp
from laget.effect.events.queries import may_come_from, room_of, visible_to
from laget.effect.events.sign_up_actions import Participant, Taken
from laget.effect.events.states import Place
from testing.events import HELD_ON, IN_MAY, open_event, planned_event
from testing.people import AUTUMN, OSLO, World

ANE, BO, CIS = Participant("Ane Aas", "ane@x.example"), Participant("Bo Bø"), Participant("Cis Ceder", "cis@x.example")


def on_list(event: Event) -> list[tuple[str, str]]:
    return list(event.sign_ups.order_by("number").values_list("name", "place"))


def test_a_draft_is_for_those_who_arrange_it_and_an_open_event_for_those_invited(world: World) -> None:
    event = planned_event(world)
    seen = {name: visible_to(world.act(name)).filter(pk=event.pk).exists() for name in world.people}
    assert {name for name, sees in seen.items() if sees} == {"nina"}

    actions.open_sign_up(event.pk, actor=world.act("nina"), at=AUTUMN)
    seen = {name: visible_to(world.act(name)).filter(pk=event.pk).exists() for name in world.people}
    innherred = {"kari", "knut", "ola", "nina", "tom", "dina", "frida", "frode"}
    assert {name for name, sees in seen.items() if sees} == {*innherred, "eva", "dag"}
    told = {name for name in world.people if notices_visible_to(world.act(name)).filter(about=str(event.pk)).exists()}
    assert told == innherred


def test_an_event_for_some_kinds_is_for_those_and_their_owners_alone(world: World) -> None:
    event = open_event(world, kinds=[Kind.SCHOOL])
    seen = {name: visible_to(world.act(name)).filter(pk=event.pk).exists() for name in ("kari", "ola", "frida", "tom")}
    assert seen == {"kari": False, "ola": True, "frida": False, "tom": True}
    assert [each.name for each in may_come_from(world.act("ola"), event)] == ["Inderøy kommune", "Sakshaug skole"]


def test_an_owner_signs_up_a_group_and_those_who_find_no_room_wait_in_order(world: World) -> None:
    event, ola = open_event(world, capacity=2), world.act("ola")
    school = world.parties["Sakshaug skole"].pk
    taken = sign_up_actions.sign_up(event.pk, party=school, layer="staff", people=[ANE, BO, CIS], actor=ola, at=AUTUMN)
    assert (taken, on_list(event)) == (
        Taken(signed=2, waiting=1, known=0), [("Ane Aas", "signed"), ("Bo Bø", "signed"), ("Cis Ceder", "waiting")]
    )  # fmt: skip
    assert sign_up_actions.sign_up(event.pk, party=school, layer="staff", people=[ANE], actor=ola, at=AUTUMN).known == 1
    mails = [(each.to, each.subject, each.extra_headers["Message-ID"]) for each in messages(event.pk, "signed", None)]
    first, last = event.sign_ups.get(name="Ane Aas"), event.sign_ups.get(name="Cis Ceder")
    assert mails == [
        (["ane@x.example"], "Du er påmeldt: Fagdag", f"<event-signed-{first.pk}-0@laget>"),
        (["cis@x.example"], "Du står på venteliste: Fagdag", f"<event-signed-{last.pk}-0@laget>"),
    ]

    before = ProcrastinateJob.objects.filter(task_name="mail_event").count()
    sign_up_actions.withdraw(event.sign_ups.get(name="Bo Bø").pk, actor=ola, at=AUTUMN)
    assert on_list(event) == [("Ane Aas", "signed"), ("", "withdrawn"), ("Cis Ceder", "signed")]
    job = ProcrastinateJob.objects.filter(task_name="mail_event").order_by("pk")[before]
    assert (job.args["kind"], job.args["sign_ups"]) == ("moved_up", [str(last.pk)])


def test_more_room_lets_the_next_in_and_there_is_never_less_than_is_taken(world: World) -> None:
    event, ola, nina = open_event(world, capacity=1), world.act("ola"), world.act("nina")
    school = world.parties["Sakshaug skole"].pk
    sign_up_actions.sign_up(event.pk, party=school, layer="staff", people=[ANE, BO, CIS], actor=ola, at=AUTUMN)
    event.refresh_from_db()
    given: dict[str, Any] = {"when": IN_MAY, "invited": event.invited.all(), "actor": nina, "at": AUTUMN}
    details = actions.Details("conference", "Fagdag", date(2025, 5, 1), capacity=3)
    actions.change_event(event.pk, details=details, revision=event.revision, **given)
    assert room_of(event) == {"signed": 3, "waiting": 0, "attended": 0, "unsure": 0}
    with pytest.raises(ChangedMeanwhile):
        actions.change_event(event.pk, details=details, revision=event.revision, **given)
    fewer = actions.Details("conference", "Fagdag", date(2025, 5, 1), capacity=2)
    with pytest.raises(NotInOrder, match="3 er allerede påmeldt"):
        actions.change_event(event.pk, details=fewer, revision=event.revision + 1, **given)


def test_one_signs_up_oneself_for_one_of_the_dates_and_finds_it_in_the_calendar(world: World) -> None:
    event, knut = open_event(world), world.act("knut")
    later = datetime(2025, 5, 21, 13, tzinfo=OSLO)
    other = planned_event(world, series=event.series, begins=later)
    actions.open_sign_up(other.pk, actor=world.act("nina"), at=AUTUMN)
    home = world.parties["Solbakken barnehage"].pk
    sign_up_actions.sign_up_oneself(event.pk, party=home, layer="staff", actor=knut, at=AUTUMN)
    [mine] = SignUp.objects.filter(person=knut.person)
    assert (mine.name, mine.email, mine.place) == ("Knut", "knut@laget.example", Place.SIGNED)
    assert [each.title for each in entries_visible_to(knut)] == ["Fagdag"]
    Person.objects.filter(pk=knut.person.pk).update(language="nn")
    assert [each.subject for each in messages(event.pk, "signed", None)] == ["Du er påmeld: Fagdag"]
    with pytest.raises(NotInOrder, match="annet tidspunkt"):
        sign_up_actions.sign_up_oneself(other.pk, party=home, layer="staff", actor=knut, at=AUTUMN)
    again = Participant(mine.name, mine.email)
    group = sign_up_actions.sign_up(
        other.pk, party=home, layer="staff", people=[again, BO], actor=world.act("kari"), at=AUTUMN
    )
    assert group == Taken(signed=1, waiting=0, known=1)
    sign_up_actions.withdraw(mine.pk, actor=knut, at=AUTUMN)
    assert not entries_visible_to(knut).exists()


def test_who_is_signed_up_by_a_leader_and_signs_up_has_the_place_as_their_own(world: World) -> None:
    event, knut = open_event(world, capacity=1), world.act("knut")
    home = world.parties["Solbakken barnehage"].pk
    people = [Participant("Knut", "Knut@laget.example"), Participant("Knut", "knut@x.example")]
    sign_up_actions.sign_up(event.pk, party=home, layer="staff", people=people, actor=world.act("kari"), at=AUTUMN)
    taken = sign_up_actions.sign_up_oneself(event.pk, party=home, layer="staff", actor=knut, at=AUTUMN)
    assert taken == Taken(signed=0, waiting=0, known=1)
    assert sign_up_actions.words_for_oneself(taken).startswith("Du er allerede påmeldt")
    [mine] = SignUp.objects.filter(person=knut.person)
    assert (mine.email, mine.place) == ("Knut@laget.example", Place.SIGNED)
    assert [each.title for each in entries_visible_to(knut)] == ["Fagdag"]
    with pytest.raises(NotInOrder, match="Du er allerede påmeldt"):
        sign_up_actions.sign_up_oneself(event.pk, party=home, layer="staff", actor=knut, at=AUTUMN)


def test_nobody_signs_up_others_from_where_they_do_not_lead_nor_when_it_is_too_late(world: World) -> None:
    event, home = open_event(world), world.parties["Solbakken barnehage"].pk
    group: dict[str, Any] = {"party": home, "layer": "staff", "people": [ANE]}
    for name in ("knut", "frida", "tom", "nina"):
        with pytest.raises(PermissionDenied):
            sign_up_actions.sign_up(event.pk, **group, actor=world.act(name), at=AUTUMN)
    with pytest.raises(PermissionDenied):  # from another network
        havhesten = world.parties["Havhesten barnehage"].pk
        sign_up_actions.sign_up(event.pk, **{**group, "party": havhesten}, actor=world.act("per"), at=AUTUMN)
    kari = world.act("kari", HELD_ON)
    with pytest.raises(NotInOrder, match="ikke åpen"):
        sign_up_actions.sign_up(event.pk, **group, actor=kari, at=HELD_ON)
    HeldRole.objects.create(
        person=kari.person, role=Role.OWNER, party=world.parties["Ørland kommune"], valid_from=date(2021, 1, 1)
    )
    assert [each.name for each in may_come_from(world.act("kari"), event)] == ["Solbakken barnehage"]
