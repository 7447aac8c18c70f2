"""Someone is given a place in a seat of the forum, and leaves it for another."""

from datetime import date, timedelta

import pytest
from django.test import Client

from laget.base.refusals import NotInOrder
from laget.grant.forum import seat_actions
from laget.grant.forum.models import Holder
from laget.grant.forum.queries import holders_on
from testing.forum import MARCH, begin, called_meeting, seat_everyone
from testing.people import World

TODAY = MARCH.date()
APRIL = date(2025, 4, 11)


def give(world: World, name: str, *, first: date, place: int = 0) -> Holder:
    """Kommunelaget's seat, which is Karl's from the start."""
    party = world.parties["Kommunelaget"]
    seat = world.forum.seats.get(party=party)
    person, arne = world.people[name], world.act("arne", MARCH)
    return seat_actions.give_place(
        world.forum, seat=seat, person=person, party=party, place=place, first=first, actor=arne, at=MARCH
    )


def sits(world: World, day: date) -> list[tuple[str, int]]:
    party = world.parties["Kommunelaget"]
    found = holders_on(world.forum.pk, day=day)
    return [(each.person.name, each.place) for each in found if each.seat.party_id == party.pk]


@pytest.mark.django_db
def test_one_who_is_given_a_place_sits_until_the_next_one_has_it(world: World) -> None:
    seat_everyone(world)
    give(world, "mons", first=APRIL)
    give(world, "lars", first=TODAY)
    days = [TODAY - timedelta(days=1), TODAY, APRIL - timedelta(days=1), APRIL]
    assert [sits(world, day) for day in days] == [[("Karl", 0)], [("Lars", 0)], [("Lars", 0)], [("Mons", 0)]]
    give(world, "mons", first=TODAY, place=1)  # nobody sits there twice
    assert sits(world, TODAY) == [("Lars", 0), ("Mons", 1)]
    assert sits(world, APRIL) == [("Mons", 0)]


@pytest.mark.django_db
def test_the_place_of_one_who_has_attended_today_is_given_from_a_later_day(world: World) -> None:
    meeting = called_meeting(world)
    give(world, "mons", first=TODAY)  # Karl goes, who had it until yesterday
    begin(world, meeting)
    with pytest.raises(NotInOrder, match="Mons har plassen fra samme dag, og har vært med i et møte"):
        give(world, "lars", first=TODAY)
    give(world, "lars", first=TODAY + timedelta(days=1))
    assert [sits(world, TODAY + timedelta(days=n)) for n in (0, 1)] == [[("Mons", 0)], [("Lars", 0)]]


@pytest.mark.django_db
def test_the_page_says_until_when_and_one_may_leave_before_that(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: MARCH)
    seat_everyone(world)
    give(world, "mons", first=APRIL)
    client.force_login(world.people["arne"])
    seat = world.forum.seats.get(party=world.parties["Kommunelaget"])
    lars = {"seat": seat.pk, "place": 0, "person": world.people["lars"].pk, "party": "", "first": "2025-03-12"}
    page = client.post(f"/forum/seter/{world.forum.pk}/gi/", lars, follow=True).content.decode()
    assert ("Lars har fått plassen." in page, "Det gjelder til og med 10. april 2025." in page) == (True, True)
    held = Holder.objects.get(seat=seat, person=world.people["lars"])
    client.post(f"/forum/seter/plass/{held.pk}/avslutt/")
    assert (sits(world, TODAY), sits(world, APRIL)) == ([], [("Mons", 0)])


@pytest.mark.django_db
def test_the_page_shows_who_is_to_come_and_takes_back_their_place(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: MARCH)
    seat_everyone(world)
    client.force_login(world.people["arne"])
    seat = world.forum.seats.get(party=world.parties["Kommunelaget"])
    mons = {"seat": seat.pk, "place": 0, "person": world.people["mons"].pk, "party": "", "first": APRIL.isoformat()}
    page = client.post(f"/forum/seter/{world.forum.pk}/gi/", mons, follow=True).content.decode()
    assert "Mons har fått plassen fra 11. april 2025." in page
    assert page.index("til og med 10. april 2025") < page.index("fra 11. april 2025</span>")
    held = Holder.objects.get(seat=seat, person=world.people["mons"])
    page = client.post(f"/forum/seter/plass/{held.pk}/avslutt/", follow=True).content.decode()
    assert "fra 11. april 2025</span>" not in page
