"""Money on its way to the recipients: where it goes, what is paid, and that it got there."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Party
from laget.grant.ledger.models import Award
from laget.grant.payments.states import UNDER_WAY, PaymentState, State


class Account(models.Model):
    """Mottakerkonto (account): where a recipient's money goes. Never changed: the one registered last counts.

    A network has no organisation number of its own, so the account is that of the owner that keeps its money.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="accounts")
    holder = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=9)
    number = models.CharField(max_length=11)  # eleven digits, the last a check digit
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mottakerkonto")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^\d{11}$", organisation_number__regex=r"^\d{9}$"),
                name="payments_an_account_has_its_numbers",
            ),
        ]


class Agreement(models.Model):
    """Avtale (agreement): that the agreement an award asks for has been signed."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="agreement")
    signed_on = models.DateField()
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("avtale")


class PaymentList(models.Model):
    """Utbetalingsliste (payment list): payments that one prepares and another approves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # in the county, from 1
    sha256 = models.CharField(max_length=64)  # of what is to be paid, and to whom
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.TextField(max_length=3000, blank=True)

    class Meta:
        verbose_name = _("utbetalingsliste")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["county", "number"], name="payments_lists_are_numbered"),
            models.CheckConstraint(
                condition=~models.Q(prepared_by=models.F("approved_by")), name="payments_one_prepares_another_approves"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.PREPARED, State.WITHDRAWN], approved_by=None)
                | ~models.Q(state__in=[State.PREPARED, State.WITHDRAWN])
                & models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="payments_approved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return _("Utbetalingsliste %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("payments:case", args=[self.pk])


class Payment(models.Model):
    """Utbetaling (payment): one part of an award, to one account. What it says never changes, only how it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    in_list = models.ForeignKey(PaymentList, on_delete=models.PROTECT, related_name="payments")
    line = models.PositiveIntegerField()  # in the list, from 1
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="payments")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)  # of the part of the plan
    amount = models.PositiveBigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(max_length=10, choices=PaymentState, default=PaymentState.PREPARED)
    settled_on = models.DateField(null=True, blank=True)  # when it was paid, or came back

    class Meta:
        verbose_name = _("utbetaling")
        ordering: ClassVar[list[str]] = ["line"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["in_list", "line"], name="payments_lines_are_numbered"),
            models.UniqueConstraint(
                fields=["award", "year"],
                condition=models.Q(state__in=UNDER_WAY),
                name="payments_one_under_way_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payments_something"),
            models.CheckConstraint(
                condition=models.Q(state__in=[PaymentState.PAID, PaymentState.BOUNCED]) ^ models.Q(settled_on=None),
                name="payments_settled_on_a_day",
            ),
        ]

    @property
    def reference(self) -> str:
        """What the bank's receipt calls it: the list's number and the line in it."""
        return f"{self.in_list.number}-{self.line}"
