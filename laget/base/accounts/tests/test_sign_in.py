"""Signing in: by a code in the mail, by a code from an app as well for those who have one, and never as a stranger."""

import re
import socket
import time

import pytest
from allauth.core.ratelimit import respond_429
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory
from pytest_django import Settings

from laget.base.accounts.models import Person
from testing.people import World

START, CODE, AFTER = "/logg-inn/", "/logg-inn/kode/", "/oppgaver/"
TOO_MANY = "For mange innloggingsforsøk. Vennligst prøv igjen senere."
KARI, NOBODY = "kari@laget.example", "ingen@laget.example"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> None:
    cache.clear()


def ask_for_code(client: Client, email: str = KARI) -> tuple[int, str]:
    """Ask for a code, and see where that leads."""
    answer = client.post(START, {"email": email})
    return answer.status_code, answer.headers.get("Location", "")


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"Koden din til Laget er (\S+)\.", str(mail.body))
    assert found
    return found[1]


def sign_in(client: Client, mailoutbox: list[EmailMessage]) -> str:
    """Kari signs in with the code she gets. Gives the address she ends up at."""
    ask_for_code(client)
    return client.post(CODE, {"code": code_in(mailoutbox[-1])}).headers["Location"]


def is_signed_in(client: Client) -> bool:
    return client.get(AFTER).status_code == 200


