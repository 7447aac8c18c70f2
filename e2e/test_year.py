"""The whole year in a real browser: from what a barnehage needs to what came of the money.

Everyone does their own part, signed in as themselves, in a window of their own; see `e2e/roles`.
Every page on the way is examined by `Window`.
"""

import time
from datetime import date
from pathlib import Path

from django.db.models import Value
from django.db.models.functions import Concat
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.roles import (
    case_officer,
    coordinator,
    decider,
    forum_leader,
    forum_secretary,
    owner,
    partner,
    unit_leader,
)
from e2e.server import PATIENCE, folder_of, own_database, running_server, running_worker
from e2e.window import Window, chromium
from laget.base.actors.models import Party
from laget.base.cycle.actions import set_demo_day
from laget.base.questions.models import Version
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Report, UsedAmount
from laget.grant.allocation.models import Frame
from laget.grant.beslutningsgrunnlag.models import Signature
from laget.grant.tilsagn.letters import file_hash
from laget.grant.tilsagn.models import GrantedAmount, Letter, Tilsagn
from testing.pdf import plain, text_of_pdf
from testing.people import build_world

TILTAK = "Språk i hverdagen"
REASON = "Fortell også hvordan dere har fått fram det barna mener."
CHILDREN = "Vi har hatt samtaler i små grupper, og barna vil ha flere voksne med i leken."
NEED = unit_leader.THEME["need"]


def test_the_year_from_need_to_effect_through_the_pages(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), own_database() as database:
        build_world()
        Party.objects.filter(email="").update(email=Concat("key", Value("@laget.example")))  # where letters go
        with running_server(database) as address, chromium() as browser:
            year = Year(browser, address)
            year.needs()
            year.frames()
            year.plan()
            year.innstilling()
            year.decisions()
            with running_worker(database):
                year.letters(folder_of(database) / "mail")
            year.reports()
            year.red_thread()


