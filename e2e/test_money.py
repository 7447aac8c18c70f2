"""An award for three years, with a supplement and money that comes back: by those whose turn it is, in a browser."""

from datetime import date

from django.db.models import Sum
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.roles import case_officer, coordinator
from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.models import Round
from laget.base.ui.templatetags.ui import kr
from laget.grant.ledger.models import Award, Entry
from laget.grant.ledger.queries import balance_of
from laget.grant.payments.models import Payment
from laget.rules.ledger import Balance
from testing.money import award_to
from testing.people import build_world

ACCOUNT = "8601 11 17947"
WHY = "To barnehager til vil være med."
BACK = "Samlingen i november ble avlyst."


def test_an_award_for_three_years_with_a_supplement_and_a_repayment(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        award = award_to(world, "Nord universitet", {2025: 300_000, 2026: 200_000, 2027: 100_000})
        with running_server(database) as address, chromium() as browser:
            years = Years(browser, address, award)
            years.supplement()
            years.pay(date(2025, 5, 5), "320 000")
            years.next_year_waits_for_the_report()
            years.report(used=270_000)
            years.send_back(50_000)
            years.pay(date(2026, 7, 1), "200 000")
            years.sheets()


class Years:
    """The windows of those who carry it, and what they do in turn."""

    def __init__(self, browser: Browser, address: str, award: Award) -> None:
        self.award = award
        self.windows = {name: Window(browser, address).sign_in(name) for name in ("Eva", "Dag", "Tom", "Ada", "Kari")}

    def supplement(self) -> None:
        eva, dag = self.on(date(2025, 4, 20), "Eva", "Dag")
        self._propose_supplement(eva, "2 000")
        eva.page.locator("summary", has_text="Trekk tilbake").click()
        eva.press("Trekk endringen tilbake")
        eva.see("og har trukket det tilbake. Pengene står som før.")
        self._propose_supplement(eva, "20 000")
        eva.see("Forberedt av Eva 20. april 2025. En annen må vedta det.")
        assert not eva.has_button("Vedta endringen")
        dag.take_up("Vedta endring av tildeling")
        dag.see(WHY)
        dag.press("Vedta endringen")
        dag.see("Vedtatt av Dag 20. april 2025, forberedt av Eva.")
        assert self.stands(2025).right == 300_000  # its letter can be stopped yet
        self.send_letters(eva)
        assert self.stands(2025).right == 320_000

    def _propose_supplement(self, eva: Window, amount: str) -> None:
        eva.open(self.page)
        eva.follow("Endre tildelingen for 2025")
        eva.tick("Gi et tillegg")
        eva.write("Hvor mye?", amount)
        eva.write("Hvorfor?", WHY)
        eva.press("Legg fram til beslutning")

    def pay(self, day: date, amount: str) -> None:
        eva, dag = self.on(day, "Eva", "Dag")
        eva.open(f"/penger/runde/{Round.objects.earliest('year').pk}/")
        eva.follow("Utbetalinger")
        if eva.page.get_by_role("link", name="kontonummer til Nord universitet").count():
            self._register_account(eva)
        eva.press("Lag utbetalingsliste")
        eva.see("En annen enn deg må godkjenne den.")
        assert not eva.has_button("Godkjenn utbetalingen")
        dag.take_up("Godkjenne utbetaling")
        dag.see(f"{amount.replace(' ', chr(0x202F))}\u00a0kr")
        dag.press("Godkjenn utbetalingen")
        self._take_in_receipts(eva, day)

    def _register_account(self, eva: Window) -> None:
        eva.follow("kontonummer til Nord universitet")
        eva.write("Kontonummer", "8601 11 17948")
        eva.press("Registrer kontoen", status=422)
        eva.see("«86011117948» er ikke et kontonummer.")
        eva.write("Kontonummer", ACCOUNT)
        eva.press("Registrer kontoen")
        eva.see("Kontoen er registrert.")

    def _take_in_receipts(self, eva: Window, day: date) -> None:
        """What the bank sends back for the file that was made; with a slip first, which takes nothing in."""
        payment = Payment.objects.select_related("in_list").latest("in_list__number")
        eva.open(payment.in_list.get_absolute_url())
        csv = eva.context.request.get(f"{payment.in_list.get_absolute_url()}fil/?som=csv").text()
        assert f"{payment.reference};Nord universitet;" in csv
        assert ACCOUNT.replace(" ", "") in csv
        eva.follow("Utbetalinger", within="nav.trail")
        head = "referanse;beløp;dato;status\n"
        for amount, status in ((payment.amount - 1, 422), (payment.amount, 200)):
            text = f"{head}{payment.reference};{amount};{day:%d.%m.%Y};betalt\n"
            file = {"name": "kvittering.csv", "mimeType": "text/csv", "buffer": text.encode()}
            eva.page.get_by_label("Kvitteringer fra banken").set_input_files(file)  # type: ignore[arg-type]
            eva.press("Les inn kvitteringene", status=status)
            eva.see("Linje 2, beløp:" if status == 422 else "1 kvittering er lest inn.")
        payment.refresh_from_db()
        assert (payment.state, payment.settled_on) == ("paid", day)

    def next_year_waits_for_the_report(self) -> None:
        (ada, eva) = self.on(date(2026, 2, 1), "Ada", "Eva")
        ada.open("/aar/")
        ada.write("Åpne en ny runde i Trøndelag, budsjettår", "2026")
        ada.press("Åpne runden")
        eva.open("/penger/utbetaling/trondelag/")
        eva.see("godkjent rapport for året før")
        assert not eva.has_button("Lag utbetalingsliste")

    def report(self, *, used: int) -> None:
        eva, tom = self.on(date(2026, 6, 1), "Eva", "Tom")
        eva.open(f"/rapport/runde/{self.award.given_in_id}/")
        eva.press("Be om rapporter")
        coordinator.report(tom, {"Språk": (kr(320_000), str(used))}, unused="Samlingen ble avlyst.")
        case_officer.approve_report(eva)
        assert self.stands(2025).left == 320_000 - used

    def send_back(self, amount: int) -> None:
        eva, dag, tom = self.on(date(2026, 6, 20), "Eva", "Dag", "Tom")
        eva.open(self.page)
        eva.follow("Avgjør hva som skal skje med resten av 2025")
        eva.tick("La det gå tilbake")
        eva.write("Hvorfor?", BACK)
        eva.press("Legg fram til beslutning")
        dag.take_up("Vedta endring av tildeling")
        dag.press("Vedta endringen")
        tom.open(self.page)
        expect(tom.page.get_by_role("link", name="Går tilbake")).to_have_count(0)  # the letter can be stopped yet
        self.send_letters(eva)
        tom.open(self.page)
        tom.follow(f"Går tilbake: {kr(amount)}, 2025")
        tom.see(BACK)
        eva.open(self.page)
        eva.see(f"{kr(amount)} skal betales tilbake.")
        eva.write("Hvor mye har kommet tilbake?", str(amount))
        eva.press("Registrer innbetaling")
        eva.see("Innbetalingen er registrert.")
        assert (self.stands(2025).owed, self.stands(2025).repaid, self.stands(2025).left) == (0, amount, 0)

    def send_letters(self, eva: Window) -> None:
        eva.open(f"/tilsagn/runde/{self.award.given_in_id}/utboks/")
        eva.press("Send alle nå, uten å vente")

    def sheets(self) -> None:
        """Anyone in the county sees where the money is, and every line adds up."""
        (kari,) = self.on(date(2026, 7, 2), "Kari")
        for round in Round.objects.order_by("year"):
            kari.open(f"/penger/runde/{round.pk}/")
            became = kari.page.get_by_role("region", name="Hva pengene ble til").get_by_role(
                "row", name="Nord universitet"
            )
            numbers = [_number(text) for text in became.get_by_role("cell").all_inner_texts()]
            granted, bound, came, whole, used, went, returned, left = numbers
            assert granted + bound + came == whole == used + went + returned + left
            assert numbers == {2025: [320_000, 0, 0, 320_000, 270_000, 0, 50_000, 0],
                               2026: [0, 200_000, 0, 200_000, 0, 0, 0, 200_000]}[round.year]  # fmt: skip
            expect(kari.page.get_by_role("link", name="Utbetalinger")).to_have_count(0)
        paid = Entry.objects.filter(kind="paid").aggregate(sum=Sum("amount"))["sum"]
        assert paid == 320_000 + 200_000

    @property
    def page(self) -> str:
        return f"/penger/tildeling/{self.award.pk}/"

    def stands(self, year: int) -> Balance:
        return balance_of(self.award, year)

    def on(self, day: date, *names: str) -> list[Window]:
        set_demo_day(day, person=None)
        return [self.windows[name] for name in names]


def _number(text: str) -> int:
    return int("".join(each for each in text if each.isdecimal()) or 0)
