"""The sums hold, whatever is done and in whatever order; and what would break them is refused."""

from contextlib import suppress
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laget.rules.ledger import (
    BY_LETTER,
    OUT,
    Balance,
    CannotBook,
    Entry,
    Kind,
    YearMoney,
    after,
    arrival,
    balance_of,
    balances_of,
    check,
    give_up,
    own_contribution,
    restore,
    total,
)

AMOUNTS = st.integers(0, 10_000_000)


def of(*entries: tuple[Kind, int]) -> Balance:
    return balance_of(Entry("språk", 2025, kind, amount) for kind, amount in entries)


def test_what_was_never_paid_is_given_up_first() -> None:
    balance = of((Kind.GRANTED, 300_000), (Kind.PAID, 200_000), (Kind.ARRIVED, 200_000), (Kind.USED, 150_000))
    out = give_up(balance, Kind.RETURNED, 130_000, award="språk", year=2025)
    assert (out.amount, out.in_hand) == (130_000, 30_000)
    then = after(balance, out)
    assert (then.right, then.held, then.unpaid, then.left, then.owed) == (170_000, 170_000, 0, 20_000, 30_000)


def test_what_is_carried_over_takes_along_what_was_paid_of_it() -> None:
    balance = of((Kind.GRANTED, 300_000), (Kind.PAID, 300_000), (Kind.ARRIVED, 300_000), (Kind.USED, 250_000))
    out = give_up(balance, Kind.CARRIED_OUT, 50_000, award="språk", year=2025)
    there = balance_of([Entry("språk", 2026, Kind.GRANTED, 100_000), arrival(out, award="språk", year=2026)])
    assert (there.right, there.held, there.unpaid) == (150_000, 50_000, 100_000)
    assert (after(balance, out).left, after(balance, out).held) == (0, 250_000)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([(Kind.GRANTED, 100), (Kind.PAID, 101)], "Det er 1\u00a0kr mer enn det som er innvilget og ikke betalt ut."),
        ([(Kind.GRANTED, 100), (Kind.USED, 120)], "Det er 20\u00a0kr mer enn det som er igjen av tilskuddet."),
        (
            [(Kind.GRANTED, 100), (Kind.PAID, 50), (Kind.BOUNCED, 60)],
            "Det er 10\u00a0kr mer enn mottakeren har fått utbetalt.",
        ),
        (
            [(Kind.GRANTED, 100), (Kind.PAID, 50), (Kind.REPAID, 1)],
            "Det er 1\u00a0kr mer enn mottakeren skal betale tilbake.",
        ),
        (
            [(Kind.GRANTED, 100), (Kind.PAID, 50), (Kind.ARRIVED, 51)],
            "Det er 1\u00a0kr mer enn det som er sendt til betaling.",
        ),
    ],
)  # fmt: skip
def test_what_breaks_the_sums_is_refused(entries: list[tuple[Kind, int]], says: str) -> None:
    with pytest.raises(CannotBook) as refused:
        check(of(*entries))
    assert str(refused.value) == says


def test_what_is_restored_is_owed_no_longer_or_paid_anew() -> None:
    balance = of((Kind.GRANTED, 300_000), (Kind.PAID, 300_000), (Kind.ARRIVED, 300_000))
    balance = after(balance, give_up(balance, Kind.RETURNED, 50_000, award="språk", year=2025))
    balance = after(balance, Entry("språk", 2025, Kind.REPAID, 20_000))
    then = after(balance, restore(balance, 50_000, award="språk", year=2025))
    assert (then.right, then.returned, then.owed, then.held, then.unpaid) == (300_000, 0, 0, 280_000, 20_000)
    with pytest.raises(CannotBook, match="1\u00a0kr mer enn det som har gått tilbake"):
        restore(balance, 50_001, award="språk", year=2025)


def test_what_was_written_off_is_not_given_once_more() -> None:
    """The recipient still has it: no more is paid out anew than what was paid back, or never paid."""
    balance = of((Kind.GRANTED, 210), (Kind.PAID, 200), (Kind.ARRIVED, 200))
    for entry in (
        give_up(balance, Kind.RETURNED, 60, award="språk", year=2025),
        Entry("språk", 2025, Kind.REPAID, 20),
        Entry("språk", 2025, Kind.WRITTEN_OFF, 30),
    ):
        balance = after(balance, entry)
    then = after(balance, restore(balance, 30, award="språk", year=2025))
    assert (then.right, then.held, then.unpaid, then.owed) == (180, 150, 30, 0)
    with pytest.raises(
        CannotBook, match=r"1\u00a0kr mer enn det som har gått tilbake, når det ettergitte er trukket fra"
    ):
        restore(balance, 31, award="språk", year=2025)


