"""Every act is recorded with it, in an unbroken chain that nobody can change."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from laget.base.audit.models import Chain, Entry
from laget.base.audit.record import SYSTEM, By, record

AT = datetime(2025, 4, 15, 12, 0, tzinfo=UTC)
KARI = By("11111111-1111-1111-1111-111111111111", "Kari", "Leder i virksomheten, Solbakken barnehage")


def write(act: str = "submit", chain: str = "50") -> None:
    with transaction.atomic():
        record(act, chain=chain, kind="assessment", about="x", by=KARI, at=AT, before="draft", after="submitted")


@pytest.mark.django_db
def test_an_entry_says_who_in_what_role_did_what_and_when() -> None:
    write()
    entry = Entry.objects.get()
    assert (entry.actor_name, entry.role) == ("Kari", "Leder i virksomheten, Solbakken barnehage")
    assert (entry.act, entry.kind, entry.about, entry.at) == ("submit", "assessment", "x", AT)
    assert (entry.before, entry.after) == ("draft", "submitted")


@pytest.mark.django_db
def test_each_entry_names_the_one_before_it() -> None:
    write()
    write()
    first, second = Entry.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.previous == "0" * 64
    assert second.previous == first.hash
    assert Chain.objects.get().head == second.hash


@pytest.mark.django_db
def test_each_county_has_its_own_chain() -> None:
    write(chain="50")
    write(chain="03")
    assert sorted(Entry.objects.values_list("chain", "number")) == [("03", 1), ("50", 1)]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError, match="undone"), transaction.atomic():
        record("submit", chain="50", kind="assessment", about="x", by=SYSTEM, at=AT)
        raise RuntimeError("undone")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_record_outside_the_transaction_of_the_act() -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        record("submit", chain="50", kind="assessment", about="x", by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET actor_name = 'Ola'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE audit_chain CASCADE",
        "UPDATE audit_chain SET length = 0",
        "DELETE FROM audit_chain",
        "INSERT INTO audit_chain (name, length, head) VALUES ('99', 0, '')",
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_every_change(sql: str) -> None:
    write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that nothing is still waiting on the tables
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql)
