"""Payments: by plan, approved by another, never more than granted, never twice."""

import csv
import io
import re
from datetime import date, datetime
from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from openpyxl import load_workbook

from laget.base.accounts.roles import Role
from laget.base.cycle.actions import open_round
from laget.base.cycle.models import Round, RuleSet
from laget.grant.ledger.actions import book
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.payments import actions
from laget.grant.payments.forms import AgreementForm
from laget.grant.payments.models import Account, Payment, PaymentList
from laget.grant.payments.queries import payable_in
from laget.grant.payments.states import PaymentState
from laget.rules import ledger
from laget.rules.instalments import Need
from laget.rules.ledger import CannotBook
from laget.rules.transitions import TransitionNotAllowed
from testing.money import MAY, also, award_to, make_list, pay_all, ready, report_on, send_all, with_accounts
from testing.people import OSLO, World

NOW = MAY.date()


def plan(world: World, *parts: tuple[str, str, str, list[str]]) -> None:
    """Another payment plan in the county file that the round was opened under."""
    stored = world.round.rule_set.stored
    lines = ", ".join(
        f'{{ name = "{name}", share = "{share}", from = "{first}", needs = {needs} }}'
        for name, share, first, needs in parts
    )
    written = f"payment = [{lines}]".replace("'", '"')
    text = re.sub(r"^payment = .*$", written, stored.text, count=1, flags=re.MULTILINE)
    type(stored).objects.create(sha256=uuid4().hex * 2, text=text)
    RuleSet.objects.filter(pk=world.round.rule_set_id).update(stored=type(stored).objects.get(text=text))


def lacks(world: World, award: Award, year: int, day: date = NOW) -> set[Need]:
    (found,) = [each for each in payable_in(world.county.pk, day=day) if (each.award, each.year) == (award, year)]
    return set(found.waiting.lacks) if found.waiting else set()


# -- What is due -------------------------------------------------------------------------------------


