"""Neither the shell nor SQL gets past the sums, and what is booked stays as it was booked."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from laget.grant.ledger.actions import book
from laget.grant.ledger.queries import balance_of
from laget.rules import ledger
from laget.rules.ledger import CannotBook, Kind
from testing.money import MAY, award_to, report_on
from testing.people import World


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        ([("paid", 1_000_000_000, 0)], "never more paid than granted"),
        ([("used", 1_000_000_000, 0)], "more is used or given up than was granted"),
        ([("bounced", 1, 0)], "more has gone back than was paid"),
        ([("arrived", 1, 0)], "more has got there than was sent"),
        ([("paid", 1, 0), ("returned", 1, 0)], "nothing is given up while a payment is on its way"),
        ([("repaid", 1, 0)], "more is paid back than was asked for"),
        ([("written_off", 1, 0)], "more is paid back than was asked for"),
        ([("restored", 1, 0)], "more is restored than was given up"),
        ([("returned", 1, 1)], "more has gone back than was paid"),
        ([("carried_out", 1, 2)], "ledger_in_hand_is_part_of_the_amount"),
        ([("paid", 0, 0)], "ledger_an_entry_has_an_amount"),
        ([("granted", 1, 0)], "ledger_granted_once_and_reported_once"),
        ([("used", 1, 0), ("used", 1, 0)], "ledger_granted_once_and_reported_once"),
    ],
)
def test_the_database_refuses_what_breaks_the_sums(
    world: World, entries: list[tuple[str, int, int]], refusal: str
) -> None:
    award = award_to(world, "Nord universitet")
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic(), connection.cursor() as cursor:
        for kind, amount, in_hand in entries:
            cursor.execute(
                "INSERT INTO ledger_entry (award_id, year, kind, amount, in_hand, round_id, about, at)"
                " VALUES (%s, 2025, %s, %s, %s, %s, %s, %s)",
                [award.pk, kind, amount, in_hand, world.round.pk, str(uuid4()), MAY],
            )


@pytest.mark.parametrize("sql", ["UPDATE {} SET amount = 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_every_change_to_what_is_booked(world: World, sql: str) -> None:
    award_to(world, "Nord universitet")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format("ledger_entry"))


def test_nothing_is_booked_when_one_of_the_entries_breaks_the_sums(world: World) -> None:
    award = award_to(world, "Nord universitet")
    right = balance_of(award, 2025).right
    wrong = [ledger.Entry(award.pk, 2025, Kind.PAID, right), ledger.Entry(award.pk, 2025, Kind.USED, right + 1)]
    with pytest.raises(CannotBook):
        book(wrong, round=world.round, about=uuid4(), at=MAY)
    assert balance_of(award, 2025).paid == 0


def test_the_same_is_not_booked_twice(world: World) -> None:
    award = award_to(world, "Nord universitet")
    report_on(award, used=1)
    with pytest.raises(DatabaseError, match="ledger_nothing_is_booked_twice"), transaction.atomic():
        report_on(award, used=1)
