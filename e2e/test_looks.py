"""How the pages look elsewhere than on a bright screen: on paper, in the dark, and in forced colours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import EXAMINED, FACTS, Window, chromium
from laget.base.cycle.actions import set_demo_day
from laget.base.questions.models import Document
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Report
from laget.grant.innstilling.models import Innstilling
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.need.assessments.models import Assessment
from testing.people import AUTUMN, World, build_world

Place = tuple[Browser, str, World]


@pytest.fixture(scope="module")
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """A browser, the address of a server, and a county where the letters are sent and the reports asked for."""
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        world.carry("send")
        set_demo_day(AUTUMN.date().replace(year=2025), person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def paths(world: World) -> list[str]:
    """A page of every kind that the case officer sees, and one to write in for the coordinator."""
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    network = Document.objects.get(kind="beslutningsgrunnlag", subject__name="Innherred")
    granted = GrantedAmount.objects.filter(tilsagn__subject__name="Innherred").order_by("pk").first()
    assert granted
    documents = [assessment, network, Innstilling.objects.get(), Tilsagn.objects.get(subject__name="Innherred")]
    return [
        *("/", "/hjelp/", "/oppgaver/", "/aar/", f"/aar/runde/{world.round.pk}/", f"/ramme/runde/{world.round.pk}/"),
        *(f"/{each.kind}/{each.pk}/" if each.kind != "assessment" else f"/vurdering/{each.pk}/" for each in documents),
        f"/tilsagn/runde/{world.round.pk}/",
        f"/belop/{granted.pk}/",
        f"/dokument/{assessment.pk}/versjon/1/",
        f"/dokument/{assessment.pk}/historikk/",
        *(f"/bildet/{world.county.pk}/{page}" for page in ("", "penger/", "samarbeid/", "dekning/", "styring/")),
        "/bildet/landet/",
        *("/aktorer/", "/aktorer/nettverk/", "/meg/", "/nokler/"),
        *("/tildelinger/", "/vedtatte-planer/", "/apne-data/", f"/fylke/{world.county.slug}/arshjul/"),
        *(f"/tildelinger/{granted.award_id}/", f"/mottakere/{granted.tilsagn.subject_id}/"),
    ]


def test_every_kind_of_page_can_be_read_in_all_colours_and_what_is_read_on_paper_too(place: Place) -> None:
    browser, address, world = place
    eva = Window(browser, address).sign_in("Eva")
    for path in paths(world):
        eva.open(path)
        eva.examine_in_all_colours()
        on_paper(eva)
    assert eva.visited == paths(world)
    nina = Window(browser, address).sign_in("Nina")
    report = Report.objects.get(subject__name="Innherred")
    sections = [f"/dokument/{report.pk}/skjema/{section.key}/" for section in report.form.sections]
    to_write = [f"/rapport/{report.pk}/", *sections, f"/rapport/{report.pk}/se-over/"]
    for path in to_write:
        nina.open(path)
        nina.examine_in_all_colours()
    assert nina.visited == to_write


def on_paper(window: Window) -> None:
    """There is only what is worth paper."""
    window.page.emulate_media(media="print")
    for selector in ("nav.menu", "nav.trail", ".foot", "form button", ".ds-skip-link"):
        expect(window.page.locator(selector).locator("visible=true"), selector).to_have_count(0)
    expect(window.page.locator("h1")).to_be_visible()
    expect(window.page.get_by_text("eksempeltall").first).to_be_visible()
    window.page.emulate_media(media="screen")


def test_a_phone_shows_when_each_step_was_and_no_label_with_nothing_after_it(place: Place) -> None:
    browser, address, _world = place
    eva = Window(browser, address).sign_in("Eva")
    eva.open(Tilsagn.objects.get(subject__name="Innherred").get_absolute_url())
    when = eva.page.locator(".thread .small")
    for width in (480, 320):
        eva.page.set_viewport_size({"width": width, "height": 640})
        expect(when.locator("visible=true")).to_have_count(when.count())
    cell = eva.page.locator("table.cards td[data-label]").first
    expect(cell).to_be_visible()
    cell.evaluate("cell => cell.replaceChildren()")
    expect(cell).to_be_hidden()


def test_the_innstilling_is_printed_with_how_the_money_is_shared(place: Place) -> None:
    browser, address, _world = place
    eva = Window(browser, address).sign_in("Eva")
    eva.open(Innstilling.objects.get().get_absolute_url())
    eva.page.emulate_media(media="print")
    expect(eva.page.get_by_text("Slik fordeles pengene").first).to_be_visible()
    assert eva.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_whoever_comes_by_can_read_what_the_scheme_is_and_where_the_money_went(place: Place) -> None:
    browser, address, _world = place
    passer_by = Window(browser, address)
    passer_by.open("/")
    sent = sum(GrantedAmount.objects.filter(year=2025).values_list("amount", flat=True))
    expect(
        passer_by.page.get_by_text(f"For 2025 er det gitt {kr(sent)} til")
    ).to_be_in_viewport()  # in the first screen
    expect(passer_by.page.get_by_role("img", name="Årshjulet for 2025")).to_be_in_viewport()
    passer_by.follow("Hjelp", within="nav.menu")
    passer_by.follow("Logg inn", within="nav.menu")
    passer_by.open("/finnes-ikke/", status=404)


def test_what_cannot_be_read_is_found_on_a_page_where_all_else_was_seen_before(place: Place) -> None:
    browser, address, _world = place
    passer_by = Window(browser, address)
    passer_by.open("/hjelp/")
    passer_by.page.evaluate("""() => {
      const faint = document.querySelector("main").appendChild(document.createElement("p"))
      faint.className = "faint"
      faint.textContent = "Dette er det nesten ingen som ser."
      faint.style.color = "rgb(180, 180, 180)"
      faint.style.backgroundColor = "rgb(220, 220, 220)"
    }""")
    made_of = passer_by.page.evaluate(FACTS)["made_of"]
    fresh = EXAMINED.fresh(made_of, passer_by.looks())
    (problem,) = passer_by._problems_of_access(fresh)
    assert len(fresh) < len(made_of) / 10
    assert problem.startswith("color-contrast: ")
    assert "nesten ingen" in problem


def test_each_figure_of_the_whole_picture_leads_to_what_lies_under_it(place: Place) -> None:
    browser, address, world = place
    eva = Window(browser, address).sign_in("Eva")
    eva.open("/oppgaver/")
    eva.page.locator("nav.menu summary", has_text="Innsikt").press("Enter")
    eva.follow("Helhetsbildet", within="nav.menu")
    eva.follow("Trøndelag")
    sent = kr(sum(GrantedAmount.objects.filter(year=2025).values_list("amount", flat=True)))
    for figure in range(4):
        with eva.arriving():
            eva.page.locator(".chain a").nth(figure).click()
        with eva.arriving():
            eva.page.go_back()
    eva.follow(sent)
    eva.see("Sum av alle linjene")
    expect(eva.page.locator("tfoot")).to_contain_text(sent)
    eva.follow("Trøndelag", within="nav.trail")
    for page in ("Hvem som fikk hva", "Hvem som samarbeider", "Hvem som er med", "Styringsinformasjon"):
        eva.follow(page)
        expect(eva.page.locator("h1")).to_have_text(page)
        eva.open(f"/bildet/{world.county.pk}/")
    eva.follow("Innherred")
    eva.follow("Inderøy kommune")
    eva.see("Det gjelder tiltak som svarer på behovet herfra.")
    passer_by = Window(browser, address)
    passer_by.open("/bildet/landet/")
    expect(passer_by.page.get_by_role("link", name=f"Trøndelag: {sent}")).to_be_visible()
    passer_by.follow("Trøndelag")


def test_the_menu_opens_by_keyboard_and_fits_at_every_width(place: Place) -> None:
    browser, address, _world = place
    nina = Window(browser, address).sign_in("Nina")
    for width in (320, 480, 768, 900, 1024, 1280, 1600):
        nina.page.set_viewport_size({"width": width, "height": 800})
        nina.open("/katalog/")
        behind_a_button = nina.page.get_by_role("button", name="Meny")
        assert behind_a_button.is_visible() == (width < 768)
        if width < 768:
            assert not nina.page.locator("nav.menu").is_visible()
            behind_a_button.press("Enter")
        assert 0 < nina.page.locator("nav.menu > :is(a, details)").count() <= 10
        for name, links in (("Tiltak", 4), ("Innsikt", 2)):
            group = nina.page.locator("nav.menu details").filter(has=nina.page.get_by_text(name, exact=True))
            group.locator("summary").press("Enter")
            expect(group.get_by_role("link")).to_have_count(links)
            expect(group.get_by_role("link").last).to_be_in_viewport(ratio=1)
            assert nina.page.evaluate("document.documentElement.scrollWidth") <= width, (width, name)
        assert nina.page.locator("nav.menu details[open]").count() == 1  # one at a time
        if width < 768:
            nina.page.keyboard.press("Escape")
            expect(behind_a_button).to_be_focused()
    expect(nina.page.locator("nav.menu [aria-current]")).to_have_text(["Tiltak", "Katalog"])


def test_nothing_glides_for_those_who_ask_for_it(place: Place) -> None:
    """Not even what opens, which takes its time for others."""
    browser, address, _world = place
    lasting = """() => {
      const opened = document.body.appendChild(document.createElement("details"))
      opened.className = "ds-details"
      return getComputedStyle(opened, "::details-content").transitionDuration
    }"""
    for wish, takes in (("reduce", "0s"), ("no-preference", "0.4s")):
        passer_by = Window(browser, address, reduced_motion=wish)
        passer_by.open("/")
        assert takes in passer_by.page.evaluate(lasting), wish


def test_a_citizen_finds_what_was_given_for_a_municipality_and_why(place: Place) -> None:
    """From the foot of any page to the amount, the letter's reason, the tiltak and whose need it answers; without
    JavaScript too.
    """
    browser, address, _world = place
    for options in ({}, {"java_script_enabled": False}):
        citizen = Window(browser, address, **options)
        citizen.open("/")
        citizen.follow("Hvem fikk pengene?", within=".foot")
        citizen.write("Kommune, mottaker eller tiltak", "inderøy")
        citizen.press("Vis")
        citizen.follow("Inderøy kommune")
        citizen.see("Inderøy kommune har ikke fått penger direkte.")
        row = citizen.page.locator("tbody tr").first
        title, amount = row.get_by_role("link").first.inner_text(), row.locator("td.amount").inner_text()
        citizen.follow(title)
        expect(citizen.page.locator("h1")).to_contain_text(title)
        citizen.see("Hvorfor pengene ble gitt")
        expect(citizen.page.locator("table")).to_contain_text(amount.removeprefix("Beløp: "))
        expect(citizen.page.locator(".thread")).to_contain_text("Meldt av Inderøy kommune")
        citizen.follow(f"Tiltak: {title}")
        citizen.see("Hvem det er for")
        citizen.follow("Åpne data: last ned alt")
        citizen.see("Norsk lisens for offentlige data (NLOD) 2.0")


def test_an_owner_makes_a_key_copies_it_and_takes_it_back(place: Place) -> None:
    browser, address, _world = place
    ola = Window(browser, address).sign_in("Ola")
    ola.open("/meg/")
    ola.follow("Nøkler for programmer")
    ola.press("Lag nøkkel", status=422)
    ola.see("Skriv hva den skal brukes til, så dere kjenner den igjen.")
    ola.write("Hva skal nøkkelen brukes til?", "Datavarehuset")
    ola.tick("Eierrepresentant, Inderøy kommune")
    ola.tick("Tildelinger, med hva som er utbetalt og brukt")
    ola.press("Lag nøkkel")
    key = {"Authorization": f"Bearer {ola.page.get_by_label('Nøkkel', exact=True).input_value()}"}
    stranger = browser.new_context(base_url=address)
    assert stranger.request.get("/api/tildelinger/", headers=key).status == 200
    ola.open("/nokler/")
    ola.press("Trekk tilbake Datavarehuset")
    ola.see("Trukket tilbake av Ola")
    assert stranger.request.get("/api/tildelinger/", headers=key).status == 401


def test_in_the_dark_the_ground_is_dark_and_the_thread_still_stands_out(place: Place) -> None:
    browser, address, _world = place
    nina = Window(browser, address, color_scheme="dark").sign_in("Nina")
    nina.open("/oppgaver/")
    ground = nina.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(channels(ground)) < 64
    nina.open(Report.objects.get(subject__name="Innherred").get_absolute_url())
    dot = nina.page.evaluate("getComputedStyle(document.querySelector('.thread li'), '::after').borderTopColor")
    assert contrast(channels(dot), channels(ground)) >= 3  # WCAG 1.4.11, what isn't text


def channels(colour: str) -> tuple[float, ...]:
    """ "rgb(13, 26, 29)" as numbers."""
    return tuple(float(each) for each in colour[colour.index("(") + 1 : -1].split(",")[:3])


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG's contrast ratio between two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    parts = [each / 255 for each in colour]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
