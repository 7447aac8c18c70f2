"""The life of some awards, in whatever order things happen: the money is never above the frame, and the sums hold."""

from collections.abc import Hashable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from laget.rules import ledger
from laget.rules.ledger import Balance, CannotBook, Entry, Kind, YearMoney, total

YEARS = (2025, 2026, 2027)
KRONER = st.integers(1, 400_000)
SHARE = st.fractions(0, 1, max_denominator=12)


class Lives(RuleBasedStateMachine):
    """A county with a frame for each year, and awards that are paid, reported, changed and paid back."""

    awards = Bundle("awards")
    in_flight = Bundle("in_flight")

    def __init__(self) -> None:
        super().__init__()
        self.books: list[Entry] = []
        self.balances: dict[tuple[Hashable, int], Balance] = {}
        self.granted = dict.fromkeys(YEARS, 0)
        self.all = Balance()
        self.touched: set[tuple[Hashable, int]] = set()  # since the sums were last looked at
        self.number = 0

    @initialize(frame=st.integers(500_000, 2_000_000), set_aside=SHARE)
    def open(self, frame: int, set_aside: Fraction) -> None:
        self.frame, self.set_aside = frame, int(frame * set_aside / 2)

    # -- What is done ----------------------------------------------------------------------------

    @rule(target=awards, amounts=st.lists(KRONER, min_size=1, max_size=3), first=st.sampled_from(YEARS))
    def grant(self, amounts: list[int], first: int) -> int:
        """For one to three years. What doesn't fit is refused, and then nothing of it is granted."""
        self.number += 1
        years = [year for year in range(first, first + len(amounts)) if year in YEARS]
        wanted = [Entry(self.number, year, Kind.GRANTED, amount) for year, amount in zip(years, amounts, strict=False)]
        if self._fits(wanted):
            self._book(*wanted)
        return self.number

    @rule(award=awards, year=st.sampled_from(YEARS), amount=KRONER)
    def supplement(self, award: int, year: int, amount: int) -> None:
        entry = Entry(award, year, Kind.SUPPLEMENT, amount)
        if self._of(award, year).right and not self._of(award, year).is_reported and self._fits([entry]):
            self._book(entry)

    @rule(target=in_flight, award=awards, year=st.sampled_from(YEARS), amount=KRONER)
    def pay(self, award: int, year: int, amount: int) -> tuple[int, int, int] | None:
        """Any amount is tried: more than what is granted and not paid is refused."""
        too_much = amount > self._of(award, year).unpaid
        assert self._try(Entry(award, year, Kind.PAID, amount)) is not too_much
        return None if too_much else (award, year, amount)

    @rule(payment=consumes(in_flight), kind=st.sampled_from((Kind.ARRIVED, Kind.BOUNCED)))
    def settle(self, payment: tuple[int, int, int] | None, kind: Kind) -> None:
        """Whatever the bank says of a payment can be booked, whatever has happened meanwhile."""
        if payment:
            award, year, amount = payment
            self._book(Entry(award, year, kind, amount))

    @rule(award=awards, year=st.sampled_from(YEARS), share=SHARE)
    def report(self, award: int, year: int, share: Fraction) -> None:
        before = self._of(award, year)
        if before.right and not before.is_reported:
            self._book(Entry(award, year, Kind.USED, int(before.right * share)))

    @rule(award=awards, to=awards, year=st.sampled_from(YEARS), kind=st.sampled_from(sorted(ledger.OUT)), share=SHARE)
    def give_up(self, award: int, to: int, year: int, kind: Kind, share: Fraction) -> None:
        """What is left of a reported year is carried over, moved or returned, some or all of it."""
        before = self._of(award, year)
        amount = int(before.left * share)
        there = award if kind is Kind.CARRIED_OUT else to
        if not before.is_reported or amount == 0 or self._of(there, year + 1).is_reported:
            return
        if before.on_its_way:
            with pytest.raises(CannotBook, match="Les inn kvitteringen først"):
                ledger.give_up(before, kind, amount, award=award, year=year)
            return
        out = ledger.give_up(before, kind, amount, award=award, year=year)
        came = [] if kind is Kind.RETURNED else [ledger.arrival(out, award=there, year=year + 1)]
        self._book(out, *came)

    @rule(award=awards, year=st.sampled_from(YEARS), amount=KRONER)
    def repay(self, award: int, year: int, amount: int) -> None:
        too_much = amount > self._of(award, year).owed
        assert self._try(Entry(award, year, Kind.REPAID, amount)) is not too_much

    # -- What always holds -------------------------------------------------------------------------

    @invariant()
    def no_year_is_over_its_frame(self) -> None:
        for year in YEARS:
            money = self._money(year)
            assert money.free >= 0
            assert money.set_aside + money.granted + money.free == money.frame

    @invariant()
    def every_sum_holds(self) -> None:
        for balance in (self.balances[each] for each in self.touched):
            ledger.check(balance)
            assert balance.used + balance.went_on + balance.returned + balance.left == balance.whole
            assert 0 <= balance.held <= balance.right <= balance.whole
        self.touched.clear()

    @invariant()
    def nothing_is_lost_on_the_way(self) -> None:
        """What went on came in, with what was in hand; and every krone that was paid is somewhere."""
        all = self.all
        assert (all.carried_out, all.moved_out) == (all.carried_in, all.moved_in)
        assert all.came_in_hand == all.went_in_hand
        assert all.paid == all.bounced + all.held + all.claimed
        assert all.claimed == all.repaid + all.owed

    @invariant()
    def the_books_say_the_same_read_again(self) -> None:
        if len(self.books) % 25 == 0:
            assert ledger.balances_of(self.books) == self.balances
            for name in ("paid", "held", "right", "left", "owed"):
                assert getattr(total(self.balances.values()), name) == getattr(self.all, name)

    def _of(self, award: int, year: int) -> Balance:
        return self.balances.get((award, year), Balance())

    def _book(self, *entries: Entry) -> None:
        now = dict(self.balances)
        for entry in entries:
            now[entry.award, entry.year] = ledger.after(now.get((entry.award, entry.year), Balance()), entry)
        for entry in entries:
            ledger.check(now[entry.award, entry.year])
        self.balances = now
        self.books += entries
        for entry in entries:
            self.all = ledger.after(self.all, entry)
            self.touched.add((entry.award, entry.year))
            if entry.kind in (Kind.GRANTED, Kind.SUPPLEMENT):
                self.granted[entry.year] += entry.amount

    def _try(self, entry: Entry) -> bool:
        try:
            self._book(entry)
        except CannotBook:
            return False
        return True

    def _money(self, year: int) -> YearMoney:
        return YearMoney(self.frame, 0, self.set_aside, self.granted[year])

    def _fits(self, wanted: list[Entry]) -> bool:
        try:
            for entry in wanted:
                self._money(entry.year).grant(entry.amount)
        except CannotBook:
            return False
        return True


def _live(runs: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Lives, settings=settings(max_examples=runs, stateful_step_count=50, deadline=None, suppress_health_check=checks)
    )


def test_a_hundred_lives() -> None:
    _live(100)


@pytest.mark.soak
def test_ten_thousand_lives() -> None:
    _live(10_000)
