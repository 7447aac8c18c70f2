"""Money over the years: what happens to each amount that is granted, as entries that are never changed.

An award may run for several years. Each year of it has two sides that must hold:

    whole = granted + supplement + carried in + moved in
    whole = used + carried out + moved out + returned + left

    right = whole - carried out - moved out - returned
    right = held + unpaid

`held` is the money of that year that the recipient has in hand. When money is given up, what was
never paid goes first; the rest is in the recipient's hands, and follows the money: to the next
year, to another purpose, or back to Statsforvalteren. While a payment is on its way nobody knows
who has it, so nothing is given up until the bank has said whether it got there. Amounts are whole
kroner, never below 0.

What is decided counts when the letter that tells of it leaves. Until then it is booked and waits:
what it takes is spoken for, what it gives can't be used, so the sums hold whichever letter leaves first.
The same rules stand as triggers in the database: laget/grant/ledger/migrations.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from laget.rules.numbers import kr


class CannotBook(Exception):
    """The entries would break the sums. The message says why, in Norwegian, to the one who acts."""


class Kind(StrEnum):
    """What an entry says has happened to the money of one award in one year."""

    GRANTED = "granted"
    SUPPLEMENT = "supplement"
    CARRIED_IN = "carried_in"  # from the year before
    MOVED_IN = "moved_in"  # from another purpose
    CARRIED_OUT = "carried_out"
    MOVED_OUT = "moved_out"
    RETURNED = "returned"  # given up: never to be paid, or to be paid back
    RESTORED = "restored"  # what was given up, and is the recipient's again after all
    PAID = "paid"  # sent to the recipient's account
    ARRIVED = "arrived"  # a payment that got there
    BOUNCED = "bounced"  # a payment that did not get there
    REPAID = "repaid"  # has come back
    WRITTEN_OFF = "written_off"  # was to come back, and is asked for no longer
    USED = "used"  # in a report that is approved


IN = frozenset({Kind.GRANTED, Kind.SUPPLEMENT, Kind.CARRIED_IN, Kind.MOVED_IN})
OUT = frozenset({Kind.CARRIED_OUT, Kind.MOVED_OUT, Kind.RETURNED})
BY_LETTER = IN | OUT | {Kind.RESTORED, Kind.WRITTEN_OFF}  # decided: counts when the letter leaves
ARRIVES = {Kind.CARRIED_OUT: Kind.CARRIED_IN, Kind.MOVED_OUT: Kind.MOVED_IN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `in_hand` is how much of the amount the recipient had already been paid."""

    award: Hashable
    year: int
    kind: Kind
    amount: int
    in_hand: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """Where one award stands in one year, or many of them summed. Whole kroner."""

    granted: int = 0
    supplement: int = 0
    carried_in: int = 0
    moved_in: int = 0
    carried_out: int = 0
    moved_out: int = 0
    returned: int = 0  # less what is restored
    paid: int = 0
    arrived: int = 0
    bounced: int = 0
    repaid: int = 0
    written_off: int = 0
    used: int = 0
    came_in_hand: int = 0
    went_in_hand: int = 0  # with what was carried or moved out
    claimed: int = 0  # of what is returned: what had been paid, and must be paid back
    is_reported: bool = False

    @property
    def whole(self) -> int:
        return self.granted + self.supplement + self.carried_in + self.moved_in

    @property
    def came_in(self) -> int:
        return self.carried_in + self.moved_in

    @property
    def went_on(self) -> int:
        return self.carried_out + self.moved_out

    @property
    def right(self) -> int:
        """What the recipient may use."""
        return self.whole - self.carried_out - self.moved_out - self.returned

    @property
    def held(self) -> int:
        """What the recipient has been paid of it."""
        return self.paid - self.bounced + self.came_in_hand - self.went_in_hand - self.claimed

    @property
    def on_its_way(self) -> int:
        """What is sent, and the bank has not said of whether it got there."""
        return self.paid - self.arrived - self.bounced

    @property
    def unpaid(self) -> int:
        return self.right - self.held

    @property
    def left(self) -> int:
        """What is not accounted for: not reported yet, or reported as unused and not decided on."""
        return self.right - self.used

    @property
    def owed(self) -> int:
        """What the recipient has been told to pay back, has not paid, and is still asked for."""
        return self.claimed - self.repaid - self.written_off

    @property
    def gone_back(self) -> int:
        """Of what is given up: what was never paid, or has been paid back. What is written off the recipient keeps."""
        return self.returned - self.claimed + self.repaid

    def __add__(self, other: "Balance") -> "Balance":
        sums = {name: getattr(self, name) + getattr(other, name) for name in _SUMMED}
        return Balance(**sums, is_reported=self.is_reported and other.is_reported)


_SUMMED = tuple(name for name in Balance.__slots__ if name != "is_reported")


def balance_of(entries: Iterable[Entry]) -> Balance:
    """The entries of one award in one year, added up."""
    balance = Balance()
    for entry in entries:
        balance = after(balance, entry)
    return balance


def balances_of(entries: Iterable[Entry]) -> dict[tuple[Hashable, int], Balance]:
    """Entries of any awards and years, added up by (award, year)."""
    found: dict[tuple[Hashable, int], Balance] = defaultdict(Balance)
    for entry in entries:
        found[entry.award, entry.year] = after(found[entry.award, entry.year], entry)
    return dict(found)


