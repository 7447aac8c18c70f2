"""What saving and sending ask the database, counted, so that an act which begins to ask for more is noticed.

In the last hour before a deadline a whole county does this. Each count is of one request: who asks, and then
the act with its audit entry.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.questions.actions import save_answers
from laget.base.questions.tests.test_many_writers import READY
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners
from testing.people import AUTUMN, World

WHO = ["SELECT"]  # the session, the person and the roles


@pytest.fixture
def assessment(world: World) -> Assessment:
    ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
    found = Assessment.objects.get(subject__name="Solbakken barnehage")
    save_answers(found.pk, answers=READY, revision=0, actor=world.act("kari"), at=AUTUMN)
    assert found.form  # which each process reads once
    assert found.round.file
    return found


@pytest.fixture
def kari(world: World) -> Client:
    client = Client()
    client.force_login(world.people["kari"])
    client.get("/hjelp/")
    return client


def statements(client: Client, address: str, posted: dict[str, object]) -> list[str]:
    """The first word of each statement that one post takes, apart from those that hold its transaction."""
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address, posted).status_code == 302
    first = [query["sql"].split()[0] for query in asked]
    return [word for word in first if word not in {"SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"}]


def test_saving_locks_the_document_and_writes_it_the_edit_and_the_audit_entry(
    kari: Client, assessment: Assessment
) -> None:
    typed = {"need": "Vi trenger mer om tidlig innsats.", "target_groups": ["kindergarten"], "revision": 1}
    asked = statements(kari, f"/dokument/{assessment.pk}/skjema/need/", typed)
    lock, edit_and_document, audit = ["SELECT"], ["WITH"], ["INSERT"]
    assert asked == WHO + lock + edit_and_document + audit


def test_sending_asks_for_no_more_than_what_it_changes(kari: Client, assessment: Assessment) -> None:
    asked = statements(kari, f"/vurdering/{assessment.pk}/send/", {"revision": 1})
    lock, state, freeze_and_send_out = ["SELECT"], ["UPDATE"], ["WITH"]
    pass_on, close_tasks, audit = ["UPDATE"], ["UPDATE"], ["INSERT"]
    assert asked == WHO + lock + state + freeze_and_send_out + pass_on + close_tasks + audit
