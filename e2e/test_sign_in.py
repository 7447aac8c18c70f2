"""A passkey, in a real browser: Kari makes one, and signs in with it and nothing else.

The browser's own virtual authenticator stands in for her phone.
"""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from e2e.server import folder_of, own_database, running_server
from testing.browser import find
from testing.people import build_world

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_kari_makes_a_passkey_and_signs_in_with_it(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), own_database() as database:
        build_world()
        with running_server(database) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
            page = browser.new_page(base_url=address)
            devtools = page.context.new_cdp_session(page)
            devtools.send("WebAuthn.enable")
            devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
            _sign_in_by_mail(page, folder_of(database) / "mail")
            _make_passkey(page)
            page.get_by_role("button", name="Logg ut").click()
            expect(page.get_by_role("link", name="Logg inn").first).to_be_visible()
            _sign_in_by_passkey(page)
            browser.close()


def _sign_in_by_mail(page: Page, mailbox: Path) -> None:
    page.goto("/logg-inn/")
    page.get_by_label("E-post").fill("kari@laget.example")
    page.get_by_role("button", name="Send meg en kode").click()
    page.get_by_label("Kode").fill(_code_in(mailbox))
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Oppgaver", level=1)).to_be_visible()


def _make_passkey(page: Page) -> None:
    page.goto("/logg-inn/sikkerhet/webauthn/add/")
    page.locator("#id_name").fill("Telefonen min")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page.get_by_text("Sikkerhetsnøkkel lagt til.")).to_be_visible()


def _sign_in_by_passkey(page: Page) -> None:
    page.goto("/logg-inn/")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    expect(page.get_by_role("heading", name="Oppgaver", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Kari")).to_be_visible()


def _code_in(mailbox: Path) -> str:
    (mail,) = mailbox.iterdir()
    body = message_from_bytes(mail.read_bytes(), policy=default).get_content()
    found = re.search(r"Koden din til Laget er (\S+)\.", body)
    assert found
    return found[1]
