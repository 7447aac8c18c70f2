"""The history of a document: all of it for those who write it, and for others what has to do with them."""

from datetime import UTC, date, datetime

from django.test import Client

from laget.base.questions.actions import save_answers
from laget.base.questions.models import Version
from laget.base.questions.queries import entries_visible_to
from laget.base.questions.tests.test_many_writers import READY
from laget.need.assessments.actions import return_assessment, submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners
from testing.people import AUTUMN, World


def test_how_it_is_written_is_for_those_who_write_it(world: World, client: Client) -> None:
    kari, ola = world.act("kari"), world.act("ola")
    ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
    asked = Assessment.objects.get(subject__name="Solbakken barnehage")
    save_answers(asked.pk, answers=READY, revision=0, actor=kari, at=AUTUMN)
    submit_assessment(asked.pk, revision=1, actor=kari, at=AUTUMN)
    return_assessment(asked.pk, reason="Si mer.", actor=ola, at=AUTUMN)
    save_answers(asked.pk, answers={"have": "Mer."}, revision=1, actor=world.act("knut"), at=AUTUMN)
    asked.refresh_from_db()
    acts = {
        name: list(entries_visible_to(world.act(name), asked).order_by("number").values_list("act", flat=True))
        for name in ("kari", "knut", "ola", "nina")
    }
    all_of_it = ["open", "save", "submit", "return", "save"]
    for_others = ["open", "submit", "return"]
    assert acts == {"kari": all_of_it, "knut": all_of_it, "ola": for_others, "nina": for_others}
    client.force_login(world.people["ola"])
    page = client.get(f"/dokument/{asked.pk}/historikk/").content.decode()
    assert ("Kari" in page, "Knut" in page, "lagret" in page) == (True, False, False)


def test_a_version_is_dated_by_the_day_it_was_in_norway() -> None:
    late = datetime(2025, 3, 15, 23, 30, tzinfo=UTC)
    assert Version(frozen_at=late).frozen_on == date(2025, 3, 16)
