"""What the bank answers, taken in whole or not at all; and what comes back."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from laget.base.actors.files import BadFile
from laget.base.audit.models import Entry as Audited
from laget.base.audit.verify import verify
from laget.base.cycle.calendar_models import Notice
from laget.base.ui.spreadsheet import Sheet, workbook
from laget.base.ui.templatetags.ui import kr
from laget.grant.changes.actions import decide_change, decline_change, propose_change
from laget.grant.changes.models import Change
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.payments import actions
from laget.grant.payments.models import Payment
from laget.grant.payments.receipt_file import COLUMNS, Receipt, read_receipts
from laget.grant.payments.states import PaymentState
from testing.money import JUNE, MAY, award_to, make_list, pay_all, ready, report_on, send_all, with_accounts
from testing.people import World


def test_receipts_say_what_was_paid_and_what_came_back(world: World, award: Award, client: Client) -> None:
    award_to(world, "Fosen", {2025: 7})
    made = send_all(world)
    lines = list(made.payments.select_related("in_list"))
    rows = [[line.reference, line.amount, "05.05.2025", "betalt"] for line in lines]
    rows[0][3] = "Avvist"
    client.force_login(world.people["eva"])
    for name, content in (
        ("feil.csv", b"referanse;tekst\n1;2\n"),
        ("kvittering.xlsx", workbook([Sheet("Kvitteringer", COLUMNS, rows)])),
    ):
        posted = {"file": SimpleUploadedFile(name, content)}
        reply = client.post("/penger/utbetaling/trondelag/kvittering/", posted)
        assert reply.status_code == (422 if name == "feil.csv" else 302)
    states = list(made.payments.values_list("state", "settled_on"))
    assert states == [("bounced", date(2025, 5, 5)), *[("paid", date(2025, 5, 5))] * (len(rows) - 1)]
    told = {(str(each), each.address) for each in Notice.objects.all()}
    assert told == {
        (f"{kr(each.amount)} er betalt ut: {each.award}, 2025.", f"/penger/tildeling/{each.award_id}/")
        for each in lines[1:]
    }
    back = lines[0]
    assert balance_of(back.award, back.year).unpaid == back.amount
    assert [(year, amount) for year, _name, amount in ready(world, back.award)] == [(2025, back.amount)]
    assert verify().ok


def line_of(world: World) -> Callable[..., str]:
    first = Payment.objects.select_related("in_list").order_by("line")[0]

    def line(
        ref: str = first.reference, kr: object = first.amount, day: str = "2025-05-05", says: str = "betalt"
    ) -> str:
        return f"{ref};{kr};{day};{says}"

    return line


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"ref": "9-9"}, "Linje 3, referanse: Ingen betaling her heter «9-9»."),
        ({"kr": "12"}, "Linje 3, beløp: Beløpet er 12\u00a0kr, men vi sendte"),
        ({"kr": "mye"}, "Linje 3, beløp: «mye» er ikke et helt antall kroner."),
        ({"kr": "12,50"}, "Linje 3, beløp: «12,50» er ikke et helt antall kroner."),
        ({"day": "i går"}, "Linje 3, dato: «i går» er ikke en dato."),
        ({"day": "2031-01-01"}, "Linje 3, dato: Dagen har ikke vært ennå."),
        ({"day": "1990-05-05"}, "Linje 3, dato: Dagen er før betalingen ble godkjent."),
        ({"says": "kanskje"}, "Linje 3, status: «kanskje» er ikke betalt eller avvist."),
        ({}, "Linje 3, referanse: Samme betaling står også på linje 2."),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken_in(
    world: World, award: Award, changed: dict[str, str], fault: str
) -> None:
    award_to(world, "Fosen", {2025: 7})
    made = send_all(world)
    line = line_of(world)
    second = made.payments.order_by("line")[1]
    good = line() if not changed else line(second.reference, second.amount)
    file = "\n".join([";".join(COLUMNS), good, line(**changed)])
    with pytest.raises(BadFile) as bad:
        read = read_receipts(file.encode(), name="kvittering.csv")
        actions.take_receipts(world.county, read, actor=world.act("eva", JUNE), at=JUNE)
    assert any(str(each).startswith(fault) for each in bad.value.faults)
    assert set(made.payments.values_list("state", flat=True)) == {"ordered"}


def test_what_is_no_table_is_said_to_be_so_once(world: World, client: Client) -> None:
    client.force_login(world.people["eva"])
    posted = {"file": SimpleUploadedFile("kvittering.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")}
    reply = client.post("/penger/utbetaling/trondelag/kvittering/", posted)
    said = "Fila: Dette er verken CSV eller Excel (.xlsx). Velg en annen fil."
    assert (reply.status_code, [str(fault) for fault in reply.context["faults"]]) == (422, [said])
    assert said in reply.content.decode()


@pytest.mark.parametrize(("came", "owed"), [(PaymentState.BOUNCED, 0), (PaymentState.PAID, 300_001)])
def test_nothing_goes_back_while_it_is_on_its_way(
    world: World, award: Award, client: Client, came: PaymentState, owed: int
) -> None:
    """Found at random: all of it was to be paid back, and then the bank said that it never got there."""
    with_accounts(world)
    made, eva, dag = make_list(world, award), world.act("eva", MAY), world.act("dag", MAY)
    words: dict[str, Any] = {"year": 2025, "kind": Change.Kind.RETURN, "amount": 300_001, "reason": "Avlyst."}
    waiting = propose_change(award, **words, actor=eva, at=MAY)
    actions.approve_list(made.pk, actor=dag, at=MAY)
    client.force_login(world.people["dag"])
    said = client.post(f"{waiting.get_absolute_url()}vedta/", follow=True).content.decode()
    assert "Endringen kan ikke vedtas nå: 300\u202f001\u00a0kr er sendt til betaling" in said
    decline_change(waiting.pk, reason="Vent.", actor=dag, at=MAY)
    client.force_login(world.people["eva"])
    address = reverse("changes:propose", args=[award.pk, 2025])
    assert "Mens pengene er på vei" in client.get(address).content.decode()
    refused = client.post(address, {"kind": "return", "amount": "300 001", "reason": "Avlyst."})
    assert (refused.status_code, "Les inn kvitteringen først" in refused.content.decode()) == (422, True)
    assert (
        "300\u202f001\u00a0kr er sendt til betaling." in client.get(f"/penger/tildeling/{award.pk}/").content.decode()
    )
    payment = made.payments.get()
    receipt = Receipt(2, payment.reference, payment.amount, MAY.date(), came)
    actions.take_receipts(world.county, [receipt], actor=eva, at=MAY)
    decide_change(propose_change(award, **words, actor=eva, at=MAY).pk, actor=dag, at=MAY)
    now = balance_of(award, 2025)
    assert (now.right, now.held, now.owed, now.on_its_way) == (0, 0, owed, 0)


def test_a_receipt_taken_in_twice_changes_nothing(world: World, award: Award) -> None:
    send_all(world)
    file = "\n".join([";".join(COLUMNS), line_of(world)()]).encode()
    eva = world.act("eva", JUNE)
    actions.take_receipts(world.county, read_receipts(file, name="k.csv"), actor=eva, at=JUNE)
    with pytest.raises(BadFile, match="Betalingen har alt fått kvittering: betalt"):
        actions.take_receipts(world.county, read_receipts(file, name="k.csv"), actor=eva, at=JUNE)


def test_what_is_paid_back_is_noted_once_however_often_it_is_sent(world: World, award: Award, client: Client) -> None:
    pay_all(world)
    report_on(award, used=balance_of(award, 2025).right - 50_000)
    back = propose_change(
        award,
        year=2025,
        kind=Change.Kind.RETURN,
        amount=50_000,
        reason="Ikke brukt.",
        actor=world.act("eva", JUNE),
        at=JUNE,
    )
    decide_change(back.pk, actor=world.act("dag", JUNE), at=JUNE)
    client.force_login(world.people["eva"])
    address = f"/penger/tildeling/{award.pk}/"
    assert "skal betales tilbake." in client.get(address).content.decode()
    posted = {"amount": "20 000", "about": str(uuid4())}
    for _twice in range(2):
        client.post(f"{address}2025/innbetaling/", posted)
    assert balance_of(award, 2025).owed == 30_000
    for wrong in ("30 001", "0"):
        again = client.post(f"{address}2025/innbetaling/", {"amount": wrong, "about": str(uuid4())})
        assert again.status_code == 422
        assert f'value="{wrong}"' in again.content.decode()
        assert '<a class="ds-link" href="#id_2025_amount">' in again.content.decode()  # on top, and leads there
    client.post(f"{address}2025/innbetaling/", {"amount": "30 000", "about": str(uuid4())})
    assert balance_of(award, 2025).owed == 0
    assert Audited.objects.filter(kind="repayment").count() == 2


def test_what_is_written_off_stands_in_the_sheet_so_that_what_goes_back_adds_up(
    world: World, award: Award, client: Client
) -> None:
    def change(kind: Change.Kind, amount: int) -> None:
        eva, dag = world.act("eva", JUNE), world.act("dag", JUNE)
        made = propose_change(award, year=2025, kind=kind, amount=amount, reason="Slik.", actor=eva, at=JUNE)
        decide_change(made.pk, actor=dag, at=JUNE)

    def sheet() -> tuple[str, dict[str, object]]:
        page = f"/penger/runde/{world.round.pk}/"
        book = load_workbook(BytesIO(client.get(f"{page}?som=xlsx").content))
        headings, *_rows, sums = book.worksheets[0].iter_rows(values_only=True)
        return client.get(page).content.decode(), dict(zip(map(str, headings), sums, strict=True))

    pay_all(world)
    client.force_login(world.people["eva"])
    change(Change.Kind.RETURN, 50_000)
    eva = world.act("eva", JUNE)
    actions.register_repayment(award, year=2025, amount=20_000, about=uuid4(), actor=eva, at=JUNE)
    assert "Ettergitt" not in sheet()[0]
    change(Change.Kind.WRITE_OFF, 25_000)
    page, sums = sheet()
    assert "Ettergitt" in page
    parts = ("Går tilbake", "Skal betales tilbake", "Betalt tilbake", "Ettergitt")
    assert [sums[each] for each in parts] == [50_000, 5_000, 20_000, 25_000]
