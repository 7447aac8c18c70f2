"""A letter waits, and can be stopped; then it leaves, and is tried until it has arrived or can't."""

import smtplib
from datetime import timedelta
from io import BytesIO
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from laget.base.audit.models import Entry
from laget.base.cycle.models import Task
from laget.base.questions.queries import visible_to
from laget.base.questions.shown import as_shown
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import moment
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.outbox import (
    MOST_ATTEMPTS,
    deliver,
    resend_letter,
    send_letter,
    send_now,
    send_tilsagn,
    stop_letter,
)
from laget.grant.tilsagn.queries import sendable_by
from laget.grant.tilsagn.tests.letters import APRIL, decided, now, of
from laget.rules.transitions import TransitionNotAllowed
from testing.people import World

WAIT = timedelta(minutes=30)
LATER = APRIL + WAIT
SOON = (LATER + timedelta(seconds=16)).replace(tzinfo=None)  # as Excel has it, when it has been tried twice
Delivery = Letter.Delivery


class BadServer(BaseEmailBackend):
    """A mail server that answers each letter with the next of `answers`, and takes it when there are none left."""

    answers: list[Exception]

    def send_messages(self, messages: Any) -> int:
        if BadServer.answers:
            raise BadServer.answers.pop(0)
        mail.outbox.extend(messages)
        return len(messages)


@pytest.fixture
def bad_server(settings: Any) -> list[Exception]:
    settings.EMAIL_BACKEND = f"{__name__}.BadServer"
    BadServer.answers = []
    mail.outbox = []
    return BadServer.answers


@pytest.fixture
def letter(world: World) -> Letter:
    return decided(world)


def queued(world: World, letter: Letter) -> Letter:
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL, wait=WAIT)
    return now(letter)


def to_send_again(letter: Letter) -> list[tuple[str, str]]:
    """Whose task it is that it did not arrive, and where that leads."""
    found = Task.objects.filter(about=letter.pk, title="Sende på nytt et brev som ikke kom fram", done_at=None)
    return list(found.values_list("role", "address"))


def test_while_it_waits_the_recipient_sees_nothing(world: World, letter: Letter) -> None:
    waiting = queued(world, letter)
    assert (waiting.delivery, waiting.leaves_at, of(waiting).state) == (Delivery.QUEUED, LATER, State.GIVEN)
    tom = world.act("tom", APRIL)
    assert not visible_to(tom, Tilsagn.objects.filter(pk=of(letter).pk)).exists()
    assert mail.outbox == []
    assert ProcrastinateJob.objects.get(task_name="send_letter").scheduled_at is not None


def test_when_it_has_waited_it_leaves_and_the_recipient_sees_it(world: World, letter: Letter) -> None:
    queued(world, letter)
    assert deliver(letter.pk, at=LATER) is None
    sent = now(letter)
    assert (sent.delivery, sent.sent_to, sent.sent_at) == (Delivery.SENT, "post@nord.example", LATER)
    assert (of(sent).state, sent.attempts, sent.problem) == (State.SENT, 1, "")
    assert visible_to(world.act("tom", APRIL), Tilsagn.objects.filter(pk=of(letter).pk)).exists()
    assert [each.to for each in mail.outbox] == [["post@nord.example"]]


def test_one_that_is_stopped_never_leaves(world: World, letter: Letter) -> None:
    queued(world, letter)
    stop_letter(letter.pk, actor=world.act("eva", APRIL), at=APRIL)
    assert deliver(letter.pk, at=LATER) is None
    stopped = now(letter)
    assert (stopped.delivery, stopped.leaves_at, of(stopped).state) == (Delivery.STOPPED, None, State.GIVEN)
    assert mail.outbox == []
    assert Task.objects.filter(about=of(letter).pk, title="Sende tilsagnsbrev", done_at=None).exists()
    acts = Entry.objects.filter(about=of(letter).pk).order_by("number").values_list("act", "actor_name")
    assert list(acts)[-2:] == [("queue", "Eva"), ("stop", "Eva")]


def test_one_that_was_stopped_can_be_sent_again_and_leaves_once(world: World, letter: Letter) -> None:
    queued(world, letter)
    stop_letter(letter.pk, actor=world.act("eva", APRIL), at=APRIL)
    queued(world, letter)
    for _both_jobs in range(2):
        deliver(letter.pk, at=LATER)
    assert len(mail.outbox) == 1


