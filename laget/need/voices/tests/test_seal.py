"""What children said can be read with the key and in its own row, and in no other way."""

import os
from typing import Any

import pytest
from django.db import connection

from laget.base.audit.models import Entry
from laget.base.cycle.actions import set_demo_day
from laget.need.voices.jobs import keep_voice_promises
from laget.need.voices.models import Voice
from laget.need.voices.said import Said
from laget.need.voices.sealing import SIZE_STEP, Unreadable
from laget.need.voices.tests.scene import SUMMARY, begin, hear
from testing.people import AUTUMN, World

pytestmark = pytest.mark.django_db
SAID = Said(children=7, good=4, mixed=2, hard=1, summary=SUMMARY)


def test_what_was_said_is_read_back_as_it_was(world: World) -> None:
    voice = hear(world, begin(world), SAID)
    assert Voice.objects.get(pk=voice.pk).said() == SAID


def test_nothing_readable_lies_in_the_table(world: World) -> None:
    hear(world, begin(world), SAID)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(voice)::text, encode(box, 'escape'), box FROM voices_voice AS voice")
        row, escaped, box = cursor.fetchone()
    long_words = [word for word in SUMMARY.split() if len(word) > 5]  # short ones may come by chance
    assert long_words
    for word in (*long_words, "children", "summary"):
        assert word not in row
        assert word not in escaped
        assert word.encode() not in bytes(box)


def test_a_box_in_another_row_cannot_be_read(world: World) -> None:
    listening = begin(world)
    voice, other = hear(world, listening, SAID), hear(world, listening, Said(6, 6, 0, 0), way="drawing")
    Voice.objects.filter(pk=other.pk).update(box=voice.box, key=voice.key)
    with pytest.raises(Unreadable):
        Voice.objects.get(pk=other.pk).said()


def test_a_row_moved_to_another_id_cannot_be_read(world: World) -> None:
    voice = hear(world, begin(world), SAID)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE voices_voice SET id = gen_random_uuid() WHERE id = %s", [voice.pk])
    with pytest.raises(Unreadable):
        Voice.objects.get().said()


@pytest.mark.parametrize("place", [0, 12, -1], ids=["nonce", "text", "tag"])
def test_a_box_with_one_bit_changed_cannot_be_read(world: World, place: int) -> None:
    voice = hear(world, begin(world), SAID)
    box = bytearray(voice.box)
    box[place] ^= 1
    voice.box = bytes(box)
    with pytest.raises(Unreadable):
        voice.said()


def test_the_same_words_never_look_the_same_and_all_short_ones_are_as_long(world: World) -> None:
    listening = begin(world)
    boxes = [bytes(hear(world, listening, SAID, way=way).box) for way in ("talk", "drawing")]
    boxes.append(bytes(hear(world, listening, Said(5, 5, 0, 0), way="parents").box))
    assert len(set(boxes)) == 3
    assert {len(box) for box in boxes} == {12 + SIZE_STEP + 16}


def test_keys_are_changed_without_losing_what_was_said(world: World, settings: Any) -> None:
    settings.PICK_PERSON = True  # as in the demo, where the day can be set
    set_demo_day(AUTUMN.date(), person=None)
    old, new = settings.VOICE_KEYS, {"2026": os.urandom(32)}
    voice = hear(world, begin(world), SAID)
    settings.VOICE_KEYS = {**new, **old}
    assert Voice.objects.get(pk=voice.pk).said() == SAID
    keep_voice_promises()
    settings.VOICE_KEYS = new
    assert Voice.objects.get(pk=voice.pk).key == "2026"
    assert Voice.objects.get(pk=voice.pk).said() == SAID
    assert Entry.objects.filter(kind="listening", act="reseal").get().detail == {"voices": 1, "key": "2026"}


def test_without_its_key_it_cannot_be_read(world: World, settings: Any) -> None:
    voice = hear(world, begin(world), SAID)
    settings.VOICE_KEYS = {"2026": os.urandom(32)}
    with pytest.raises(Unreadable):
        voice.said()
