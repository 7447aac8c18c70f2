"""Nobody notes that someone answered: the server's log doesn't either, also when a page says no."""

import io
import logging

import pytest
from django.test import Client, RequestFactory


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the server would have written to its log."""
    [console] = [
        each for each in logging.getLogger().handlers if isinstance(each, logging.StreamHandler) and each.filters
    ]
    written = io.StringIO()
    monkeypatch.setattr(console, "stream", written)
    return written


@pytest.mark.django_db
def test_a_wrong_code_and_a_dead_link_are_not_in_the_log(client: Client, log: io.StringIO) -> None:
    said = [
        client.post("/svar/", {"code": "ABCD-EFGH"}).status_code,
        client.post("/svar/send/", {"lenke": "nothing", "lag": "staff"}).status_code,
        client.get("/svar/lenke/nothing/").status_code,
        client.get("/nowhere/").status_code,
    ]
    assert said == [422, 404, 404, 404]
    (line,) = log.getvalue().splitlines()
    assert line.endswith(" WARNING django.request: Not Found: /nowhere/")


@pytest.mark.django_db
def test_an_address_that_is_secret_is_not_in_the_log(client: Client, log: io.StringIO) -> None:
    assert client.get("/kalender/hemmelig.ics").status_code == 404
    assert client.get("/billett/hemmelig/").status_code == 404
    assert [line.rpartition(" Not Found: ")[2] for line in log.getvalue().splitlines()] == [
        "/kalender/….ics",
        "/billett/…/",
    ]


def test_a_page_that_fails_is_in_the_log(log: io.StringIO, rf: RequestFactory) -> None:
    logging.getLogger("django.request").error("Internal Server Error", extra={"request": rf.get("/svar/")})
    assert log.getvalue().endswith(" ERROR django.request: Internal Server Error\n")