def test_one_that_was_stopped_and_sent_again_can_be_stopped_for_as_long_as_it_says(
    world: World, letter: Letter
) -> None:
    queued(world, letter)
    eva, soon = world.act("eva", APRIL), APRIL + WAIT / 2
    stop_letter(letter.pk, actor=eva, at=soon)
    send_tilsagn(of(letter).pk, actor=eva, at=soon, wait=WAIT)
    first, second = ProcrastinateJob.objects.filter(task_name="send_letter").order_by("pk")
    assert deliver(first.args["letter"], at=LATER, leaves=first.args["leaves"]) is None
    assert (now(letter).delivery, now(letter).leaves_at) == (Delivery.QUEUED, soon + WAIT)
    deliver(second.args["letter"], at=soon + WAIT, leaves=second.args["leaves"])
    assert (now(letter).delivery, len(mail.outbox)) == (Delivery.SENT, 1)


def test_what_has_left_can_not_be_stopped(world: World, letter: Letter) -> None:
    queued(world, letter)
    eva = world.act("eva", APRIL)
    send_now(letter.pk, actor=eva, at=APRIL)
    with pytest.raises(TransitionNotAllowed):
        stop_letter(letter.pk, actor=eva, at=APRIL)
    with pytest.raises(TransitionNotAllowed):
        send_tilsagn(of(letter).pk, actor=eva, at=APRIL, wait=WAIT)


@pytest.mark.parametrize("name", ["dag", "ada", "siri", "tom", "nina"])
def test_only_the_case_officer_sends_and_stops(world: World, letter: Letter, name: str) -> None:
    actor = world.act(name, APRIL)
    with pytest.raises(PermissionDenied):
        send_tilsagn(of(letter).pk, actor=actor, at=APRIL)
    for act in (send_letter, stop_letter, send_now, resend_letter):
        with pytest.raises(PermissionDenied):
            act(letter.pk, actor=actor, at=APRIL)
    assert not sendable_by(actor).exists()
    assert now(letter).delivery == Delivery.READY


def test_a_server_that_says_not_now_is_asked_again(world: World, letter: Letter, bad_server: list[Exception]) -> None:
    bad_server += [ConnectionRefusedError(), smtplib.SMTPServerDisconnected(), smtplib.SMTPDataError(451, b"later")]
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL)
    said = []
    while problem := deliver(letter.pk, at=LATER):
        said.append(str(problem))
        assert (now(letter).delivery, now(letter).problem) == (Delivery.SENDING, str(problem))
        assert now(letter).again_at == LATER + timedelta(seconds=4 ** len(said))
    assert said == [
        "Laget får ikke kontakt med e-posttjeneren.",
        "Laget får ikke kontakt med e-posttjeneren.",
        "E-posttjeneren tok ikke imot brevet (kode 451).",
    ]
    assert (now(letter).delivery, now(letter).attempts, len(mail.outbox)) == (Delivery.SENT, 4, 1)
    assert (now(letter).again_at, to_send_again(letter)) == (None, [])


def test_the_outbox_says_when_it_is_tried_again_and_it_need_not_be_waited_for(
    world: World, letter: Letter, bad_server: list[Exception], client: Client
) -> None:
    bad_server += [SMTPRecipientsRefused({"post@nord.example": (451, b"not now")})] * 2
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL)
    for _attempt in range(2):
        deliver(letter.pk, at=LATER)
    client.force_login(world.people["eva"])
    page = f"/tilsagn/runde/{world.round.pk}/utboks/"
    shown = client.get(page).content.decode()
    assert "E-posttjeneren tar ikke imot post til post@nord.example akkurat nå (kode 451)." in shown
    assert f"Prøvd 2 ganger. Prøves igjen {moment(LATER + timedelta(seconds=16))}." in shown
    headings, row = load_workbook(BytesIO(client.get(f"{page}?som=xlsx").content)).active.iter_rows(values_only=True)
    in_excel = dict(zip(headings, row, strict=True))
    assert (in_excel["Hvorfor ikke"], in_excel["Prøves igjen"]) == (now(letter).problem, SOON)
    shown = client.post(f"{page}send-paa-nytt/", {"shown": letter.pk}, follow=True).content.decode()
    assert "1 brev sendes på nytt." in shown
    assert (now(letter).delivery, now(letter).problem, now(letter).again_at) == (Delivery.SENDING, "", None)
    with pytest.raises(TransitionNotAllowed):
        resend_letter(letter.pk, actor=world.act("eva", APRIL), at=LATER)