def after(balance: Balance, entry: Entry) -> Balance:
    """The balance with one entry more. Says nothing of whether it holds: see `check`."""
    if entry.kind is Kind.RESTORED:
        return replace(balance, returned=balance.returned - entry.amount, claimed=balance.claimed - entry.in_hand)
    changes: dict[str, int | bool] = {entry.kind.value: getattr(balance, entry.kind.value) + entry.amount}
    match entry.kind:
        case Kind.CARRIED_IN | Kind.MOVED_IN:
            changes["came_in_hand"] = balance.came_in_hand + entry.in_hand
        case Kind.CARRIED_OUT | Kind.MOVED_OUT:
            changes["went_in_hand"] = balance.went_in_hand + entry.in_hand
        case Kind.RETURNED:
            changes["claimed"] = balance.claimed + entry.in_hand
        case Kind.USED:
            changes["is_reported"] = True
    return replace(balance, **changes)  # type: ignore[arg-type]


def check(balance: Balance, waiting: Collection[Entry] = (), *, new: Collection[Entry] = ()) -> None:
    """Raises CannotBook when the sums of one award in one year don't hold, whichever of what waits counts first.

    What is `new` waits too; only where what waited before it is in the way, is that said.
    """
    for sum_, says in _NEVER_BELOW_0:
        short, by_itself = (-least(balance, each, sum_) for each in ([*waiting, *new], new))
        if short > 0:
            raise CannotBook(says.format(kr(short)) + (_WAITS if short > by_itself else ""))


def least(balance: Balance, waiting: Collection[Entry], sum_: Callable[[Balance], int]) -> int:
    """The least that one of the sums comes to, in whatever order what waits begins to count: each is a plain sum."""
    return sum_(balance) + sum(min(0, sum_(after(Balance(), entry))) for entry in waiting)


_NEVER_BELOW_0: tuple[tuple[Callable[[Balance], int], str], ...] = (
    (lambda balance: balance.left, "Det er {} mer enn det som er igjen av tilskuddet."),
    (lambda balance: balance.held, "Det er {} mer enn mottakeren har fått utbetalt."),
    (lambda balance: balance.on_its_way, "Det er {} mer enn det som er sendt til betaling."),
    (lambda balance: balance.unpaid, "Det er {} mer enn det som er innvilget og ikke betalt ut."),
    (lambda balance: balance.returned, "Det er {} mer enn det som har gått tilbake."),
    (
        lambda balance: balance.gone_back,
        "Det er {} mer enn det som har gått tilbake, når det ettergitte er trukket fra.",
    ),
    (lambda balance: balance.owed, "Det er {} mer enn mottakeren skal betale tilbake."),
)
_WAITS = " Noe av det er vedtatt i et brev som ikke har gått ut ennå."


def give_up(
    balance: Balance, kind: Kind, amount: int, *, award: Hashable, year: int, waiting: Collection[Entry] = ()
) -> Entry:
    """The entry that takes an amount of what is left out of a year: what was never paid goes first.

    Raises CannotBook when there isn't so much left, or while a payment is on its way.
    """
    if amount <= 0:
        raise CannotBook("Beløpet må være over 0 kr.")
    if balance.on_its_way:
        raise CannotBook(
            f"{kr(balance.on_its_way)} er sendt til betaling, og banken har ikke sagt om pengene kom fram. "
            "Les inn kvitteringen først."
        )
    unpaid = least(balance, waiting, lambda each: each.unpaid)
    entry = Entry(award, year, kind, amount, in_hand=max(0, amount - unpaid))
    check(balance, waiting, new=[entry])
    return entry


def restore(balance: Balance, amount: int, *, award: Hashable, year: int, waiting: Collection[Entry] = ()) -> Entry:
    """The entry that undoes what was given up. What is still owed is owed no longer; the rest is to be paid anew.

    Raises CannotBook when less has been given up, or some of it was written off: the recipient has that already.
    """
    if amount <= 0:
        raise CannotBook("Beløpet må være over 0 kr.")
    owed = least(balance, waiting, lambda each: each.owed)
    entry = Entry(award, year, Kind.RESTORED, amount, in_hand=min(amount, owed))
    check(balance, waiting, new=[entry])
    return entry


def arrival(entry: Entry, *, award: Hashable, year: int) -> Entry:
    """What was carried or moved out, where it comes in: the same kroner, with what was in hand."""
    return Entry(award, year, ARRIVES[entry.kind], entry.amount, entry.in_hand)


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A county's money for one year: the parts add up to the frame. Whole kroner."""

    frame: int
    bound: int  # by awards of earlier years
    set_aside: int
    granted: int  # this year, of this year's money

    @property
    def free(self) -> int:
        """What may still be granted. Never below 0: an award that would take it there is refused."""
        return self.frame - self.bound - self.set_aside - self.granted

    def grant(self, amount: int) -> "YearMoney":
        """With one amount more granted. Raises CannotBook when there isn't so much free."""
        if amount > self.free:
            raise CannotBook(
                f"{kr(amount)} er mer enn fylket har igjen for året. Av {kr(self.frame)} er "
                f"{kr(self.bound)} bundet av tidligere år, {kr(self.set_aside)} satt av og "
                f"{kr(self.granted)} innvilget: {kr(self.free)} er fritt."
            )
        return replace(self, granted=self.granted + amount)


def own_contribution(owners_part: int, share: Fraction) -> int:
    """Egenandel: what an owner puts in beside the part that is granted to the owner itself, rounded up.

    The part of a university or college is left out: the share is of what the owner is awarded.
    """
    return -int(-owners_part * share // 1)


def total(balances: Iterable[Balance]) -> Balance:
    """Many summed. It is reported when all are."""
    found = list(balances)
    return sum(found[1:], found[0]) if found else Balance()
