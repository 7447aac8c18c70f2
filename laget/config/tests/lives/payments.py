"""Money on its way: agreements, lists that two approve, receipts, reports, and what becomes of what wasn't used."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid5

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.files import BadFile
from laget.base.cycle.actions import open_round
from laget.base.cycle.models import Round
from laget.config.sample.money import register_accounts
from laget.config.tests.lives.common import both_sides, officers, simply
from laget.config.tests.lives.complaints import KLAGE_MOVES
from laget.config.tests.lives.decisions import RECIPIENTS
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.config.tests.lives.reports import REPORT_MOVES
from laget.effect.reports.models import Report
from laget.grant.changes import states as of_changes
from laget.grant.changes.actions import Target, decide_change, decline_change, propose_change, withdraw_change
from laget.grant.changes.models import Change
from laget.grant.changes.permissions import kinds_for
from laget.grant.changes.queries import is_withheld, others_of
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of, balances_of
from laget.grant.payments import states as of_payments
from laget.grant.payments.actions import (
    approve_list,
    decline_list,
    prepare_list,
    register_agreement,
    register_repayment,
    take_receipts,
    withdraw_list,
)
from laget.grant.payments.models import Payment, PaymentList
from laget.grant.payments.queries import payable_in
from laget.grant.payments.receipt_file import Receipt
from laget.grant.payments.states import PaymentState
from laget.rules.ledger import CannotBook
from testing.money import also
from testing.people import AUTUMN, World

# -- Who ------------------------------------------------------------------------------------------------


def _change_deciders(life: Life, thing: Thing) -> frozenset[str]:
    return life.deciders(Change.objects.values_list("proposed_by", flat=True).get(pk=thing.pk))


def _change_proposers(life: Life, thing: Thing) -> frozenset[str]:
    return life.officers(Change.objects.values_list("proposed_by", flat=True).get(pk=thing.pk))


def _approvers(life: Life, thing: Thing) -> frozenset[str]:
    """None of those who made the list, or registered an account that it pays to."""
    registered = Payment.objects.filter(in_list=thing.pk).values_list("account__registered_by", flat=True)
    return life.deciders(PaymentList.objects.values_list("prepared_by", flat=True).get(pk=thing.pk), *registered)


def _list_makers(life: Life, thing: Thing) -> frozenset[str]:
    return life.officers(PaymentList.objects.values_list("prepared_by", flat=True).get(pk=thing.pk))


# -- What -----------------------------------------------------------------------------------------------


def _award(thing: Thing) -> Award:
    return Award.objects.select_related("county", "given_in__rule_set__stored", "recipient").get(pk=thing.id)


def _mine(_life: Life, thing: Thing) -> bool:
    return thing.id in MoneyLife.awards


def _year_of(award: Award, draw: Draw) -> int:
    years = sorted({year for (_award, year) in balances_of([award])})
    return int(draw("year", years))


def _propose(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    """Any kind of change, of any amount: what can't be done with the money as it stands is refused."""
    award = _award(thing)
    year = _year_of(award, draw)
    balance = balance_of(award, year)
    fitting = kinds_for(balance, withheld=is_withheld(award, year))
    kind = draw("kind", [*fitting, *fitting, *Change.Kind])
    some = sorted({1, balance.left // 3, balance.left, balance.owed, balance.whole + 1} - {0})
    to = None
    if kind == Change.Kind.REPURPOSE:
        others = [*others_of(award)[:3]]
        other = draw("to", [None, *others])
        to = Target(other, draw("to year", (year, year + 1)), name="" if other else f"Noe nytt {life.acts:03}")
    amount = draw("kroner", some)
    propose_change(award, year=year, kind=kind, amount=amount, reason="Slik.", to=to, actor=actor, at=life.at)


def _agree(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    register_agreement(_award(thing), signed_on=life.at.date(), actor=actor, at=life.at)


def _repay(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    award = _award(thing)
    year = _year_of(award, draw)
    owed = balance_of(award, year).owed
    amount = draw("kroner", sorted({1, max(1, owed // 2), max(1, owed), owed + 1}))
    about = uuid5(award.pk, str(life.at))
    register_repayment(award, year=year, amount=amount, about=about, actor=actor, at=life.at)


def _prepare_list(life: Life, _thing: Thing, actor: Actor, draw: Draw) -> None:
    ready = [p for p in payable_in(life.world.county.pk, day=life.at.date()) if str(p.award.pk) in MoneyLife.awards]
    among = [
        each.key for each in sorted(ready, key=lambda each: (each.award.name, each.award.recipient.name, each.year))
    ]
    n = draw("how many", range(1, 5))
    skip = draw("but for the first", range(4))
    prepare_list(life.world.county, chosen=among[skip : skip + n], actor=actor, at=life.at)


def _take_receipts(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    """What the bank says of one payment; now and then of an amount that we didn't send."""
    payment = Payment.objects.select_related("in_list").get(pk=thing.id)
    state = draw("it", (PaymentState.PAID, PaymentState.BOUNCED))
    amount = payment.amount + draw("kroner more", (0, 0, 0, 1))
    receipt = Receipt(2, payment.reference, amount, life.at.date(), state)
    take_receipts(life.world.county, [receipt], actor=actor, at=life.at)


def _open_next(life: Life, _thing: Thing, actor: Actor, _draw: Draw) -> None:
    open_round(life.world.county, year=2026, actor=actor, at=life.at)


def _openers(life: Life, _thing: Thing) -> frozenset[str]:
    return life.holders(Role.CASE_OFFICER, Role.ADMINISTRATOR, at=life.world.county.pk)


def _has_no_next(_life: Life, _thing: Thing) -> bool:
    return not Round.objects.filter(year=2026).exists()


def _not_agreed(life: Life, thing: Thing) -> bool:
    return _mine(life, thing) and not Award.objects.filter(pk=thing.id, agreement__isnull=False).exists()


def _owes(life: Life, thing: Thing) -> bool:
    found = balances_of(Award.objects.filter(pk=thing.id))
    return _mine(life, thing) and any(balance.owed for balance in found.values())


KNOWN, OPEN = frozenset({"known"}), frozenset({"open"})
UNSETTLED = frozenset({str(PaymentState.ORDERED)})


MONEY_MOVES = (
    Move("award", "register", officers, _agree, during=KNOWN, makes="agreement", on=_not_agreed),
    Move(
        "award",
        "register",
        officers,
        _repay,
        during=KNOWN,
        makes="repayment",
        refusals=(CannotBook,),
        on=_owes,
        weight=2,
    ),
    Move("round", "prepare", officers, _prepare_list, during=OPEN, makes="payments", refusals=(CannotBook,), weight=3),
    Move(
        "payments",
        "approve",
        _approvers,
        simply(approve_list),
        of_payments.TRANSITIONS,
        refusals=(CannotBook,),
        weight=3,
    ),
    Move("payments", "decline", _approvers, simply(decline_list, reason="Feil."), of_payments.TRANSITIONS),
    Move("payments", "withdraw", _list_makers, simply(withdraw_list), of_payments.TRANSITIONS),
    Move(
        "payment",
        "receive",
        officers,
        _take_receipts,
        during=UNSETTLED,
        makes="payments",
        refusals=(BadFile,),
        out_of_turn=(BadFile,),
        weight=3,
    ),
    Move(
        "award", "propose", officers, _propose, during=KNOWN, makes="change", refusals=(CannotBook,), on=_mine, weight=3
    ),
    Move(
        "change",
        "decide",
        _change_deciders,
        simply(decide_change),
        of_changes.TRANSITIONS,
        also={"send": 1},
        refusals=(CannotBook,),
        weight=3,
    ),
    Move("change", "decline", _change_deciders, simply(decline_change, reason="Vent."), of_changes.TRANSITIONS),
    Move("change", "withdraw", _change_proposers, simply(withdraw_change), of_changes.TRANSITIONS),
    Move("round", "open", _openers, _open_next, during=OPEN, makes="round", on=_has_no_next),
)


class MoneyLife(Life):
    begins = AUTUMN + timedelta(days=200)
    lasts = timedelta(days=800)  # into a third year
    moves = (*MONEY_MOVES, *REPORT_MOVES, *KLAGE_MOVES)
    awards: ClassVar[frozenset[str]]

    @classmethod
    def prepare(cls, world: World) -> None:
        """The letters of a year are sent, reports are asked for, and everyone has an account, which Eva registered."""
        world.carry("send")
        register_accounts(world.county, actor=world.act("eva", cls.begins), at=cls.begins)
        both_sides(world)
        also(world, "tom", Role.CASE_OFFICER)  # who reports for Nord, and judges none that he has written in
        parties = [world.parties[name].pk for name in RECIPIENTS]
        cls.awards = frozenset(
            str(pk) for pk in Award.objects.filter(recipient__in=parties).values_list("pk", flat=True)
        )
        reports = Report.objects.filter(subject__in=parties).values_list("pk", flat=True)
        cls.about = frozenset(map(str, reports))