def test_an_address_that_is_not_there_fails_at_once_and_says_so(
    world: World, letter: Letter, bad_server: list[Exception]
) -> None:
    bad_server.append(SMTPRecipientsRefused({"post@nord.example": (550, b"no such user")}))
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL)
    assert deliver(letter.pk, at=LATER) is None
    failed = now(letter)
    assert (failed.delivery, of(failed).state) == (Delivery.FAILED, State.SENT)
    assert failed.problem == "E-posttjeneren tar ikke imot post til post@nord.example (kode 550). Sjekk adressen."
    assert to_send_again(letter) == [("case_officer", failed.get_absolute_url())]
    resend_letter(letter.pk, actor=world.act("eva", APRIL), at=LATER)
    assert to_send_again(letter) == []


def test_it_gives_up_in_the_end_and_goes_out_again_when_asked(
    world: World, letter: Letter, bad_server: list[Exception]
) -> None:
    bad_server += [TimeoutError()] * MOST_ATTEMPTS
    eva = world.act("eva", APRIL)
    send_tilsagn(of(letter).pk, actor=eva, at=APRIL)
    tries = 1
    while deliver(letter.pk, at=LATER):
        tries += 1
    assert (tries, now(letter).delivery) == (MOST_ATTEMPTS, Delivery.FAILED)
    first = Entry.objects.count()
    resend_letter(letter.pk, actor=eva, at=LATER)
    assert (now(letter).delivery, now(letter).attempts, now(letter).problem) == (Delivery.SENDING, 0, "")
    deliver(letter.pk, at=LATER)
    assert (now(letter).delivery, len(mail.outbox)) == (Delivery.SENT, 1)
    assert Entry.objects.count() == first + 1


def test_a_recipient_without_an_address_is_told_of(world: World) -> None:
    letter = decided(world, email="")
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL)
    assert deliver(letter.pk, at=LATER) is None
    assert now(letter).delivery == Delivery.FAILED
    assert now(letter).problem.startswith("Mottakeren har ikke noe postmottak i Laget.")


@pytest.mark.parametrize(
    ("writes", "subject", "greeting"),
    [
        ("nb", "Vedtak om tilskudd for 2025", "Hilsen Statsforvalteren i Trøndelag"),
        ("nn", "Vedtak om tilskot for 2025", "Helsing Statsforvaltaren i Trøndelag"),
    ],
)
def test_the_mail_is_in_the_language_of_the_letter(world: World, writes: str, subject: str, greeting: str) -> None:
    letter = decided(world, writes=writes)
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL)
    deliver(letter.pk, at=LATER)
    (message,) = mail.outbox
    assert message.subject == subject
    assert str(message.body).rstrip().endswith(greeting)
    assert message.extra_headers["Message-ID"] == f"<letter-{letter.sha256[:32]}@laget>"


def test_the_outbox_is_a_page_where_all_can_be_stopped(world: World, letter: Letter, client: Client) -> None:
    client.force_login(world.people["eva"])
    page = f"/tilsagn/runde/{world.round.pk}"
    ready = {"shown": as_shown([of(letter)])}
    shown = client.post(f"{page}/send/", ready, follow=True).content.decode()
    assert "1 brev er lagt i utboksen. Det går ut" in shown
    assert "I utboksen: 1" in shown
    shown = client.post(f"{page}/utboks/stopp/", follow=True).content.decode()
    assert "1 brev er stoppet. Mottakerne har ikke sett noe." in shown
    assert "Stoppet før det gikk ut: 1" in shown
    assert "1 brev er klart til utsending. Ett av dem er stoppet før." in shown
    again = client.post(f"{page}/utboks/stopp/", follow=True).content.decode()
    assert ("Ingen brev er stoppet" in again, "Mottakerne har ikke sett noe" in again) == (True, False)
    client.post(f"{page}/send/", ready)
    one = client.post(f"/brev/{letter.pk}/stopp/", {"outbox": ""})
    assert (one.headers["Location"], now(letter).delivery) == (f"{page}/utboks/", Delivery.STOPPED)
    client.post(f"{page}/send/", ready)
    shown = client.post(f"{page}/utboks/send-naa/", {"shown": letter.pk}, follow=True).content.decode()
    assert "Sendes: 1" in shown
    late = client.post(f"/tilsagn/{of(letter).pk}/stopp/", follow=True).content.decode()
    assert "Dette er allerede gjort" in late