def app_code(secret: str) -> str:
    """What her app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_the_code_in_the_mail_signs_her_in(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    assert ask_for_code(client) == (302, CODE)
    (mail,) = mailoutbox
    assert mail.to == [KARI]
    assert mail.subject == f"Koden din er {code_in(mail)}"
    assert not is_signed_in(client)
    answer = client.post(CODE, {"code": code_in(mail)})
    assert (answer.status_code, answer.headers["Location"]) == (302, AFTER)
    assert "Kari" in client.get(AFTER).content.decode()


def test_the_mail_is_in_the_language_she_has_chosen(
    world: World, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    Person.objects.filter(email=KARI).update(language="nn")
    ask_for_code(client)
    assert "Har du ikkje bede om ein kode, kan du sjå bort frå denne e-posten." in str(mailoutbox[0].body)


def test_she_comes_to_where_she_was_going(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    going = client.get("/aktorer/")
    assert going.headers["Location"] == "/logg-inn/?next=/aktorer/"
    client.post(START, {"email": KARI, "next": "/aktorer/"})
    answer = client.post(CODE, {"code": code_in(mailoutbox[0]), "next": "/aktorer/"})
    assert answer.headers["Location"] == "/aktorer/"


def test_a_code_is_good_once(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    sign_in(client, mailoutbox)
    client.post("/logg-inn/ut/")
    assert not is_signed_in(client)
    answer = client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert answer.headers["Location"] == START
    assert not is_signed_in(client)


def test_a_wrong_code_is_refused_in_plain_words(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(client)
    answer = client.post(CODE, {"code": "FEIL-KODE"})
    assert answer.status_code == 200
    assert "Feil kode." in answer.content.decode()
    assert not is_signed_in(client)


def test_after_three_wrong_codes_the_right_one_is_of_no_use(
    world: World, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    ask_for_code(client)
    for _ in range(3):
        client.post(CODE, {"code": "FEIL-KODE"})
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert not is_signed_in(client)


def test_a_code_grows_old(
    world: World, client: Client, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_code(client)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 601)
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert not is_signed_in(client)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    world: World, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    answers = {}
    for email in (KARI, NOBODY):
        visitor = Client()
        where = ask_for_code(visitor, email)
        answers[email] = (where, re.sub(r'value="\S+"', "", visitor.get(CODE).content.decode()).replace(email, "…"))
    assert answers[KARI] == answers[NOBODY]
    assert [mail.to for mail in mailoutbox] == [[KARI]]


def test_when_the_mail_server_is_down_everyone_still_gets_the_same_answer(
    world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody_listens_when_closed:
        port = nobody_listens_when_closed.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    assert [ask_for_code(Client(), email) for email in (KARI, NOBODY)] == [(302, CODE), (302, CODE)]
    assert [each.getMessage() for each in caplog.records if each.name == "laget.base.accounts.adapter"] == [
        "a mail for signing in was not sent: ConnectionRefusedError"
    ]


def test_a_person_whose_account_is_closed_is_not_let_in(
    world: World, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    world.people["kari"].is_active = False
    world.people["kari"].save()
    ask_for_code(client)
    for mail in mailoutbox:
        client.post(CODE, {"code": code_in(mail)})
    assert not is_signed_in(client)


def test_asking_again_and_again_is_stopped_kindly(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    answers = [Client().post(START, {"email": KARI}) for _ in range(6)]
    assert len(mailoutbox) == 3
    assert [TOO_MANY in answer.content.decode() for answer in answers] == [False] * 3 + [True] * 3


def test_one_address_on_the_net_cannot_ask_for_everyone(
    world: World, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    for n in range(20):
        Client().post(START, {"email": f"gjetning{n}@laget.example"})
    assert TOO_MANY in Client().post(START, {"email": KARI}).content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post(START, {"email": KARI}).status_code == 302


def test_whoever_is_stopped_at_the_door_is_told_so_in_norwegian(world: World, rf: RequestFactory) -> None:
    answer = respond_429(rf.get(START))
    assert (answer.status_code, "Vent litt før du prøver igjen" in answer.content.decode()) == (429, True)


def test_an_address_that_is_none_is_said_to_be_so(world: World, client: Client) -> None:
    answer = client.post(START, {"email": "kari"})
    assert "Skriv hele e-postadressen" in answer.content.decode()


def test_nobody_signs_up_and_nobody_has_a_password(world: World, client: Client) -> None:
    assert {client.get(f"/{name}/").status_code for name in ("signup", "registrer", "accounts/signup")} == {404}
    assert not world.people["kari"].has_usable_password()


def turn_on_app(client: Client) -> str:
    """Kari ties an app to her account, and gives its secret."""
    page = client.get("/logg-inn/sikkerhet/totp/activate/")
    found = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page.content.decode())
    assert found
    answer = client.post("/logg-inn/sikkerhet/totp/activate/", {"code": app_code(found[1])})
    assert answer.status_code == 302
    return found[1]


def test_with_an_app_the_mail_alone_is_not_enough(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    sign_in(client, mailoutbox)
    secret = turn_on_app(client)
    client.post("/logg-inn/ut/")
    cache.clear()
    assert sign_in(client, mailoutbox).startswith("/logg-inn/sikkerhet/authenticate/")
    assert not is_signed_in(client)
    wrong = client.post("/logg-inn/sikkerhet/authenticate/", {"code": "000000"})
    assert "Feil kode." in wrong.content.decode()
    assert not is_signed_in(client)
    answer = client.post("/logg-inn/sikkerhet/authenticate/", {"code": app_code(secret)})
    assert (answer.status_code, is_signed_in(client)) == (302, True)


def test_an_app_with_a_wrong_code_is_not_tied_to_her(
    world: World, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_in(client, mailoutbox)
    client.get("/logg-inn/sikkerhet/totp/activate/")
    answer = client.post("/logg-inn/sikkerhet/totp/activate/", {"code": "000000"})
    assert "Feil kode." in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_the_pages_for_passkeys_are_there(world: World, client: Client, mailoutbox: list[EmailMessage]) -> None:
    assert 'id="passkey_login"' in client.get(START).content.decode()
    by_script = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    options = client.get("/logg-inn/sikkerhet/webauthn/login/", headers=by_script).json()["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    sign_in(client, mailoutbox)
    for page in ("", "webauthn/", "webauthn/add/"):
        assert client.get(f"/logg-inn/sikkerhet/{page}").status_code == 200


def test_the_person_picker_is_not_there_outside_the_demo(world: World, client: Client) -> None:
    assert client.get("/velg-person/").status_code == 404
    assert client.post("/velg-person/", {"person": world.people["kari"].pk}).status_code == 404
    assert client.post("/aar/demodag/", {"day": "2025-01-01"}).status_code == 404
    assert "velg-person" not in client.get("/").content.decode()
    assert not is_signed_in(client)


def test_in_the_demo_one_picks_a_sample_person_and_nobody_else(
    world: World, client: Client, settings: Settings
) -> None:
    settings.PICK_PERSON = True
    for words, names in (
        ("Solbakken", {"Kari"}),
        ("Statsforvalteren", {"Eva", "Dag"}),  # by the role: the party is called Trøndelag
        ("saksbehandler trøndelag", {"Eva"}),
        ("saksbehandler Solbakken", set()),
        ("styrer Solbakken", {"Kari"}),  # as the leader of a barnehage is called
        ("rektor Solbakken", set()),
    ):
        page = client.get("/velg-person/", {"sok": words}).content.decode()
        assert {name for name in ("Kari", "Eva", "Dag", "Nina") if f">{name}<" in page} == names, words
    real = world.people["ola"]
    real.is_sample = False
    real.save()
    assert client.post("/velg-person/", {"person": real.pk}).status_code == 404
    assert client.post("/velg-person/", {"person": world.people["kari"].pk}).headers["Location"] == AFTER
    assert is_signed_in(client)
