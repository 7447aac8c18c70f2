"""What may be paid now, what it waits for, and the lists so far."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.prepared import Prepared, Slot
from laget.grant.changes.queries import withheld_in
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import standing_of
from laget.grant.payments.models import Account, Agreement, Payment, PaymentList
from laget.grant.payments.states import UNDER_WAY
from laget.rules.instalments import Due, Need, Waiting, due, waiting
from laget.rules.ledger import OUT, Balance


def visible_to(actor: Actor) -> QuerySet[PaymentList]:
    """Payments are for those who prepare and approve them."""
    counties = actor.where(Role.CASE_OFFICER, Role.DECIDER)
    names = ("county", "prepared_by", "approved_by")
    return PaymentList.objects.filter(county__in=counties).select_related(*names).order_by("-number")


@dataclass(frozen=True, slots=True)
class Payable:
    """One year of an award with money that is not paid: what is due now, or what it waits for."""

    award: Award
    year: int
    balance: Balance
    due: Due | None
    waiting: Waiting | None
    account: Account | None
    under_way: bool
    withheld: bool
    untold: bool  # some of it is taken by a decision whose letter has not left

    @property
    def waits_for_us(self) -> bool:
        """It is due, and nothing holds it back but an account that may be missing."""
        held_back = self.under_way or self.withheld or self.untold
        return self.due is not None and not held_back

    @property
    def is_ready(self) -> bool:
        return self.waits_for_us and self.account is not None

    @property
    def key(self) -> str:
        return f"{self.award.pk}/{self.year}"


def payable_in(county: UUID, *, day: date) -> list[Payable]:
    """Everything in the county that is granted and not paid, of this year and the years before it."""
    found = _payable(_KNOWN_IN(county=county), county, day=day)
    return [each for each in found if each.year <= day.year]


def payable_of(award: Award, *, day: date) -> dict[int, Payable]:
    """What is not paid of one award, by year, those to come too."""
    return {each.year: each for each in _payable(_KNOWN(pk=award.pk), award.county_id, day=day)}


def _payable(known: list[Award], county: UUID, *, day: date) -> list[Payable]:
    awards = {a.pk: a for a in known}
    balances, untold = standing_of(known)
    agreed = {award for (award,) in _AGREED(county=county)}
    busy = set(_UNDER_WAY(county=county))
    accounts, withheld = accounts_in(county), withheld_in(county)
    found = []
    for (pk, year), balance in balances.items():
        if balance.unpaid > 0:
            assert isinstance(pk, UUID)
            award = awards[pk]
            met = met_needs(pk, year, balances, agreed=pk in agreed)
            plan = award.given_in.rules.plan_of(year)
            found.append(
                Payable(
                    award=award,
                    year=year,
                    balance=balance,
                    due=due(balance.right, balance.held, plan, met=met, day=day),
                    waiting=waiting(plan, met=met, day=day),
                    account=accounts.get(award.recipient_id),
                    under_way=(pk, year) in busy,
                    withheld=(pk, year) in withheld,
                    untold=any(entry.kind in OUT for entry in untold.get((pk, year), ())),
                )
            )
    return sorted(found, key=lambda p: (p.award.recipient.sort_key, p.year, p.award.name, str(p.award.pk)))


def met_needs(
    award: UUID, year: int, balances: Mapping[tuple[Hashable, int], Balance], *, agreed: bool
) -> frozenset[Need]:
    """What is in place for one year of an award."""
    before, now = balances.get((award, year - 1)), balances.get((award, year), Balance())
    met = {Need.AGREEMENT} if agreed else set[Need]()
    if before is None or before.is_reported:
        met.add(Need.REPORT_BEFORE)
    if now.is_reported:
        met.add(Need.REPORT)
    return frozenset(met)


def accounts_in(county: UUID) -> dict[UUID, Account]:
    """The account of each recipient, as last registered."""
    return {account.recipient_id: account for account in _ACCOUNTS(county=county)}


def lines_of(payments: PaymentList) -> QuerySet[Payment]:
    return payments.payments.select_related(*_OF_LINES)


_OF_LINES = ("in_list", "award__recipient", "award__given_in", "award__tiltak__applicant", "account__registered_by")


def _known() -> QuerySet[Award]:
    names = ("recipient", "given_in__rule_set__stored", "tiltak__applicant")
    return Award.objects.filter(known_since__isnull=False).select_related(*names)


# Every act with money asks them anew: what may be paid, may have changed.
_KNOWN_IN = Prepared(lambda: _known().filter(county=Slot("county")))
_KNOWN = Prepared(lambda: _known().filter(pk=Slot("pk")))
_AGREED = Prepared(lambda: Agreement.objects.filter(award__county=Slot("county")).values_list("award"))
_UNDER_WAY = Prepared(
    lambda: Payment.objects.filter(in_list__county=Slot("county"), state__in=UNDER_WAY).values_list("award", "year")
)
_ACCOUNTS = Prepared(
    lambda: Account.objects.filter(county=Slot("county")).order_by("recipient_id", "-pk").distinct("recipient_id")
)
