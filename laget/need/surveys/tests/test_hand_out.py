"""The leader's part: codes on paper, by a link or by mail; and reminders that name nobody."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.cycle.clock import now
from laget.base.cycle.models import Task
from laget.need.surveys.actions import NotOpen, close_early, close_survey, give_answer, open_early, withdraw_survey
from laget.need.surveys.codes import code_for, printed
from laget.need.surveys.freezing import freeze_survey
from laget.need.surveys.handing_out import remind_before_closing
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.jobs import keep_survey_dates
from laget.need.surveys.mail import mail_code, remind_leaders, remind_people, tell_leaders
from laget.need.surveys.models import Code, Survey, SurveyUnit
from laget.rules.transitions import TransitionNotAllowed
from testing.collecting import codes_of, opened, planned, today_as, unit_of
from testing.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world: World) -> Survey:
    return opened(world)


def kari(world: World) -> Client:
    client = Client()
    client.force_login(world.people["kari"])
    return client


def page_of(unit: SurveyUnit, more: str = "") -> str:
    return f"/kartlegging/{unit.survey_id}/enhet/{unit.pk}/{more}"


def jobs() -> list[tuple[str, dict[str, str]]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def use(unit: SurveyUnit, code: Code) -> None:
    give_answer(unit, ballot=uuid4(), layer=code.role_layer, answers={}, code=code_for(unit.pk, code.number))


def test_the_leader_gets_a_task_that_is_done_when_the_codes_are_out(world: World, survey: Survey) -> None:
    unit = unit_of(survey)
    tasks = kari(world).get("/oppgaver/").content.decode()
    assert f'<a href="{page_of(unit)}">Del ut kodene</a>' in tasks
    assert Task.objects.get(about=str(survey.pk)).due == survey.closes
    kari(world).post(page_of(unit, "delt-ut/"))
    assert Task.objects.get(about=str(survey.pk)).done_at is not None
    assert Entry.objects.filter(kind="survey").order_by("number").last().act == "hand_out"  # type: ignore[union-attr]


def test_each_person_has_a_slip_with_a_code_and_a_picture_and_none_says_who_has_answered(
    world: World, survey: Survey
) -> None:
    unit = unit_of(survey)
    before = kari(world).get(page_of(unit, "lapper/")).content.decode()
    codes = codes_of(unit) + codes_of(unit, Layer.LEADERS)
    assert len(codes) == 14
    assert all(printed(code) in before for code in codes)
    assert before.count('<svg viewBox="0 0 33 33" class="qr">') == 14
    assert "style=" not in before
    use(unit, unit.codes.get(number=3))
    after = kari(world).get(page_of(unit, "lapper/")).content.decode()
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", before) == token.sub("", after)


def test_someone_who_lacks_a_code_gets_one_and_so_many_more_are_asked(world: World, survey: Survey) -> None:
    unit, before = unit_of(survey), set(codes_of(unit_of(survey)))
    more = {"more_layer": Layer.STAFF.value, "number": "2"}
    made = kari(world).post(page_of(unit, "flere/"), more, follow=True).content.decode()
    assert "2 nye koder er laget. De ligger sist blant lappene til ansatte." in made
    unit.refresh_from_db()
    assert unit.invited == {"staff": 14, "leaders": 2}
    new = set(codes_of(unit)) - before
    slips = kari(world).get(page_of(unit, "lapper/")).content.decode()
    assert len(new) == 2
    assert all(printed(code) in slips for code in new)
    use(unit, unit.codes.get(number=16))
    entry = Entry.objects.filter(kind="survey").latest("number")
    assert (entry.act, entry.actor_name, entry.detail["number"]) == ("more", "Kari", 2)
    refused = kari(world).post(page_of(unit, "flere/"), more | {"number": "11"})
    assert (refused.status_code, "Skriv et tall fra 1 til 10." in refused.content.decode()) == (422, True)
    close_survey(survey.pk, at=now())
    kari(world).post(page_of(unit, "flere/"), more)
    assert unit.codes.count() == 16


def test_a_link_is_shown_as_a_picture_and_there_are_no_slips(world: World) -> None:
    unit = unit_of(opened(world, by_link=True))
    page = kari(world).get(page_of(unit)).content.decode()
    assert page.count(f"/svar/lenke/{unit.open_link}/") == 2
    assert 'class="qr"' in page
    assert kari(world).get(page_of(unit, "lapper/")).status_code == 302


def test_what_is_shown_while_it_is_open_goes_in_steps(world: World, survey: Survey) -> None:
    unit = unit_of(survey)
    nina = Client()
    nina.force_login(world.people["nina"])
    seen = []
    for code in unit.codes.order_by("number"):
        use(unit, code)
        page = nina.get(f"/kartlegging/{survey.pk}/").content.decode()
        seen.append(re.findall(r"(\d+–\d+|\d+) av 14", page))
    assert seen == [["0–4"] * 2] * 4 + [["5–9"] * 2] * 5 + [["10–14"] * 2] * 5


def test_addresses_get_a_code_each_and_the_same_list_again_sends_none(world: World, survey: Survey) -> None:
    unit = unit_of(survey)
    posted = {"layer": "staff", "emails": "Anne@solbakken.example\n bo@solbakken.example;\n\n"}
    assert kari(world).post(page_of(unit, "adresser/"), posted).status_code == 302
    assert kari(world).post(page_of(unit, "adresser/"), posted).status_code == 302
    given = Code.objects.exclude(email="")
    assert {code.email for code in given} == {"anne@solbakken.example", "bo@solbakken.example"}
    assert {code.layer for code in given} == {"staff"}
    assert sorted(jobs(), key=str) == sorted((("mail_survey_code", {"code": str(c.pk)}) for c in given), key=str)
    slips = kari(world).get(page_of(unit, "lapper/")).content.decode()
    assert not any(printed(code_for(unit.pk, code.number)) in slips for code in given)
    entries = Entry.objects.filter(act="address").order_by("number").values_list("detail", flat=True)
    assert [entry["number"] for entry in entries] == [2, 0]
    assert not any("solbakken.example" in str(entry) for entry in entries)


def test_the_mail_says_what_it_is_and_the_code_comes_after_the_hash(world: World, survey: Survey) -> None:
    code = unit_of(survey).codes.get(number=1)
    code.email = "anne@solbakken.example"
    code.save()
    mail_code(code=str(code.pk))
    sent = mail.outbox[0]
    secret = code_for(code.unit_id, 1)
    assert (sent.to, sent.subject) == (["anne@solbakken.example"], "Svar på kartleggingen «Slik har vi det»")
    assert f"/svar/#{secret}\n" in sent.body
    assert printed(secret) in sent.body
    assert "Det er frivillig" in sent.body


def test_a_code_that_nobody_can_use_is_not_mailed(world: World, survey: Survey) -> None:
    code = unit_of(survey).codes.get(number=1)
    code.email = "anne@solbakken.example"
    code.save()
    close_early(survey, actor=today_as(world, "nina"), at=now())
    mail_code(code=str(code.pk))
    freeze_survey(survey.pk, at=now())
    mail_code(code=str(code.pk))
    assert (mail.outbox, Code.objects.count()) == ([], 0)


def test_lines_that_are_no_addresses_are_named_and_the_rest_is_kept(world: World, survey: Survey) -> None:
    posted = {"layer": "staff", "emails": "anne@solbakken.example\nbo hos oss"}
    reply = kari(world).post(page_of(unit_of(survey), "adresser/"), posted)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Linje 2: «bo hos oss» er ikke en e-postadresse." in page
    assert "anne@solbakken.example\nbo hos oss</textarea>" in page
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.no"
    reply = kari(world).post(page_of(unit_of(survey), "adresser/"), {"layer": "staff", "emails": long})
    assert (reply.status_code, "er ikke en e-postadresse" in reply.content.decode()) == (422, True)
    many = "\n".join(f"p{n}@solbakken.example" for n in range(13))
    full = kari(world).post(page_of(unit_of(survey), "adresser/"), {"layer": "staff", "emails": many})
    assert (full.status_code, "Det er flere adresser enn ledige koder." in full.content.decode()) == (422, True)
    assert not Code.objects.exclude(email="").exists()


def test_a_reminder_goes_to_those_who_lack_and_to_the_leaders_and_its_job_names_nobody(
    world: World, survey: Survey
) -> None:
    unit = unit_of(survey)
    for number, name in ((1, "anne"), (2, "bo")):
        Code.objects.filter(unit=unit, number=number).update(email=f"{name}@solbakken.example")
    use(unit, unit.codes.get(number=1))
    day = now().date().isoformat()
    nina = Client()
    nina.force_login(world.people["nina"])
    for _time in range(2):  # the second is one too many that day
        nina.post(f"/kartlegging/{survey.pk}/minn/")
    named = {"survey": str(survey.pk), "day": day}
    assert jobs() == [("remind_survey_people", named), ("remind_survey_leaders", named)]
    remind_people(**named)
    assert [message.to for message in mail.outbox] == [["bo@solbakken.example"]]
    remind_people(**named)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    mail.outbox.clear()
    remind_leaders(**named)
    assert [message.to for message in mail.outbox] == [["kari@laget.example"]]
    assert page_of(unit) in str(mail.outbox[0].body)
    remind_before_closing(survey.pk, at=now())  # as by someone whose page was opened before
    assert len(jobs()) == 2
    assert Entry.objects.filter(act="remind").count() == 1


def test_the_calendar_reminds_once_three_days_before_it_closes(world: World, survey: Survey) -> None:
    today = now().date()
    Survey.objects.update(opens=today - timedelta(days=9), closes=today + timedelta(days=4))
    keep_survey_dates()
    assert jobs() == []
    Survey.objects.update(closes=today + timedelta(days=3))
    for _time in range(2):
        keep_survey_dates()
    assert [name for name, _args in jobs()] == ["remind_survey_people", "remind_survey_leaders"]
    assert Entry.objects.get(act="remind").actor_name == "Laget"


def test_opening_and_closing_early_move_the_days(world: World) -> None:
    today = now().date()
    survey = planned(world, opens=today + timedelta(days=5))
    open_early(survey, actor=today_as(world, "nina"), at=now())
    survey.refresh_from_db()
    assert (survey.state, survey.opens) == ("open", today)
    close_early(survey, actor=today_as(world, "nina"), at=now())
    survey.refresh_from_db()
    assert (survey.state, survey.closes) == ("closed", today)
    assert not Task.objects.filter(about=str(survey.pk), done_at=None).exists()


def test_what_nobody_has_been_asked_yet_can_be_withdrawn_and_its_key_goes_with_it(
    world: World, django_capture_on_commit_callbacks: Callable[..., Any], settings: Any
) -> None:
    survey = planned(world, opens=now().date() + timedelta(days=5))
    assert (settings.SURVEY_KEYS / f"{survey.pk}.key").exists()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_survey(survey.pk, actor=today_as(world, "nina"), at=now())
    assert not Survey.objects.exists()
    assert not (settings.SURVEY_KEYS / f"{survey.pk}.key").exists()
    assert Entry.objects.get(act="withdraw").about == str(survey.pk)
    with pytest.raises(TransitionNotAllowed):
        withdraw_survey(opened(world).pk, actor=today_as(world, "nina"), at=now())


def test_nobody_is_reminded_of_what_is_closed(world: World, survey: Survey) -> None:
    close_early(survey, actor=today_as(world, "nina"), at=now())
    with pytest.raises(NotOpen):
        remind_before_closing(survey.pk, at=now())
    remind_people(survey=str(survey.pk), day=now().date().isoformat())
    assert mail.outbox == []


def test_leaders_are_told_when_it_is_counted_and_where_the_result_is(world: World, survey: Survey) -> None:
    close_survey(survey.pk, at=now())
    freeze_survey(survey.pk, at=now())
    assert ("tell_survey_leaders", {"survey": str(survey.pk), "day": now().date().isoformat()}) in jobs()
    tell_leaders(survey=str(survey.pk), day=now().date().isoformat())
    assert [told.to for told in mail.outbox] == [["kari@laget.example"], ["nina@laget.example"]]
    for told in mail.outbox:
        assert told.subject == "Resultatet av «Slik har vi det» er klart"
        assert f"/kartlegging/{survey.pk}/resultat/\n" in told.body
    assert "resultatet for Solbakken barnehage, eller" in mail.outbox[0].body
    assert "resultatet, eller" in mail.outbox[1].body  # she asked, for the whole network
    assert len({told.extra_headers["Message-ID"] for told in mail.outbox}) == 2


def test_two_who_lead_the_same_place_each_have_a_mail_of_their_own(world: World, survey: Survey) -> None:
    HeldRole.objects.create(
        person=world.people["tom"], role=Role.UNIT_LEADER, party=unit_of(survey).party, valid_from=now().date()
    )
    remind_leaders(survey=str(survey.pk), day=now().date().isoformat())
    close_survey(survey.pk, at=now())
    freeze_survey(survey.pk, at=now())
    tell_leaders(survey=str(survey.pk), day=now().date().isoformat())
    to_both = [each for each in mail.outbox if each.to != ["nina@laget.example"]]
    assert Counter(each.to[0] for each in to_both) == {"kari@laget.example": 2, "tom@laget.example": 2}
    assert len({each.extra_headers["Message-ID"] for each in to_both}) == 4


def test_a_leader_whose_staff_share_a_link_is_reminded_of_the_link(world: World) -> None:
    survey = opened(world, by_link=True)
    remind_leaders(survey=str(survey.pk), day=now().date().isoformat())
    assert "fått lenken?" in mail.outbox[0].body
