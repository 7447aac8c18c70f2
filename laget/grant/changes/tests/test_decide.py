"""A supplement, and what becomes of unused money: one prepares it, another decides, and every krone is somewhere."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry as Audited
from laget.base.cycle.models import Task
from laget.grant.allocation.queries import money_of
from laget.grant.changes.actions import Target, decide_change, decline_change, propose_change, withdraw_change
from laget.grant.changes.models import Change
from laget.grant.changes.queries import visible_to
from laget.grant.changes.states import TRANSITIONS, Act, State
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.rules.ledger import CannotBook
from laget.rules.transitions import TransitionNotAllowed, allows
from testing.money import JUNE, MAY, also, award_to, pay_all, report_on
from testing.people import World

WHY = "Samlingen i november ble flyttet til januar."
Kind = Change.Kind


@pytest.fixture
def award(world: World) -> Award:
    """To Nord universitet, paid in full."""
    award = award_to(world, "Nord universitet")
    pay_all(world)
    return award


def propose(
    world: World, award: Award, kind: Change.Kind, amount: int, *, to: Target | None = None, at: datetime = JUNE
) -> Change:
    return propose_change(
        award, year=2025, kind=kind, amount=amount, reason=WHY, to=to, actor=world.act("eva", at), at=at
    )


def test_a_supplement_is_granted_of_what_is_free(world: World, award: Award) -> None:
    before, free = balance_of(award, 2025), money_of(world.round).free
    change = propose(world, award, Kind.SUPPLEMENT, 30_000, at=MAY)
    assert balance_of(award, 2025) == before
    decide_change(change.pk, actor=world.act("dag", MAY), at=MAY)
    now = balance_of(award, 2025)
    assert (now.right, now.unpaid) == (before.right + 30_000, 30_000)
    assert money_of(world.round).free == free - 30_000
    with pytest.raises(CannotBook, match="er mer enn fylket har igjen for året"):
        propose(world, award, Kind.SUPPLEMENT, free, at=MAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_do_not_grant_the_same_money(world: World) -> None:
    awards = [award_to(world, name) for name in ("Nord universitet", "DMMH")]
    nearly_all = money_of(world.round).free - 10
    proposed = [propose(world, award, Kind.SUPPLEMENT, nearly_all, at=MAY).pk for award in awards]

    def decide(pk: UUID) -> str:
        try:
            return decide_change(pk, actor=world.act("dag", MAY), at=MAY).state
        except CannotBook as problem:
            return str(problem)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        refused, done = sorted(pool.map(decide, proposed))
    assert done == State.DECIDED
    assert "er mer enn fylket har igjen for året" in refused
    assert money_of(world.round).free == 10


def test_unused_money_is_carried_over_with_what_was_paid_of_it(world: World, award: Award) -> None:
    right = balance_of(award, 2025).right
    report_on(award, used=right - 50_000)
    decide_change(propose(world, award, Kind.CARRY_OVER, 50_000).pk, actor=world.act("dag", JUNE), at=JUNE)
    this, next_year = balance_of(award, 2025), balance_of(award, 2026)
    assert (this.left, this.carried_out, this.owed) == (0, 50_000, 0)
    assert (next_year.right, next_year.held, next_year.unpaid) == (50_000, 50_000, 0)


def test_unused_money_that_goes_back_is_owed_until_it_is_paid_back(world: World, award: Award) -> None:
    right = balance_of(award, 2025).right
    report_on(award, used=right - 50_000)
    decide_change(propose(world, award, Kind.RETURN, 50_000).pk, actor=world.act("dag", JUNE), at=JUNE)
    now = balance_of(award, 2025)
    assert (now.left, now.returned, now.owed, now.right) == (0, 50_000, 50_000, right - 50_000)


def test_whoever_decides_sees_what_is_going_to_be_demanded(world: World, award: Award, client: Client) -> None:
    change = propose(world, award, Kind.RETURN, 50_000)
    client.force_login(world.people["dag"])
    page = client.get(change.get_absolute_url()).content.decode()
    assert "50\u202f000\xa0kr av dette er betalt ut. Vedtas endringen, krever brevet dem tilbake." in page
    decide_change(change.pk, actor=world.act("dag", JUNE), at=JUNE)
    assert "av dette er betalt ut" not in client.get(change.get_absolute_url()).content.decode()


def test_nothing_is_demanded_that_the_page_did_not_say(world: World, client: Client) -> None:
    """It was paid while the decider had the page open."""
    award = award_to(world, "Nord universitet")
    change = propose(world, award, Kind.RETURN, 50_000, at=MAY)
    client.force_login(world.people["dag"])
    page = client.get(change.get_absolute_url()).content.decode()
    assert '<input type="hidden" name="claim" value="0">' in page
    pay_all(world)
    address = f"{change.get_absolute_url()}vedta/"
    said = client.post(address, {"claim": "0"}, follow=True).content.decode()
    assert "Se hva brevet vil kreve tilbake, og vedta igjen." in said
    assert '<input type="hidden" name="claim" value="50000">' in said
    change.refresh_from_db()
    assert change.state == State.PROPOSED
    client.post(address, {"claim": "50000"})
    assert str(Letter.objects.get(about=str(change.pk))) == "Krav om tilbakebetaling av tilskudd for 2025"


def test_unused_money_is_used_for_something_else_of_the_same_recipient(world: World, award: Award) -> None:
    other = award_to(world, "Nord universitet", name="Lek")
    report_on(award, used=balance_of(award, 2025).right - 50_000)
    change = propose(world, award, Kind.REPURPOSE, 20_000, to=Target(other, 2026))
    decide_change(change.pk, actor=world.act("dag", JUNE), at=JUNE)
    assert (balance_of(other, 2026).moved_in, balance_of(award, 2025).left) == (20_000, 30_000)
    new = propose(world, award, Kind.REPURPOSE, 30_000, to=Target(None, 2026, "Fagdag om lek"))
    decide_change(new.pk, actor=world.act("dag", JUNE), at=JUNE)
    made = Award.objects.get(name="Fagdag om lek")
    assert (made.recipient, made.given_in) == (award.recipient, award.given_in)
    assert (balance_of(made, 2026).right, balance_of(award, 2025).left) == (30_000, 0)


def test_money_is_not_moved_to_another_recipient(world: World, award: Award) -> None:
    report_on(award, used=0)
    with pytest.raises(CannotBook, match="en annen tildeling til samme mottaker"):
        propose(world, award, Kind.REPURPOSE, 1, to=Target(award_to(world, "DMMH"), 2026))


def test_money_whose_purpose_has_fallen_away_goes_to_another_before_any_report(world: World, award: Award) -> None:
    change = propose(world, award, Kind.REPURPOSE, 50_000, to=Target(None, 2025, "Veiledning"), at=MAY)
    decide_change(change.pk, actor=world.act("dag", MAY), at=MAY)
    other = Award.objects.get(name="Veiledning")
    now, there = balance_of(award, 2025), balance_of(other, 2025)
    assert (now.right, now.moved_out, now.is_reported) == (250_000, 50_000, False)
    assert (there.right, there.held, other.recipient) == (50_000, 50_000, award.recipient)
    with pytest.raises(CannotBook, match="mer enn det som er igjen"):
        propose(world, award, Kind.CARRY_OVER, 250_001, at=MAY)


def test_one_at_a_time_and_no_more_than_is_left(world: World, award: Award) -> None:
    report_on(award, used=balance_of(award, 2025).right - 50_000)
    with pytest.raises(CannotBook, match="mer enn det som er igjen"):
        propose(world, award, Kind.RETURN, 50_001)
    propose(world, award, Kind.RETURN, 40_000)
    with pytest.raises(CannotBook, match="venter allerede"):
        propose(world, award, Kind.CARRY_OVER, 10_000)


def test_who_proposed_it_neither_sees_the_button_nor_can_use_it(world: World, award: Award, client: Client) -> None:
    also(world, "eva", Role.DECIDER)
    report_on(award, used=0)
    change = propose(world, award, Kind.RETURN, 1)
    client.force_login(world.people["eva"])
    assert "Vedta endringen" not in client.get(change.get_absolute_url()).content.decode()
    assert client.post(f"{change.get_absolute_url()}vedta/").status_code == 404
    with pytest.raises(PermissionDenied):
        decide_change(change.pk, actor=world.act("eva", JUNE), at=JUNE)
    with pytest.raises(IntegrityError, match="changes_one_prepares_another_decides"), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(state="decided", decided_by=world.people["eva"], decided_at=JUNE)
    client.force_login(world.people["dag"])
    assert "Vedta endringen" in client.get(change.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "sql", ["UPDATE {} SET amount = 2", "UPDATE {} SET proposed_by_id = '{dag}'", "DELETE FROM {}"]
)
def test_the_database_keeps_what_was_proposed(world: World, award: Award, sql: str) -> None:
    report_on(award, used=0)
    propose(world, award, Kind.RETURN, 1)
    refused = pytest.raises(DatabaseError, match="keeps what was written")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(sql.format("changes_change", dag=world.people["dag"].pk))


def test_no_act_outside_the_table(world: World, award: Award) -> None:
    report_on(award, used=0)
    eva, dag = world.act("eva", JUNE), world.act("dag", JUNE)
    acts: dict[Act, Callable[[UUID], Change]] = {
        Act.DECIDE: lambda pk: decide_change(pk, actor=dag, at=JUNE),
        Act.DECLINE: lambda pk: decline_change(pk, reason="Nei.", actor=dag, at=JUNE),
        Act.WITHDRAW: lambda pk: withdraw_change(pk, actor=eva, at=JUNE),
    }
    leads_to = {state: act for (_before, act), state in TRANSITIONS.items()}
    for state in State:
        for act, do in acts.items():
            change = propose(world, award, Kind.RETURN, 1)
            if state != State.PROPOSED:
                acts[leads_to[state]](change.pk)
            if allows(TRANSITIONS, state, act):
                assert do(change.pk).state == TRANSITIONS[state, act]
            else:
                with pytest.raises(TransitionNotAllowed):
                    do(change.pk)


def test_what_is_taken_back_leaves_the_money_and_another_may_be_proposed(
    world: World, award: Award, client: Client
) -> None:
    report_on(award, used=0)
    before, change = balance_of(award, 2025), propose(world, award, Kind.RETURN, 1)
    client.force_login(world.people["eva"])
    assert "Trekk endringen tilbake" in client.get(change.get_absolute_url()).content.decode()
    page = client.post(f"{change.get_absolute_url()}trekk/", follow=True).content.decode()
    assert "og har trukket det tilbake. Pengene står som før." in page
    assert "Trekk endringen tilbake" not in page
    assert balance_of(award, 2025) == before
    assert not Task.objects.filter(about=str(change.pk), done_at=None).exists()
    assert Task.objects.filter(about=str(award.pk), step="unused-2025", done_at=None).exists()
    assert propose(world, award, Kind.RETURN, 2).state == State.PROPOSED


def test_only_who_proposed_it_takes_it_back(world: World, award: Award, client: Client) -> None:
    report_on(award, used=0)
    also(world, "dag", Role.CASE_OFFICER)
    change = propose(world, award, Kind.RETURN, 1)
    client.force_login(world.people["dag"])
    assert "Trekk endringen tilbake" not in client.get(change.get_absolute_url()).content.decode()
    assert client.post(f"{change.get_absolute_url()}trekk/").status_code == 404
    with pytest.raises(PermissionDenied):
        withdraw_change(change.pk, actor=world.act("dag", JUNE), at=JUNE)


def test_what_is_declined_leaves_the_money_and_says_why(world: World, award: Award, client: Client) -> None:
    report_on(award, used=0)
    before, change = balance_of(award, 2025), propose(world, award, Kind.RETURN, 1)
    assert Task.objects.filter(about=str(change.pk), role=Role.DECIDER, done_at=None).exists()
    client.force_login(world.people["dag"])
    client.post(f"{change.get_absolute_url()}avsla/", {"reason": "Vent på september."})
    assert balance_of(award, 2025) == before
    assert "Vent på september." in client.get(change.get_absolute_url()).content.decode()
    assert not Task.objects.filter(about=str(change.pk), done_at=None).exists()
    acts = Audited.objects.filter(about=str(change.pk)).order_by("number").values_list("act", "actor_name")
    assert list(acts) == [("propose", "Eva"), ("decline", "Dag")]


@pytest.mark.parametrize(
    ("name", "before", "then"),
    [("eva", True, True), ("dag", True, True), ("tom", False, True), ("siri", False, True), ("mons", False, True),
     ("nina", False, False), ("petra", False, False), ("kari", False, False), ("ada", False, False)],
)  # fmt: skip
def test_a_proposal_is_statsforvalterens_and_a_decision_also_the_recipients(
    world: World, award: Award, name: str, before: bool, then: bool
) -> None:
    report_on(award, used=0)
    change = propose(world, award, Kind.RETURN, 1)
    actor = world.act(name, JUNE)
    assert visible_to(actor).filter(pk=change.pk).exists() == before
    decide_change(change.pk, actor=world.act("dag", JUNE), at=JUNE)
    assert visible_to(actor).filter(pk=change.pk).exists() == then


def test_the_page_proposes_what_is_written_there(world: World, award: Award, client: Client) -> None:
    report_on(award, used=balance_of(award, 2025).right - 50_000)
    client.force_login(world.people["eva"])
    address = f"/endring/ny/{award.pk}/2025/"
    page = client.get(address).content.decode()
    assert "Overfør til neste år" in page
    assert "Gi et tillegg" not in page
    nothing = client.post(address, {"kind": "repurpose", "amount": "0", "reason": ""})
    assert nothing.status_code == 422
    assert '<a class="ds-link" href="#id_amount">' in nothing.content.decode()  # on top of the page too
    for words in ("Velg hva pengene skal gå til.", "Beløpet må være over 0 kr.", "Skriv hvorfor."):
        assert words in nothing.content.decode()
    client.post(address, {"kind": "repurpose", "amount": "50 000", "to": "new", "to_name": "Fagdag", "reason": WHY})
    made = Change.objects.get()
    assert (made.kind, made.amount, made.to_name, made.to_year) == ("repurpose", 50_000, "Fagdag", 2026)
