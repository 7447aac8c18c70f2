"""A period is opened, filled, closed once, and deleted when it was promised."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from laget.base.audit.models import Entry
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.base.refusals import ChangedMeanwhile
from laget.need.voices.actions import (
    MayIdentify,
    NotListening,
    close_listening,
    delete_voices,
    open_listening,
    plan_theme,
    register_voice,
    remove_voice,
)
from laget.need.voices.jobs import keep_voice_promises
from laget.need.voices.models import Listening, Voice
from laget.need.voices.said import Said
from laget.need.voices.states import State
from laget.need.voices.tests.scene import SUMMARY, begin, close, hear
from laget.rules.identifying import Sort
from laget.rules.transitions import TransitionNotAllowed
from testing.people import AUTUMN, World

pytestmark = pytest.mark.django_db
EIGHT = Said(8, 6, 1, 1, SUMMARY)
PLAN = {
    "keep": "Vi spiser i små grupper.",
    "change": "",
    "who": "Pedagogisk leder",
    "sign": "Alle har noen å sitte med.",
}


def acts() -> list[tuple[str, str]]:
    return list(Entry.objects.filter(kind="listening").order_by("number").values_list("act", "actor_name"))


def test_kari_opens_a_period_and_it_is_promised_when_it_is_deleted(world: World) -> None:
    listening = begin(world)
    assert (listening.owner, listening.state) == (world.organisation("Inderøy kommune"), State.OPEN)
    assert listening.delete_on == date(2025, 12, 20)


@pytest.mark.parametrize("name", ["knut", "ola", "per", "nina", "eva", "ada"])
def test_only_the_leader_begins_registers_closes_plans_and_deletes(world: World, name: str) -> None:
    listening, someone = begin(world), world.act(name)
    hear(world, listening, EIGHT)
    unit = world.parties["Solbakken barnehage"].pk
    talk = {"theme": "community", "way": "talk", "actor": someone, "at": AUTUMN}
    with pytest.raises(PermissionDenied):
        open_listening(unit, first=date(2025, 1, 1), last=date(2025, 2, 1), actor=someone, at=AUTUMN)
    with pytest.raises(PermissionDenied):
        register_voice(listening.pk, said=EIGHT, revision=1, **talk)  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        remove_voice(listening.pk, **talk)  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        close_listening(listening.pk, actor=someone, at=AUTUMN)
    with pytest.raises(PermissionDenied):
        plan_theme(
            listening.pk, theme="community", texts=PLAN, due=date(2025, 3, 1), revision=0, actor=someone, at=AUTUMN
        )
    assert acts() == [("open", "Kari"), ("register", "Kari")]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2024, 12, 1), date(2024, 11, 1), "Perioden kan ikke slutte før den begynner."),
        (date(2023, 8, 1), date(2023, 10, 1), "Siste dag er allerede over. Velg en senere dag."),
        (
            date(2024, 1, 1),
            date(2024, 8, 1),
            "En periode kan vare et halvt år. Del opp i flere når dere hører barna lenger.",
        ),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_plain_words(world: World, first: date, last: date, says: str) -> None:
    with pytest.raises(NotListening, match=says):
        open_listening(
            world.parties["Solbakken barnehage"].pk, first=first, last=last, actor=world.act("kari"), at=AUTUMN
        )


def test_one_period_is_open_at_a_time_also_in_the_database(world: World) -> None:
    listening = begin(world)
    with pytest.raises(NotListening, match="ikke er avsluttet"):
        begin(world)
    copy = {name: getattr(listening, name) for name in ("county", "unit", "first", "last", "delete_on", "opened_by")}
    with pytest.raises(IntegrityError, match="voices_one_open_at_a_time"), transaction.atomic():
        Listening.objects.create(**copy)


@pytest.mark.parametrize(
    ("summary", "sort"),
    [
        ("Flere sier at Emma er grei.", Sort.NAME),
        ("Ring 912 34 567.", Sort.PHONE),
        ("Barnet er 15108695088.", Sort.IDENTITY_NUMBER),
        ("Skriv til mor@laget.example.", Sort.EMAIL),
    ],
)
def test_what_may_tell_who_someone_is_is_not_saved(world: World, summary: str, sort: Sort) -> None:
    with pytest.raises(MayIdentify) as refused:
        hear(world, begin(world), Said(5, 5, 0, 0, summary))
    assert [each.sort for each in refused.value.found] == [sort]
    assert summary.rsplit(maxsplit=1)[-1] not in str(refused.value)
    assert not Voice.objects.exists()


def test_a_word_that_is_no_name_can_be_confirmed_and_a_number_cannot(world: World) -> None:
    listening = begin(world)
    shared = {"theme": "access", "way": "talk", "revision": 0, "actor": world.act("kari"), "at": AUTUMN}
    said = Said(5, 5, 0, 0, "Det er trangt på Blåklokka.")
    register_voice(listening.pk, said=said, not_names={"Blåklokka"}, **shared)  # type: ignore[arg-type]
    assert listening.voices.get().said() == said
    number = Said(5, 5, 0, 0, "Barnet er 15108695088.")
    with pytest.raises(MayIdentify):
        register_voice(listening.pk, said=number, not_names={"15108695088"}, **{**shared, "revision": 1})  # type: ignore[arg-type]


def test_two_who_write_the_same_do_not_write_over_each_other(world: World) -> None:
    listening = begin(world)
    hear(world, listening, EIGHT)
    with pytest.raises(ChangedMeanwhile):
        register_voice(
            listening.pk, theme="community", way="talk", said=Said(5, 0, 0, 5), revision=0, actor=world.act("kari"),
            at=AUTUMN,
        )  # fmt: skip
    assert listening.voices.get().said() == EIGHT


def test_closing_decides_once_what_others_may_see(world: World) -> None:
    listening = begin(world)
    hear(world, listening, EIGHT)
    hear(world, listening, Said(4, 0, 0, 4), theme="influence")
    closed = close(world, listening)
    assert closed.released == {"community": {"low": 5, "high": 9, "fifth": 4}, "influence": None}
    with pytest.raises(TransitionNotAllowed):
        close_listening(listening.pk, actor=world.act("kari"), at=AUTUMN)
    with pytest.raises(PermissionDenied):
        hear(world, listening, EIGHT, theme="benefit")


def test_someone_may_change_their_mind_also_after_closing(world: World) -> None:
    listening = begin(world)
    hear(world, listening, EIGHT)
    close(world, listening)
    remove_voice(listening.pk, theme="community", way="talk", actor=world.act("kari"), at=AUTUMN)
    assert not listening.voices.exists()
    assert acts()[-1] == ("remove", "Kari")


def test_all_is_deleted_the_night_it_was_promised_and_not_before(world: World, settings: Any) -> None:
    settings.PICK_PERSON = True  # as in the demo, where the day can be set
    listening = begin(world)
    hear(world, listening, EIGHT)
    for day, left in ((date(2025, 12, 19), 1), (date(2025, 12, 20), 0)):
        set_demo_day(day, person=None)
        keep_voice_promises()
        assert listening.voices.count() == left
    kept = Listening.objects.get(pk=listening.pk)
    assert (kept.state, kept.released["community"]["fifth"]) == (State.CLOSED, 4)
    assert acts()[-2:] == [("close", "Laget"), ("delete", "Laget")]
    assert verify().ok


def test_deletion_does_not_wait_for_a_key_that_is_lost(world: World, settings: Any) -> None:
    listening = begin(world)
    hear(world, listening, EIGHT)
    settings.VOICE_KEYS = {"2026": bytes(32)}
    delete_voices(listening.pk, at=AUTUMN + timedelta(days=500))
    kept = Listening.objects.get(pk=listening.pk)
    assert (kept.voices.count(), kept.released) == (0, {})


def test_the_audit_log_knows_what_was_done_and_nothing_of_what_was_said(world: World) -> None:
    listening = begin(world)
    hear(world, listening, EIGHT)
    plan_theme(
        listening.pk, theme="community", texts=PLAN, due=date(2025, 3, 1), revision=0, actor=world.act("kari"),
        at=AUTUMN,
    )  # fmt: skip
    close(world, listening)
    assert [act for act, _name in acts()] == ["open", "register", "plan", "close"]
    details = list(Entry.objects.filter(kind="listening").order_by("number").values_list("detail", flat=True))
    assert details == [
        {"delete_on": "2025-12-20"},
        {"theme": "community", "way": "talk", "revision": 1},
        {"theme": "community", "revision": 1},
        {"sha256": Listening.objects.get(pk=listening.pk).fingerprint},
    ]
