"""A mail server that doesn't take everything, or nothing, or refuses someone."""

import random
import smtplib
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from laget.base.mail import MOST_IN_A_ROW, TryAgain, hand_over_each, sent_as

TO = [f"p{n}@laget.example" for n in range(200)]
tries: Counter[str] = Counter()
dice = random.Random(30)


class Unwilling(EmailBackend):
    """Takes three of ten messages later, and refuses the first receiver for good."""

    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        (to,) = messages[0].to
        tries[to] += 1
        if to == TO[0]:
            raise smtplib.SMTPRecipientsRefused({to: (550, b"unknown")})
        if dice.random() < 0.3:
            raise smtplib.SMTPDataError(451, b"later")
        return int(super().send_messages(messages))


class OneIsFull(EmailBackend):
    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        (to,) = messages[0].to
        tries[to] += 1
        if to == TO[0]:
            raise smtplib.SMTPRecipientsRefused({to: (452, b"full")})
        return int(super().send_messages(messages))


class Down(EmailBackend):
    def open(self) -> bool:
        tries["down"] += 1
        raise ConnectionRefusedError


class RefusesUs(EmailBackend):
    def send_messages(self, _messages: list[EmailMessage]) -> int:  # type: ignore[override]
        tries["us"] += 1
        raise smtplib.SMTPSenderRefused(550, b"not you", "laget@laget.example")


def messages() -> list[EmailMessage]:
    return [EmailMessage("Hei", "Hei.", to=[to], headers=sent_as(f"test-{to}")) for to in TO]


@pytest.fixture(autouse=True)
def _from_the_beginning(db: None) -> None:
    tries.clear()
    cache.clear()


def test_everyone_is_reached_once_however_often_the_job_is_tried(settings: Any) -> None:
    settings.EMAIL_BACKEND = "laget.base.tests.test_mail.Unwilling"
    while True:
        with suppress(TryAgain):
            hand_over_each(messages())
            break
    assert Counter(each.to[0] for each in mail.outbox) == Counter(TO[1:])
    assert tries[TO[0]] == 1
    assert tries.total() > 1.3 * len(TO)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<test-{mail.outbox[0].to[0]}@laget>"


def test_one_who_can_not_be_reached_for_days_is_no_reason_to_mail_the_others_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "laget.base.tests.test_mail.OneIsFull"
    for _turn in range(3):
        with pytest.raises(TryAgain):
            hand_over_each(messages())
    assert Counter(each.to[0] for each in mail.outbox) == Counter(TO[1:])
    assert tries[TO[0]] == 1 + 3
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    hand_over_each(messages())
    assert Counter(each.to[0] for each in mail.outbox) == Counter(TO)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (0,)


def test_a_server_that_takes_nothing_from_us_is_no_reason_to_drop_the_messages(settings: Any) -> None:
    settings.EMAIL_BACKEND = "laget.base.tests.test_mail.RefusesUs"
    with pytest.raises(TryAgain, match="vil ikke ta imot post fra Laget"):
        hand_over_each(messages())
    assert tries["us"] == MOST_IN_A_ROW


def test_a_server_that_is_down_is_left_alone_for_a_while(settings: Any) -> None:
    settings.EMAIL_BACKEND = "laget.base.tests.test_mail.Down"
    with pytest.raises(TryAgain):
        hand_over_each(messages())
    assert tries["down"] == MOST_IN_A_ROW
