"""A report that more is asked for, sent again and approved; its unused sum decided; and the review by keyboard.

And what twenty municipalities say between them: from selection to frozen PDF, and read by anyone.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Report, Ruling
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from testing.forum import seat_everyone
from testing.pdf import faults_in_pdf, plain, text_of_pdf
from testing.people import World, build_world
from testing.syntheses import NAMES, describe

JULY, SEPTEMBER = date(2026, 7, 1), date(2026, 9, 10)
COUNT, EXAMPLE = "Hvor mange samlinger ble det?", "Gi et eksempel fra en barnehage."
MORE, SHOWN = "Det ble fire samlinger.", "I én barnehage leser alle voksne høyt hver dag."
MEANS = "Det er mye å avklare med Statped."
TAKES_ALONG = "Forumet holder av mer til samlinger."
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """Every report that someone is there to write has been sent."""
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        world.carry("report")
        seat_everyone(world)
        describe(world)
        set_demo_day(JULY, person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_more_is_asked_for_in_two_sections_and_the_forum_goes_through_it(place: Place) -> None:
    browser, address, world = place
    eva, tom, dag, arne = (Window(browser, address).sign_in(name) for name in ("Eva", "Tom", "Dag", "Arne"))
    report = Report.objects.get(subject=world.parties["Nord universitet"])
    ask_for_more(eva)
    send_again(tom, report)
    approve(eva)
    decide(eva, dag, report)
    set_demo_day(SEPTEMBER, person=None)
    go_through(arne)
    sum_up(arne)
    assert verify().ok


def ask_for_more(eva: Window) -> None:
    """What she writes is saved as she writes it, and nobody else sees it yet."""
    eva.take_up("Lese rapport", about="Nord universitet")
    eva.tick("Godt nok", within=part(eva, "Pengene"))
    eva.tick("Trenger mer", within=part(eva, "Det dere har gjort"))
    with eva.page.expect_request_finished(lambda sent: "samlinger" in (sent.post_data or "")):
        eva.write("Hva mangler?", COUNT, within=part(eva, "Det dere har gjort"))
    eva.see_it_saved()
    eva.open("/oppgaver/")
    eva.take_up("Lese rapport", about="Nord universitet")
    expect(part(eva, "Det dere har gjort").get_by_label("Hva mangler?")).to_have_value(COUNT)
    eva.press("Be om mer", status=422)
    eva.see("Det som er annerledes nå: Velg om delen er god nok eller trenger mer.")
    eva.tick("Trenger mer", within=part(eva, "Det som er annerledes nå"))
    eva.write("Hva mangler?", EXAMPLE, within=part(eva, "Det som er annerledes nå"))
    eva.press("Be om mer")
    eva.see("Mottakeren har fått rapporten tilbake som oppgave.")
    expect(eva.page.get_by_role("region", name="Vurderingen av versjon 1")).to_contain_text(EXAMPLE)


def part(window: Window, title: str) -> Locator:
    """The section of the report with that title."""
    return window.page.get_by_role("region", name=title, exact=True).first


def send_again(tom: Window, report: Report) -> None:
    """The remarks stand where he writes, and only there may he write."""
    assert str(Letter.objects.get(about=str(report.pk))) == "Vi trenger mer i rapporten for 2025"
    tom.take_up("Rapportere på tilskuddet")
    tom.see("Frist 15. juli 2026")
    expect(tom.page.locator("ol.tasks").get_by_role("link", name="Pengene")).to_have_count(0)
    tom.follow("Skriv videre")
    tom.see(COUNT)
    tom.write("Hva er gjennomført, sett mot planen?", MORE)
    tom.press("Lagre og gå videre")
    tom.see(EXAMPLE)
    tom.write("Hva er endret i praksis?", SHOWN)
    tom.press("Lagre og se hele")
    tom.follow("Se over og send")
    tom.press("Send til Statsforvalteren")
    paper = tom.context.request.get(f"/dokument/{report.pk}/versjon/1/pdf/").body()
    assert COUNT in plain(text_of_pdf(paper))
    assert faults_in_pdf(paper) == []


def approve(eva: Window) -> None:
    """What has changed stands beside what she asked for; what was good enough stands as it was judged."""
    eva.take_up("Lese rapport", about="Nord universitet")
    done = part(eva, "Det dere har gjort")
    expect(done).to_contain_text(COUNT)
    expect(done.locator("ins").first).to_be_visible()
    expect(part(eva, "Pengene").get_by_label("Godt nok")).to_be_checked()
    for title in ("Det dere har gjort", "Det som er annerledes nå"):
        eva.tick("Godt nok", within=part(eva, title))
    eva.press("Godkjenn rapporten")
    eva.see("Rapporten er godkjent.")


def decide(eva: Window, dag: Window, report: Report) -> None:
    """She has come straight to it, with the sum filled in."""
    (unused,) = [each for each in report.amounts.all() if each.unused]
    eva.see(f"{kr(unused.unused)} av {kr(unused.received)} er ikke brukt")
    eva.tick("Overfør til neste år")
    eva.write("Hvorfor?", "Samlingen holdes til høsten.")
    eva.press("Legg fram til beslutning")
    eva.open(f"/rapport/runde/{report.round_id}/")
    eva.see("Ubrukte penger som ikke er avgjort")
    dag.take_up("Vedta endring av tildeling")
    dag.press("Vedta endringen")
    eva.open(f"/rapport/runde/{report.round_id}/")
    expect(eva.page.get_by_text("Ubrukte penger som ikke er avgjort")).to_have_count(0)
    eva.open(f"/tilsagn/runde/{unused.award.given_in_id}/utboks/")
    eva.press("Send alle nå, uten å vente")
    assert balance_of(unused.award, 2025).left == 0
    assert [str(each) for each in Ruling.objects.order_by("at").values_list("outcome", flat=True)] == [
        "more",
        "approved",
    ]


def go_through(arne: Window) -> None:
    """By keyboard alone: from the task to the page, narrowed, and onto the agenda of a meeting."""
    arne.open("/aar/")
    arne.follow("Trøndelag 2025")
    arne.follow("Møter i forumet")
    arne.follow("Planlegg et møte")
    arne.write("Hva heter møtet?", "Høstmøte")
    arne.write("Dag", SEPTEMBER.isoformat())
    arne.write("Klokka", "10:00")
    arne.write("Hvor?", "Steinkjer")
    arne.press("Planlegg møtet")
    arne.open("/oppgaver/")
    with arne.arriving():
        tab_to(arne, "Forberede gjennomgangen av rapportene").press("Enter")
    arne.see("Rapportene for 2025, side om side")
    arne.see("Går videre til neste år")
    tab_to(arne, "Tiltak")  # in the menu
    tab_to(arne, "Tiltak").press("T")
    with arne.arriving():
        tab_to(arne, "Vis").press("Enter")
    assert "tiltak=T" in arne.page.url
    with arne.arriving():
        arne.page.go_back()
    tab_to(arne, "I hvilket møte?").press("H")
    with arne.arriving():
        tab_to(arne, "Sett gjennomgangen på sakslista").press("Enter")
    arne.see("Gjennomgang av rapportene for 2025")
    arne.follow("Se det saken gjelder")


def sum_up(arne: Window) -> None:
    """Twenty project descriptions: chosen, written about, quoted, frozen for all, and read without signing in."""
    arne.page.locator("nav.menu summary", has_text="Innsikt").press("Enter")
    arne.follow("Oppsummeringer", within="nav.menu")
    arne.follow("Prosjektbeskrivelser")
    arne.see("20 dokumenter passer.")
    arne.press("Lag oppsummeringen", status=422)
    arne.write("Hva skal den hete?", "Slik begynner kommunene")
    arne.press("Lag oppsummeringen")
    arne.see("De fleste svarer «Bidrar ved behov» (19 av 20).")
    arne.follow("Skriv noe om dette (Statpeds rolle)")
    with arne.page.expect_request_finished(lambda sent: "avklare" in (sent.post_data or "")):
        arne.write("Det dere vil si om dette", MEANS)
    arne.see_it_saved()
    arne.press("Lagre teksten")
    arne.follow("Finn sitater (Situasjon og behov)")
    arne.press(f"Ta med sitatet fra {NAMES[0]}")
    arne.see("Sitatet er med.")
    arne.follow("Endre temaordene")
    arne.write("Temaer og ord", "Språk: språk\nFravær: skolefravær")
    arne.press("Lagre ordene")
    arne.follow("Se over og frys")
    arne.page.get_by_label("Hvem er den for?").select_option("public")
    arne.press("Vis den slik")
    arne.see("Er det noen dere vil ha særlig oppmerksomhet på?")
    arne.press("Frys og publiser for alle")
    paper = arne.fetch("PDF")
    assert faults_in_pdf(paper) == []
    assert MEANS in plain(text_of_pdf(paper))
    anyone = Window(arne.browser, arne.address)
    anyone.open(str(arne.page.get_by_role("link", name="den åpne siden").get_attribute("href")))
    anyone.see(MEANS)
    expect(anyone.page.get_by_text("Det som skiller seg ut")).to_have_count(0)


def tab_to(window: Window, name: str) -> Locator:
    """Press Tab until what has that name is reached."""
    focused = window.page.locator(":focus")
    for _press in range(120):
        window.page.keyboard.press("Tab")
        label = window.page.evaluate(
            "() => { const e = document.activeElement; return e.labels?.[0]?.textContent || e.textContent }"
        )
        if (label or "").strip() == name:
            return focused
    raise AssertionError(f"{name} can't be reached by Tab")
