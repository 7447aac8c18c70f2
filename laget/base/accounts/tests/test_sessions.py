"""A session is good until it ends, and as long as its person may sign in. Each claim goes through a whole request."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from laget.base.accounts.models import Person, Session
from laget.base.accounts.sessions import SessionStore
from testing.people import World


@pytest.fixture
def kari(world: World) -> Client:
    client = Client()
    client.force_login(world.people["kari"])
    return client


def where(client: Client) -> tuple[int, str]:
    answer = client.get("/oppgaver/")
    return answer.status_code, answer.headers.get("Location", "")


SIGN_IN = (302, "/logg-inn/?next=/oppgaver/")


def test_kari_is_known_from_one_request_to_the_next(kari: Client, world: World) -> None:
    answer = kari.get("/oppgaver/")
    assert (answer.status_code, answer.wsgi_request.user) == (200, world.people["kari"])
    assert where(kari) == (200, "")


def test_a_session_that_has_run_out_is_no_session(kari: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert where(kari) == SIGN_IN


def test_a_session_that_was_ended_elsewhere_is_no_session(kari: Client) -> None:
    Session.objects.all().delete()
    assert where(kari) == SIGN_IN


def test_someone_who_may_no_longer_sign_in_is_out_at_once(kari: Client, world: World) -> None:
    Person.objects.filter(pk=world.people["kari"].pk).update(is_active=False)
    assert where(kari) == SIGN_IN


def test_someone_who_is_gone_is_out_at_once(kari: Client, world: World) -> None:
    world.people["kari"].delete()
    assert where(kari) == SIGN_IN


def test_an_unknown_key_gives_an_empty_session_with_no_key(db: None) -> None:
    session = SessionStore("not-a-key-that-we-have-given")
    assert session.get("anything") is None
    assert session.session_key is None