@pytest.mark.parametrize("amount", [0, -1, 150_001])
def test_no_more_is_given_up_than_is_left(amount: int) -> None:
    balance = of((Kind.GRANTED, 300_000), (Kind.PAID, 200_000), (Kind.ARRIVED, 200_000), (Kind.USED, 150_000))
    with pytest.raises(CannotBook):
        give_up(balance, Kind.RETURNED, amount, award="språk", year=2025)


def test_that_something_waits_is_said_only_where_it_is_in_the_way() -> None:
    balance, waits = of((Kind.GRANTED, 300_000)), [Entry("språk", 2025, Kind.RETURNED, 100_000)]
    with pytest.raises(CannotBook, match=r"100\u202f000\u00a0kr mer enn det som er igjen av tilskuddet\.$"):
        give_up(balance, Kind.RETURNED, 400_000, award="språk", year=2025)
    with pytest.raises(CannotBook, match=r"200\u202f000\u00a0kr mer enn .* i et brev som ikke har gått ut ennå\.$"):
        give_up(balance, Kind.RETURNED, 400_000, award="språk", year=2025, waiting=waits)


@pytest.mark.parametrize("kind", sorted(OUT))
def test_nothing_is_given_up_while_a_payment_is_on_its_way(kind: Kind) -> None:
    sent = of((Kind.GRANTED, 300_000), (Kind.PAID, 200_000))
    with pytest.raises(CannotBook, match="er sendt til betaling, og banken har ikke sagt"):
        give_up(sent, kind, 1, award="språk", year=2025)
    back = after(sent, Entry("språk", 2025, Kind.BOUNCED, 200_000))
    assert give_up(back, kind, 300_000, award="språk", year=2025).in_hand == 0


@given(st.lists(st.tuples(st.sampled_from(Kind), AMOUNTS), max_size=30))
def test_the_parts_are_the_whole_whatever_is_booked(entries: list[tuple[Kind, int]]) -> None:
    b = of(*entries)
    assert b.granted + b.supplement + b.carried_in + b.moved_in == b.whole
    assert b.used + b.carried_out + b.moved_out + b.returned + b.left == b.whole
    assert b.held + b.unpaid == b.right


@given(
    st.integers(0, 30),
    st.lists(st.tuples(st.sampled_from(sorted(BY_LETTER)), st.integers(1, 20), st.integers(0, 5)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_what_holds_while_letters_wait_holds_in_whatever_order_they_leave(
    paid: int, decided: list[tuple[Kind, int, int]], order: Random
) -> None:
    balance = of((Kind.GRANTED, 30), (Kind.PAID, paid), (Kind.ARRIVED, paid))
    waiting: list[Entry] = []
    for kind, amount, in_hand in decided:
        entry = Entry("språk", 2025, kind, amount, min(amount, in_hand))
        with suppress(CannotBook):
            check(balance, [*waiting, entry])
            waiting.append(entry)
    order.shuffle(waiting)
    for entry in waiting:
        balance = after(balance, entry)
        check(balance)


@given(st.lists(st.tuples(st.sampled_from(["lek", "språk"]), st.integers(2025, 2027), st.sampled_from(Kind), AMOUNTS)))
def test_a_sheet_is_the_sum_of_its_lines(entries: list[tuple[str, int, Kind, int]]) -> None:
    booked = [Entry(award, year, kind, amount) for award, year, kind, amount in entries]
    sheet, one = total(balances_of(booked).values()), balance_of(booked)
    for name in Balance.__slots__:
        assert name == "is_reported" or getattr(sheet, name) == getattr(one, name)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.lists(AMOUNTS, max_size=20))
def test_what_is_free_is_never_below_nothing_and_the_parts_are_the_frame(
    frame: int, bound: int, set_aside: int, wanted: list[int]
) -> None:
    money = YearMoney(frame, min(bound, frame), min(set_aside, frame - min(bound, frame)), 0)
    for amount in wanted:
        try:
            money = money.grant(amount)
        except CannotBook:
            assert amount > money.free
        assert money.free >= 0
        assert money.bound + money.set_aside + money.granted + money.free == frame


def test_an_award_that_would_go_over_the_frame_says_what_is_free() -> None:
    with pytest.raises(CannotBook) as refused:
        YearMoney(frame=1_000_000, bound=250_000, set_aside=20_000, granted=700_000).grant(40_000)
    assert str(refused.value).endswith("30\u202f000\u00a0kr er fritt.")


@pytest.mark.parametrize(
    ("part", "share", "own"),
    [(700_000, "3/10", 210_000), (100_001, "3/10", 30_001), (1, "3/10", 1), (0, "3/10", 0), (100, "0", 0)],
)
def test_egenandel_is_of_the_owners_own_part_and_never_less_than_its_share(part: int, share: str, own: int) -> None:
    assert own_contribution(part, Fraction(share)) == own
