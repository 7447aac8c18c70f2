"""The money of a picture: what is granted, paid, used and not used, year by year; to whom, and for what."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from laget.effect.insight.picture_queries import Choice, Scope
from laget.grant.ledger.models import Award, Entry
from laget.rules.ledger import IN, Balance, Kind, after
from laget.rules.ledger import Entry as Booked

OF_THE_FRAME = (Kind.GRANTED, Kind.SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class Money:
    """Many awards in one year, added up. Whole kroner."""

    balance: Balance = field(default_factory=Balance)
    reported: int = 0  # what there was to use of those whose report is approved
    tiltak: int = 0  # that there is money for
    recipients: int = 0
    awards: int = 0

    @property
    def granted(self) -> int:
        return self.balance.granted + self.balance.supplement

    @property
    def paid(self) -> int:
        return self.balance.held

    @property
    def used(self) -> int:
        return self.balance.used

    @property
    def unused(self) -> int:
        """Of what is reported on and approved: what was carried over, moved, given back, or isn't decided on."""
        return self.reported - self.balance.used


def money_of(awards: QuerySet[Award], choice: Choice) -> dict[int, Money]:
    """By year, every year there is anything booked on. Two queries."""
    return money_by(Entry.objects.filter(choice.entries, award__in=awards), "year")


def money_by(entries: QuerySet[Entry], by: str) -> dict[Any, Money]:
    """Entries added up by one of their fields. Two queries."""
    found = {key: Money(balance, reported) for key, (balance, reported) in balances_by(entries, by).items()}
    counts = entries.filter(kind__in=IN).values_list(by).order_by()
    for key, *many in counts.annotate(
        Count("award__tiltak", distinct=True), Count("award__recipient", distinct=True), Count("award", distinct=True)
    ):
        found[key] = Money(found[key].balance, found[key].reported, *many)
    return found


def balances_by(entries: QuerySet[Entry], *by: str) -> dict[Any, tuple[Balance, int]]:
    """By one field, or by several together: the balance, and what there was to use of what is reported on."""
    used = Entry.objects.filter(award=OuterRef("award"), year=OuterRef("year"), kind=Kind.USED)
    found: dict[Any, tuple[Balance, int]] = {}
    sums = entries.annotate(is_reported=Exists(used)).values_list(*by, "kind", "is_reported").order_by(*by)
    for *keys, kind, is_reported, amount, in_hand in sums.annotate(Sum("amount"), Sum("in_hand")):
        key = keys[0] if len(by) == 1 else tuple(keys)
        balance, reported = found.get(key, (Balance(), 0))
        booked = after(balance, Booked(None, 0, Kind(kind), amount, in_hand))
        found[key] = booked, reported + (amount if is_reported and kind in IN else 0)
    return found


def awards_in(scope: Scope, choice: Choice, *, recipient: UUID | None = None) -> QuerySet[Award]:
    """The awards with money in the year, by recipient. `recipient` narrows it down to those of one."""
    with_money = Entry.objects.filter(award=OuterRef("pk"), year=choice.year, kind__in=IN)
    found = scope.awards.filter(choice.awards, Exists(with_money))
    if recipient:
        found = found.filter(recipient=recipient)
    return found.select_related("recipient", "tiltak__network", "tiltak__applicant", "given_in__ordning").order_by(
        "recipient__sort_key", "name", "pk"
    )


# -- From where to whom ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stream:
    """What a recipient was granted for the tiltak of a network, by year. `source` is None for what is for all."""

    source: UUID | None
    source_name: str
    recipient: UUID
    recipient_name: str
    by_year: Mapping[int, int]

    @property
    def amount(self) -> int:
        return sum(self.by_year.values())


def streams_of(scope: Scope, choice: Choice) -> list[Stream]:
    """Who has been granted what of whose tiltak, in all years, the most first. What is carried over is not counted
    twice. One query.
    """
    entries = Entry.objects.filter(choice.entries, award__in=scope.awards, kind__in=OF_THE_FRAME)
    rows = entries.order_by().values_list(
        "award__tiltak__network", "award__tiltak__network__name", "award__recipient", "award__recipient__name", "year"
    )
    found: dict[tuple[UUID | None, UUID], dict[int, int]] = defaultdict(dict)
    names: dict[UUID | None, str] = {None: ""}
    for source, source_name, recipient, recipient_name, year, amount in rows.annotate(Sum("amount")):
        found[source, recipient][year] = amount
        names |= {recipient: recipient_name} | ({source: source_name} if source else {})
    streams = [
        Stream(source, names[source], recipient, names[recipient], by_year)
        for (source, recipient), by_year in found.items()
    ]
    return sorted(streams, key=lambda each: (-each.amount, each.recipient_name, str(each.source)))


@dataclass(frozen=True, slots=True)
class Part:
    """What of a county's money is a network's: how many tiltak there is money for, and what was granted."""

    tiltak: int = 0
    granted: int = 0


def parts_of_networks(scope: Scope, choice: Choice) -> dict[UUID, Part]:
    """Of the year, as in each network's own picture: for its tiltak, and what it received besides. Two queries."""
    entries = Entry.objects.filter(choice.entries, award__in=scope.awards, year=choice.year, kind__in=IN).order_by()
    of_tiltak = entries.filter(award__tiltak__isnull=False).values_list("award__tiltak__network")
    besides = entries.exclude(award__tiltak__network=F("award__recipient")).values_list("award__recipient")
    granted = Coalesce(Sum("amount", filter=Q(kind__in=OF_THE_FRAME)), 0)
    found: dict[UUID, Part] = defaultdict(Part)
    for rows in (of_tiltak, besides):
        for network, tiltak, amount in rows.annotate(Count("award__tiltak", distinct=True), granted=granted):
            found[network] = Part(found[network].tiltak + tiltak, found[network].granted + amount)
    return found
