"""Neither the shell nor SQL gets past the sums, and what is booked stays as it was booked."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from laget.grant.ledger.actions import book, make_known
from laget.grant.ledger.models import Entry
from laget.grant.ledger.queries import balance_of, decided_of
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
        (
            [("paid", 9, 0), ("arrived", 9, 0), ("returned", 9, 9), ("written_off", 9, 0), ("restored", 1, 0)],
            "what was written off is not paid once more",
        ),
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
                "INSERT INTO ledger_entry (award_id, year, kind, amount, in_hand, round_id, about, at, known_since)"
                " VALUES (%s, 2025, %s, %s, %s, %s, %s, now(), now())",
                [award.pk, kind, amount, in_hand, world.round.pk, str(uuid4())],
            )


@pytest.mark.parametrize(
    ("sql", "refusal"),
    [
        ("UPDATE {} SET amount = 1", "keeps what was written"),
        ("UPDATE {} SET known_since = NULL", "append-only"),
        ("DELETE FROM {}", "keeps what was written"),
        ("TRUNCATE {} CASCADE", "keeps what was written"),
    ],
)
def test_the_database_refuses_every_change_to_what_is_booked(world: World, sql: str, refusal: str) -> None:
    award_to(world, "Nord universitet")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
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


def test_what_is_decided_takes_at_once_and_gives_when_its_letter_leaves(world: World) -> None:
    award, more, less = award_to(world, "Nord universitet"), uuid4(), uuid4()
    book([ledger.Entry(award.pk, 2025, Kind.SUPPLEMENT, 50_000)], round=world.round, about=more, at=MAY)
    book([ledger.Entry(award.pk, 2025, Kind.RETURNED, 100_000)], round=world.round, about=less, at=MAY)
    now, then = balance_of(award, 2025), decided_of([award])[award.pk, 2025]
    assert (now.whole, now.returned, then.whole, then.returned) == (300_000, 0, 350_000, 100_000)
    with pytest.raises(CannotBook, match="i et brev som ikke har gått ut ennå"):
        book([ledger.Entry(award.pk, 2025, Kind.PAID, 300_000)], round=world.round, about=uuid4(), at=MAY)
    with pytest.raises(DatabaseError, match="never more paid than granted"), transaction.atomic():
        Entry.objects.create(
            award=award,
            year=2025,
            kind="paid",
            amount=200_001,
            round=world.round,
            about=str(uuid4()),
            at=MAY,
            known_since=MAY,
        )
    make_known(more, at=MAY)
    assert balance_of(award, 2025).right == 350_000
    book([ledger.Entry(award.pk, 2025, Kind.PAID, 250_000)], round=world.round, about=uuid4(), at=MAY)
    make_known(less, at=MAY)
    assert balance_of(award, 2025).unpaid == 0