class Year:
    """The windows of those who carry it, and what they do in turn."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.windows = {}
        for name in ("Kari", "Ola", "Nina", "Tom", "Siri", "Arne", "Eva", "Dag"):
            self.windows[name] = Window(browser, address, leaves_out_none=True).pick(name)

    def needs(self) -> None:
        kari, ola, nina = self.on(date(2024, 11, 4), "Kari", "Ola", "Nina")
        coordinator.ask_owners(nina)
        unit_leader.begin_and_see_it_saved(kari)
        unit_leader.learn_what_is_missing(kari)
        unit_leader.write_the_rest(kari)
        unit_leader.send(kari, "Inderøy kommune")
        owner.return_assessment(ola, "Solbakken barnehage", REASON)
        unit_leader.mend_what_was_asked_for(kari, REASON, CHILDREN)
        owner.build_on_assessment(ola, "Solbakken barnehage")
        owner.write_in_two_tabs(ola, "Vi må kunne mer om språk.", "Vi må kunne mer om lek.", NEED)
        owner.write_the_rest(ola)
        owner.send_after_a_misspelt_amount(ola)

    def frames(self) -> None:
        siri, arne = self.on(date(2025, 1, 9), "Siri", "Arne")
        tried = forum_leader.try_a_key(siri, base="500 000")
        forum_leader.adopt(siri, "Møte 8.–9. januar 2025, sak 2")
        assert tried == {frame.network.name: kr(frame.amount) for frame in Frame.objects.select_related("network")}
        forum_secretary.ask_partnerships(arne)

    def plan(self) -> None:
        nina, tom = self.on(date(2025, 1, 20), "Nina", "Tom")
        frame = Frame.objects.get(network__name="Innherred").amount
        coordinator.write_common_need(nina)
        partner.add_tiltak(tom, "Inderøy kommune", "Nord universitet")
        partner.budget(tom, {"Innherred": str(frame - 300_000), "Nord universitet": "312000"})
        partner.see_frame_and_what_is_left(tom, kr(frame), kr(12_000))
        tom.press("Lagre og gå tilbake til lista")
        coordinator.finish_plan(nina)
        coordinator.find_it_over_the_frame(nina, kr(12_000))
        tom.follow(TILTAK)
        partner.budget(tom, {"Nord universitet": "295000"})
        partner.see_frame_and_what_is_left(tom, kr(frame), kr(5_000))
        tom.press("Lagre og gå tilbake til lista")
        nina.follow("Innherred", within="nav.trail")
        coordinator.put_forward(nina)
        by_nina = coordinator.sign(nina, "Innherred")
        tom.take_up("Signere beslutningsgrunnlaget", about="Innherred")
        by_tom = coordinator.sign(tom, "Nord universitet")
        assert {by_nina, by_tom} == set(Signature.objects.values_list("version__sha256", flat=True))
        assert by_nina == by_tom
        tom.see("Sendt til samarbeidsforum 20. januar 2025.")

    def innstilling(self) -> None:
        arne, siri = self.on(date(2025, 3, 12), "Arne", "Siri")
        forum_secretary.write_innstilling(arne, less={f"{TILTAK}, Nord universitet": "280 000"})
        forum_leader.send_innstilling(siri)

    def decisions(self) -> None:
        eva, dag = self.on(date(2025, 4, 10), "Eva", "Dag")
        case_officer.prepare(eva)
        draft = case_officer.propose(eva, "Nord universitet")
        case_officer.propose_the_rest(eva)
        assert "UTKAST" in text_of_pdf(draft).upper()
        assert plain(kr(280_000)) in text_of_pdf(decider.decide(dag, "Nord universitet"))
        decider.decide_the_rest(dag)
        assert set(Tilsagn.objects.values_list("proposed_by__name", "decided_by__name", "state")) == {
            ("Eva", "Dag", "given")
        }

    def letters(self, mailbox: Path) -> None:
        eva, tom = self.on(date(2025, 4, 15), "Eva", "Tom")
        case_officer.send_letters(eva)
        wait_for_the_outbox()
        mail = b"".join(path.read_bytes() for path in mailbox.iterdir())  # one file may hold several
        assert mail.count(b"Message-ID: <letter-") == Letter.objects.count() == Tilsagn.objects.count()
        letter = Letter.objects.get(tilsagn__subject__key="nord")
        tom.open(f"/tilsagn/{letter.tilsagn_id}/")
        content = tom.fetch("Last ned brevet (PDF)")
        assert file_hash(content) == letter.sha256
        granted = GrantedAmount.objects.get(tilsagn=letter.tilsagn, recommended__planned__tiltak__title=TILTAK)
        assert granted.amount == 280_000
        assert plain(kr(granted.amount)) in text_of_pdf(content)

    def reports(self) -> None:
        eva, tom = self.on(date(2025, 4, 16), "Eva", "Tom")
        case_officer.ask_for_reports(eva)
        self.on(date(2026, 6, 1))
        received = {
            each.recommended.name: each.amount
            for each in GrantedAmount.objects.filter(tilsagn__subject__key="nord", year=2025)
        }
        used = {name: (kr(amount), str(amount)) for name, amount in received.items()}
        coordinator.report(tom, used)
        case_officer.approve_report(eva)
        assert Report.objects.filter(state="approved").get().subject.name == "Nord universitet"
        assert UsedAmount.objects.get(award__tiltak__title=TILTAK).used == 280_000

    def red_thread(self) -> None:
        """From an amount in the letter, back to what the barnehage itself wrote, and forward to what became of it."""
        (eva,) = self.on(date(2026, 6, 20), "Eva")
        case_officer.follow_an_amount(eva, "Nord universitet", f"{TILTAK}, Innherred")
        thread = eva.page.get_by_role("navigation", name="Den røde tråden")
        expect(thread).to_contain_text(f"Innvilget: {kr(280_000)}")
        expect(thread).to_contain_text(f"Brukt: {kr(280_000)}")
        amount = eva.page.url
        eva.follow("Solbakken barnehage", within="nav.thread")
        assert eva.page.url.endswith(f"/dokument/{self.assessment().document_id}/versjon/2/")
        eva.see(NEED)
        eva.see(CHILDREN)
        eva.open(amount)
        eva.follow("Rapport", within="nav.thread")
        eva.see(coordinator.TEXTS["report"]["evidence"])

    def assessment(self) -> Version:
        return Version.objects.get(document__subject__name="Solbakken barnehage", number=2)

    def on(self, day: date, *names: str) -> list[Window]:
        """Those who act that day."""
        set_demo_day(day, person=None)
        return [self.windows[name] for name in names]


def wait_for_the_outbox() -> None:
    end = time.monotonic() + PATIENCE
    while Letter.objects.exclude(delivery=Letter.Delivery.SENT).exists():
        assert time.monotonic() < end, list(Letter.objects.values_list("delivery", "attempts"))
        time.sleep(0.1)
