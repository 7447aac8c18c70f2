"""A klage that is upheld: written in the browser, prepared by one, decided by another, and seen in the sheet."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.actors.models import Party
from laget.base.cycle.actions import set_demo_day
from laget.base.ui.templatetags.ui import kr
from laget.grant.klage.models import Klage
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import deliver
from testing.pdf import plain, text_of_pdf
from testing.people import World, build_world

WHY = "To barnehager til er blitt med etter at vi søkte."
BECAUSE = "Dere har vist at behovet er større enn vi la til grunn."
MORE = 8_000


def test_a_klage_that_is_upheld(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        world.carry("send")
        Party.objects.update(email="post@nord.example")
        for letter in Letter.objects.all():
            deliver(letter.pk, at=letter.made_at)
        with running_server(database) as address, chromium() as browser:
            klage = Complaint(browser, address, world)
            klage.complain()
            klage.prepare()
            klage.decide()
            klage.read_the_new_decision()
            klage.see_the_sheet()


class Complaint:
    """The windows of those who take part, and what they do in turn."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.round = world.round
        self.letter = Letter.objects.get(recipient=world.parties["Nord universitet"])
        self.award = Award.objects.filter(recipient=self.letter.recipient).order_by("granted__year", "granted__pk")[0]
        self.before = balance_of(self.award, self.round.year).right
        self.windows = {name: Window(browser, address).sign_in(name) for name in ("Tom", "Eva", "Dag", "Kari")}

    def complain(self) -> None:
        assert self.letter.sent_at
        (tom,) = self.on(timezone.localdate(self.letter.sent_at), "Tom")
        tom.open(f"/tilsagn/{self.letter.about}/")
        tom.see("Klagefrist:")
        tom.follow("Klag på vedtaket")
        tom.press("Send klagen til Statsforvalteren", status=422)
        tom.see("Skriv hva dere vil ha endret.")
        tom.write("Hva vil dere ha endret?", "Vi vil ha mer til samlingene.")
        tom.write("Hvorfor?", WHY)
        tom.press("Send klagen til Statsforvalteren")
        tom.see("Klagen er sendt til Statsforvalteren. Dere får brev om hva som skjer.")
        tom.see("Statsforvalteren ser på saken på nytt.")
        assert not Klage.objects.get().is_late

    def prepare(self) -> None:
        eva, tom = self.windows["Eva"], self.windows["Tom"]
        eva.take_up("Behandle klage")
        eva.see(WHY)
        eva.follow("Behandle klagen")
        eva.tick("Gi medhold, og endre vedtaket")
        eva.write(f"{self.award.full_name}, {self.round.year}: hvor mye mer?", str(MORE))
        eva.write("Begrunnelse", BECAUSE)
        eva.press("Legg fram til beslutning")
        eva.see("Svaret er lagt fram. En annen enn deg må avgjøre klagen.")
        assert not eva.has_button("Avgjør klagen som foreslått")
        tom.open(self.page)
        assert BECAUSE not in tom.page.content()

    def decide(self) -> None:
        dag, eva = self.windows["Dag"], self.windows["Eva"]
        dag.take_up("Avgjøre klage")
        dag.see(BECAUSE)
        dag.press("Avgjør klagen som foreslått")
        dag.see("Klagen er avgjort. Brevet er lagt i utboksen.")
        eva.open(f"/tilsagn/runde/{self.round.pk}/utboks/")
        eva.press("Send alle nå, uten å vente")
        eva.see("1 brev går ut nå.")

    def read_the_new_decision(self) -> None:
        tom = self.windows["Tom"]
        tom.open(self.page)
        tom.see("Statsforvalteren endret vedtaket")
        tom.see(BECAUSE)
        tom.follow("Vi har endret vedtaket etter klagen deres")
        text = text_of_pdf(tom.fetch("Last ned brevet (PDF)"))
        for words in (self.award.name, kr(self.before + MORE), BECAUSE, "Vedtatt av Dag, forberedt av Eva."):
            assert plain(words) in text

    def see_the_sheet(self) -> None:
        kari = self.windows["Kari"]
        assert balance_of(self.award, self.round.year).right == self.before + MORE
        kari.open(f"/penger/tildeling/{self.award.pk}/")
        kari.see(kr(self.before + MORE))
        kari.open(f"/penger/runde/{self.round.pk}/")
        kari.see(kr(sum(balance_of(each, self.round.year).right for each in self.of_nord())))

    def of_nord(self) -> list[Award]:
        return list(Award.objects.filter(recipient=self.letter.recipient))

    @property
    def page(self) -> str:
        return Klage.objects.get().get_absolute_url()

    def on(self, day: date, *names: str) -> list[Window]:
        set_demo_day(day, person=None)
        return [self.windows[name] for name in names]