def test_the_parts_of_the_plan_come_when_what_they_need_is_in_place(world: World, award: Award) -> None:
    plan(world, ("Første del", "60 %", "04-15", ["agreement"]), ("Siste del", "40 %", "09-01", ["report"]))
    right = balance_of(award, 2025).right
    assert lacks(world, award, 2025) == {Need.AGREEMENT}
    assert [AgreementForm({"signed_on": day}, today=NOW).is_valid() for day in ("1814-05-17", "2031-05-17")] == [
        False
    ] * 2
    assert AgreementForm({"signed_on": "2024-11-01"}, today=NOW).is_valid()
    actions.register_agreement(award, signed_on=NOW, actor=world.act("eva", MAY), at=MAY)
    assert ready(world, award, date(2025, 4, 14)) == []
    assert ready(world, award) == [(2025, "Første del", right * 6 // 10)]
    actions.approve_list(make_list(world, award).pk, actor=world.act("dag", MAY), at=MAY)
    assert (ready(world, award), lacks(world, award, 2025)) == ([], {Need.REPORT})
    report_on(award, used=right)
    assert ready(world, award, date(2025, 9, 1)) == [(2025, "Siste del", right - right * 6 // 10)]


def test_a_later_year_waits_for_the_report_on_the_year_before(world: World) -> None:
    goes_on = award_to(world, "Fosen", {2025: 100_000, 2026: 120_000})
    with_accounts(world)
    assert [year for year, _name, _amount in ready(world, goes_on)] == [2025]
    assert [year for year, _name, _amount in ready(world, goes_on, date(2026, 2, 1))] == [2025]
    assert lacks(world, goes_on, 2026, date(2026, 2, 1)) == {Need.REPORT_BEFORE}
    report_on(goes_on, used=1)
    assert ready(world, goes_on, date(2026, 7, 1))[1] == (2026, "Hele beløpet", 120_000)


def test_an_award_pays_out_under_the_rules_it_was_given_under(world: World) -> None:
    """A new regulation, with another plan, has come into force in the meantime."""
    plan(world, ("Det gamle", "100 %", "01-01", []))
    old = award_to(world, "Fosen", {2025: 100_000, 2026: 120_000})
    with_accounts(world)
    at = datetime(2026, 7, 1, 9, tzinfo=OSLO)
    new = open_round(world.county, year=2026, actor=world.act("eva", at), at=at)
    assert new.rule_set.key != old.given_in.rule_set.key
    assert [part.name for part in new.rules.plan_of(2026)] == ["Hele beløpet"]
    assert ready(world, old, at.date()) == [(2025, "Det gamle", 100_000), (2026, "Det gamle", 120_000)]


# -- Two persons ---------------------------------------------------------------------------------------


def test_who_made_the_list_or_registered_an_account_can_not_approve_it(
    world: World, award: Award, client: Client
) -> None:
    also(world, "eva", Role.DECIDER)
    also(world, "dag", Role.CASE_OFFICER)
    made = make_list(world, award)
    for name, button in (("eva", False), ("dag", True)):
        client.force_login(world.people[name])
        assert ("Godkjenn utbetalingen" in client.get(made.get_absolute_url()).content.decode()) == button
    by_eva = Account.objects.get(recipient=award.recipient)
    actions.decline_list(made.pk, reason="Feil konto.", actor=world.act("dag", MAY), at=MAY)
    actions.register_account(
        award.recipient, county=world.county, holder=by_eva.holder, organisation_number=by_eva.organisation_number,
        number=by_eva.number, actor=world.act("dag", MAY), at=MAY,
    )  # fmt: skip
    again = make_list(world, award)
    for name in ("eva", "dag"):
        client.force_login(world.people[name])
        assert client.post(f"{again.get_absolute_url()}godkjenn/").status_code == 404
        with pytest.raises(PermissionDenied):
            actions.approve_list(again.pk, actor=world.act(name, MAY), at=MAY)
        with pytest.raises(DatabaseError, match="payments"), transaction.atomic():
            PaymentList.objects.filter(pk=again.pk).update(
                state="approved", approved_by=world.people[name], approved_at=MAY
            )


@pytest.mark.parametrize("name", ["ada", "siri", "arne", "nina", "tom", "ola", "kari"])
def test_nobody_else_sees_or_makes_payments(world: World, award: Award, client: Client, name: str) -> None:
    made = make_list(world, award)
    client.force_login(world.people[name])
    for address in ("/penger/utbetaling/trondelag/", made.get_absolute_url(), f"{made.get_absolute_url()}fil/"):
        assert client.get(address).status_code == 404
    for do in (
        lambda: make_list_as(world, name),
        lambda: actions.approve_list(made.pk, actor=world.act(name, MAY), at=MAY),
        lambda: actions.take_receipts(world.county, [], actor=world.act(name, MAY), at=MAY),
        lambda: actions.register_agreement(award, signed_on=NOW, actor=world.act(name, MAY), at=MAY),
    ):
        with pytest.raises(PermissionDenied):
            do()


def make_list_as(world: World, name: str) -> PaymentList:
    return actions.prepare_list(world.county, actor=world.act(name, MAY), at=MAY)


# -- Never more, never twice -----------------------------------------------------------------------------


def test_nothing_is_paid_twice(world: World, award: Award) -> None:
    made = make_list(world, award)
    with pytest.raises(CannotBook, match="kan betales ut nå"):
        make_list(world, award)
    actions.approve_list(made.pk, actor=world.act("dag", MAY), at=MAY)
    with pytest.raises(TransitionNotAllowed):
        actions.approve_list(made.pk, actor=world.act("dag", MAY), at=MAY)
    with pytest.raises(CannotBook):
        make_list(world, award)
    assert balance_of(award, 2025).unpaid == 0


def test_the_database_lets_one_payment_of_a_year_be_under_way(world: World, award: Award) -> None:
    made = make_list(world, award)
    paid = Payment.objects.get(in_list=made)
    with pytest.raises(IntegrityError, match="payments_one_under_way_at_a_time"), transaction.atomic():
        Payment.objects.create(
            in_list=made, line=9, award=award, year=2025, name="En gang til", amount=1, account=paid.account
        )


def test_a_list_is_not_approved_when_the_money_has_gone_elsewhere(world: World, award: Award) -> None:
    made = make_list(world, award)
    out = ledger.give_up(balance_of(award, 2025), ledger.Kind.RETURNED, 1, award=award.pk, year=2025)
    book([out], round=world.round, about=uuid4(), at=MAY)
    with pytest.raises(CannotBook, match="mer enn det som er innvilget"):
        actions.approve_list(made.pk, actor=world.act("dag", MAY), at=MAY)
    assert PaymentList.objects.get(pk=made.pk).state == "prepared"


def test_a_list_is_not_approved_when_an_account_has_been_replaced(world: World, award: Award, client: Client) -> None:
    award_to(world, "Fosen")
    with_accounts(world)
    made, other = make_list(world), Account.objects.get(recipient=world.parties["Fosen"])
    eva = world.act("eva", MAY)
    actions.register_account(
        award.recipient, county=world.county, holder=other.holder, organisation_number=other.organisation_number,
        number=other.number, actor=eva, at=MAY,
    )  # fmt: skip
    client.force_login(world.people["dag"])
    page = client.post(f"{made.get_absolute_url()}godkjenn/", follow=True).content.decode()
    says = "Nord universitet har fått ny konto siden lista ble laget. Velg «Ikke godkjenn» på denne lista. Lag en ny."
    assert f"Lista kan ikke godkjennes nå: {says}" in page
    assert PaymentList.objects.get(pk=made.pk).state == "prepared"
    assert balance_of(award, 2025).paid == 0
    actions.decline_list(made.pk, reason="Ny konto.", actor=world.act("dag", MAY), at=MAY)
    again = actions.approve_list(make_list(world).pk, actor=world.act("dag", MAY), at=MAY)
    assert {line.account.number for line in again.payments.select_related("account")} == {other.number}


def test_who_made_a_list_takes_it_back_until_it_is_approved(world: World, award: Award, client: Client) -> None:
    also(world, "dag", Role.CASE_OFFICER)
    made = make_list(world, award)
    for name, button, status in (("dag", False, 404), ("eva", True, 302)):
        client.force_login(world.people[name])
        assert ("Trekk lista tilbake" in client.get(made.get_absolute_url()).content.decode()) == button
        assert client.post(f"{made.get_absolute_url()}trekk/").status_code == status
    assert set(made.payments.values_list("state", flat=True)) == {PaymentState.DROPPED}
    assert "og har trukket den tilbake. Ingenting er betalt." in client.get(made.get_absolute_url()).content.decode()
    again = actions.approve_list(make_list(world, award).pk, actor=world.act("dag", MAY), at=MAY)
    with pytest.raises(TransitionNotAllowed):
        actions.withdraw_list(again.pk, actor=world.act("eva", MAY), at=MAY)
    with pytest.raises(IntegrityError, match="approved_by_someone"), transaction.atomic():
        PaymentList.objects.filter(pk=again.pk).update(state="withdrawn")


@pytest.mark.parametrize(
    ("table", "sql"),
    [
        ("payments_payment", "UPDATE {} SET amount = amount + 1"),
        ("payments_payment", "DELETE FROM {}"),
        ("payments_payment", "TRUNCATE {} CASCADE"),
        ("payments_paymentlist", "UPDATE {} SET sha256 = ''"),
        ("payments_account", "UPDATE {} SET number = '12345678901'"),
        ("payments_account", "DELETE FROM {}"),
    ],
)
def test_the_database_keeps_what_was_prepared(world: World, award: Award, table: str, sql: str) -> None:
    make_list(world, award)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"keeps what was written|append-only"), transaction.atomic():
            cursor.execute(sql.format(table))


# -- Accounts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "organisation", "says"),
    [
        ("8601 11 17947", "974767880", ""),
        ("8601.11.17948", "974767880", "«86011117948» er ikke et kontonummer. Det har 11 siffer."),
        ("860111179", "974767880", "«860111179» er ikke et kontonummer. Det har 11 siffer. Se etter en skrivefeil."),
        ("8601 11 17947", "974767881", "«974767881» er ikke et organisasjonsnummer. Det har 9 siffer."),
    ],
)  # fmt: skip
def test_check_digits_are_checked(
    world: World, award: Award, client: Client, number: str, organisation: str, says: str
) -> None:
    client.force_login(world.people["eva"])
    posted = {"holder": "Nord universitet", "organisation_number": organisation, "number": number}
    reply = client.post(f"/penger/konto/trondelag/{award.recipient_id}/", posted)
    assert reply.status_code == (422 if says else 302)
    assert not says or says in reply.content.decode()
    newest = Account.objects.filter(recipient=award.recipient).latest("pk")
    assert (newest.number == "86011117947") == (not says)


# -- Out and in ------------------------------------------------------------------------------------------


def test_the_file_to_the_bank_has_every_payment_with_its_numbers(world: World, award: Award, client: Client) -> None:
    award_to(world, "Fosen", {2025: 1})
    made = send_all(world)
    client.force_login(world.people["eva"])
    address = f"{made.get_absolute_url()}fil/"
    sheet = load_workbook(io.BytesIO(client.get(address).content)).worksheets[0]
    in_excel = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = client.get(f"{address}?som=csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == in_excel
    assert len(in_excel) == made.payments.count() + 1
    paid = sum(int(row[4]) for row in in_excel[1:])
    assert paid == sum(balance_of(a, 2025).right for a in Award.objects.all())
    assert all(len(row[2]) == 9 and len(row[3]) == 11 for row in in_excel[1:])


def test_the_page_of_an_award_says_what_its_payment_waits_for(world: World, award: Award, client: Client) -> None:
    def said(name: str) -> list[str]:
        client.force_login(world.people[name])
        page = client.get(f"/penger/tildeling/{award.pk}/").content.decode()
        words = r"<p>(Utbetalingen venter på .*?|[^<]* kan betales ut nå\.)</p>"
        return [" ".join(each.split()) for each in re.findall(words, page, re.DOTALL)]

    plan(world, ("Første del", "60 %", "04-15", ["agreement"]), ("Siste del", "40 %", "09-01", ["report"]))
    assert said("tom") == said("eva") == ["Utbetalingen venter på signert avtale"]
    actions.register_agreement(award, signed_on=NOW, actor=world.act("eva", MAY), at=MAY)
    assert said("tom") == said("eva") == ["180 000 kr kan betales ut nå."]
    make_list(world, award)
    assert said("eva") == ["Utbetalingen venter på at en betaling som er på vei, får kvittering"]
    assert said("tom") == []  # nobody is told of a list that isn't approved


def test_nobody_asks_when_the_agreement_was_signed_once_all_is_paid(world: World, award: Award, client: Client) -> None:
    client.force_login(world.people["eva"])
    asked = ["Når ble avtalen signert?" in client.get(f"/penger/tildeling/{award.pk}/").content.decode()]
    pay_all(world)
    asked.append("Når ble avtalen signert?" in client.get(f"/penger/tildeling/{award.pk}/").content.decode())
    assert asked == [True, False]


def test_a_list_that_is_not_approved_gives_no_file(world: World, award: Award, client: Client) -> None:
    made = make_list(world, award)
    client.force_login(world.people["eva"])
    assert client.get(f"{made.get_absolute_url()}fil/").status_code == 404


def test_the_shares_of_a_plan_are_exact(world: World, award: Award) -> None:
    plan(world, ("En", "1/3", "01-01", []), ("To", "1/3", "01-02", []), ("Tre", "1/3", "01-03", []))
    assert [part.share for part in Round.objects.get(pk=world.round.pk).rules.plan_of(2025)] == [Fraction(1, 3)] * 3
