"""The sample county has had a day, has something to sign up for, and a conference that can be moved with its money."""

from datetime import date

from laget.config.sample.events import arrange, hold_a_day
from laget.effect.events.queries import room_of
from testing.people import World


def test_a_webinar_is_held_twice_and_a_conference_has_a_waiting_list_and_money(world: World) -> None:
    world.carry("send")
    webinar, again, conference = arrange(world.county, today=date(2025, 5, 5))
    assert (webinar.series, (again.begins - webinar.begins).days) == (again.series, 7)
    assert {each.state for each in (webinar, again, conference)} == {"open"}
    assert room_of(webinar)["signed"] > 0
    share = conference.funding.get()
    assert 0 < share.spent < share.planned


def test_a_day_has_been_held_that_most_came_to_for_the_forums_money(world: World) -> None:
    world.carry("send")
    event = hold_a_day(world.county, today=date(2025, 6, 1))
    event.refresh_from_db()
    assert event.state == "held"
    came = event.sign_ups.exclude(attended_at=None).count()
    assert 0 < came < event.sign_ups.count()
    assert event.funding.get().award.recipient_id == world.forum.pk
