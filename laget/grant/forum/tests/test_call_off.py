"""A matter is taken off the agenda, a meeting is called off, and those who sit in the forum get a mail of it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from laget.base.audit.models import Entry
from laget.base.cycle.calendar_queries import entries_visible_to, unread_by
from laget.base.cycle.models import Task
from laget.grant.forum import actions, matter_actions
from laget.grant.forum.jobs import mail_member
from laget.grant.forum.models import Holder, Matter
from laget.rules.transitions import TransitionNotAllowed
from testing.forum import CALLED, MARCH, begin, called_meeting, matter_of
from testing.people import World


def test_one_is_taken_off_and_the_rest_is_called_off_with_a_mail(world: World, client: Client, mailoutbox: Any) -> None:
    meeting = called_meeting(world)
    arne, seated = world.act("arne", CALLED), Holder.objects.values("person").distinct().count()
    jobs = ProcrastinateJob.objects.filter(task_name="mail_forum_member").order_by("id")
    siri = world.people["siri"]
    siri.language = "nn"
    siri.save(update_fields=["language"])
    for job in jobs:
        mail_member(**job.args)
    in_nynorsk = [mail.to for mail in mailoutbox if "er kalla inn til Vårmøte 12. mars 2025 kl. 09.00" in mail.body]
    assert in_nynorsk == [[siri.email]]
    assert (len(mailoutbox), mailoutbox[0].subject) == (seated, "Innkalling: Vårmøte")
    assert "12. mars 2025 kl. 09.00, Steinkjer" in mailoutbox[0].body
    assert not any("Innherred" in mail.body for mail in mailoutbox)

    client.force_login(world.people["arne"])
    fosen = matter_of(world, "Fosen")
    assert client.post(f"{fosen.get_absolute_url()}ta-av/").headers["Location"] == meeting.get_absolute_url()
    fosen.refresh_from_db()
    assert fosen.state == "withdrawn"
    assert client.post(f"{meeting.get_absolute_url()}avlys/").headers["Location"] == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert meeting.state == "called"  # without a reason nothing happens
    client.post(f"{meeting.get_absolute_url()}avlys/", {"avlys-reason": "Veien er stengt."})
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert ("Veien er stengt." in page, "Hvem er til stede" in page) == (True, False)
    assert not Task.objects.filter(about=str(meeting.pk), done_at=None).exists()
    for network, acts in (("Innherred", ["postpone"]), ("Fosen", ["withdraw"])):  # each matter's own history tells
        told = Entry.objects.filter(kind="matter", about=str(matter_of(world, network).pk))
        assert list(told.order_by("number").values_list("act", flat=True)) == acts
    planning = client.get(f"/forum/runde/{world.round.pk}/nytt-mote/").content.decode()
    assert f'<div class="quiet">{world.round}</div>' in planning
    for job in jobs.filter(args__kind="cancelled"):
        mail_member(**job.args)
    assert (len(mailoutbox), mailoutbox[-1].subject) == (2 * seated, "Avlyst: Vårmøte")
    assert "Veien er stengt." in mailoutbox[-1].body

    again = actions.plan_meeting(world.round, title="Nytt møte", begins=MARCH, place="Steinkjer", actor=arne, at=CALLED)
    assert actions.list_matters(again.pk, actor=arne, at=CALLED) == 2  # both may be taken up anew
    begun = Matter.objects.filter(meeting=again).earliest("number")
    with pytest.raises(TransitionNotAllowed):
        actions.cancel_meeting(meeting.pk, reason="Igjen.", actor=arne, at=CALLED)
    actions.call_meeting(again.pk, actor=arne, at=CALLED)
    present = list(Holder.objects.values_list("pk", flat=True))
    actions.open_meeting(again.pk, present=present, chair=siri.pk, actor=arne, at=MARCH)
    with pytest.raises(TransitionNotAllowed):
        matter_actions.withdraw(begun.pk, actor=arne, at=MARCH)


def test_a_meeting_is_moved_before_it_begins_and_those_who_were_called_are_told(
    world: World, client: Client, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: CALLED)
    meeting = called_meeting(world)
    client.force_login(world.people["arne"])
    page = f"{meeting.get_absolute_url()}endre/"
    assert f'href="{page}"' in client.get(meeting.get_absolute_url()).content.decode()
    seen = client.get(page).context["form"].initial
    gone = client.post(page, {**seen, "day": "2025-01-01"})
    assert (gone.status_code, "Den dagen er over." in gone.content.decode()) == (422, True)
    client.post(page, {**seen, "day": "2025-03-19", "place": "Verdal"})
    older = client.post(page, {**seen, "place": "Oslo"})
    assert (older.status_code, "Noen andre har lagret dette" in older.content.decode()) == (422, True)
    entry = entries_visible_to(world.act("mons", CALLED)).get()
    assert (timezone.localdate(entry.begins), entry.place) == (date(2025, 3, 19), "Verdal")
    due = Task.objects.filter(about=str(meeting.pk), done_at=None).values_list("due", flat=True)
    assert set(due) == {date(2025, 3, 19)}
    changed = ProcrastinateJob.objects.filter(task_name="mail_forum_member", args__kind="changed")
    for job in changed:
        mail_member(**job.args)
    assert len(mailoutbox) == Holder.objects.values("person").distinct().count()
    assert "Nå er møtet 19. mars 2025 kl. 09.00, Verdal." in mailoutbox[0].body
    begin(world, meeting)
    assert client.get(page).headers["Location"] == meeting.get_absolute_url()


def test_a_meeting_stands_in_the_calendars_of_those_who_may_know_of_it(world: World) -> None:
    meeting = called_meeting(world)
    seen = {name: entries_visible_to(world.act(name, CALLED)).get() for name in ("arne", "siri", "mons")}
    entry = seen["mons"]
    assert set(seen.values()) == {entry}
    assert (entry.title, entry.begins, entry.address) == (
        "Samarbeidsforum i Trøndelag: Vårmøte", meeting.begins, meeting.get_absolute_url()
    )  # fmt: skip
    arne = world.act("arne", CALLED)
    planned = actions.plan_meeting(world.round, title="Høst", begins=MARCH, place="Steinkjer", actor=arne, at=CALLED)
    found = entries_visible_to(world.act("mons", CALLED)).exclude(pk=entry.pk)
    assert not found.exists()  # until it is called, it is for those who plan it
    assert entries_visible_to(arne).filter(about=str(planned.pk)).exists()

    actions.cancel_meeting(meeting.pk, reason="Veien er stengt.", actor=arne, at=CALLED)
    entry.refresh_from_db()
    assert entry.cancelled_at == CALLED
    told = [str(each) for each in unread_by(world.act("mons"))]
    assert told == ["Vårmøte er avlyst.", "Du er innkalt til Vårmøte."]
    by_himself = [each for each in unread_by(arne) if each.about == str(meeting.pk)]
    assert by_himself == []
