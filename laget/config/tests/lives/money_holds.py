"""What always holds of a county's money, reckoned anew from every entry and every payment."""

from collections import defaultdict

from django.db import connection

from laget.base.actors.models import County
from laget.base.cycle.models import Round
from laget.grant.ledger.models import Award, Entry
from laget.grant.ledger.queries import standing_of
from laget.grant.payments.models import Payment
from laget.grant.payments.sheet import sheet_of
from laget.grant.payments.states import PaymentState
from laget.rules import ledger
from laget.rules.ledger import Kind

_MARKS = """
    SELECT (SELECT count(*) FROM ledger_entry) || ' ' || (SELECT count(known_since) FROM ledger_entry),
        (SELECT string_agg(state, ',' ORDER BY id) FROM payments_payment)
"""
LEFT_FOR_THE_BANK = (PaymentState.ORDERED, PaymentState.PAID, PaymentState.BOUNCED)
SETTLED = {PaymentState.PAID: Kind.ARRIVED, PaymentState.BOUNCED: Kind.BOUNCED}


class MoneyHolds:
    """Looks when something has been booked, or is on its way."""

    def __init__(self) -> None:
        self._booked: object = None
        self._on_its_way: object = None

    def hold(self, county: County) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_MARKS)
            booked, on_its_way = cursor.fetchone()
        if (booked, on_its_way) != (self._booked, self._on_its_way):
            _every_payment(county)
        if booked != self._booked:
            _every_award(county)
            for round in Round.objects.filter(county=county, year__lte=2026).select_related("rule_set__stored"):
                _every_year(round)
        self._booked, self._on_its_way = booked, on_its_way


def _every_award(county: County) -> None:
    balances, waiting = standing_of(Award.objects.filter(county=county))
    for year in {*balances, *waiting}:
        ledger.check(balances.get(year, ledger.Balance()), waiting[year])
    for balance in balances.values():
        assert balance.on_its_way >= 0
        assert 0 <= balance.held <= balance.right <= balance.whole
        assert balance.used + balance.went_on + balance.returned + balance.left == balance.whole
        assert balance.claimed == balance.repaid + balance.written_off + balance.owed


def _every_payment(county: County) -> None:
    """What has been sent to the bank is booked once, to the krone; so is what came of it, once; nothing else."""
    booked: dict[tuple[str, str], list[int]] = defaultdict(list)
    sent = Entry.objects.filter(award__county=county, kind__in=[Kind.PAID, *SETTLED.values()])
    for kind, about, amount in sent.values_list("kind", "about", "amount"):
        booked[kind, about].append(amount)
    found = Payment.objects.filter(in_list__county=county, state__in=LEFT_FOR_THE_BANK)
    expected = {(str(Kind.PAID), str(each.pk)): [each.amount] for each in found}
    settled = ((SETTLED[PaymentState(each.state)], each) for each in found.exclude(state=PaymentState.ORDERED))
    expected |= {(str(kind), str(each.pk)): [each.amount] for kind, each in settled}
    assert dict(booked) == expected


def _every_year(round: Round) -> None:
    """Never more granted than there is; and the parts of the yearly sheet are the whole, however it is added up."""
    sheet = sheet_of(round)
    money, whole = sheet.money, sheet.all.balance
    assert money.free >= 0
    assert money.bound + money.set_aside + money.granted + money.free == money.frame
    assert sum(line.balance.whole for line in sheet.all.lines) == whole.whole
    assert sum(ordning.balance.whole for ordning, _rows in sheet.ordninger) == whole.whole
    assert sum(row.balance.whole for _ordning, rows in sheet.ordninger for row in rows) == whole.whole
    assert whole.used + whole.went_on + whole.returned + whole.left == whole.whole
    assert sheet.all.bound + sheet.all.granted == whole.granted + whole.supplement
