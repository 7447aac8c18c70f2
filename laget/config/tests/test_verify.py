"""`laget audit verify`: says that the log is whole, or which line is not."""

from pathlib import Path

import pytest
from django.db import connection

from laget.base.audit.models import Entry
from laget.base.audit.record import SYSTEM, record
from laget.config.cli import main
from testing.people import AUTUMN, World


def tamper(sql: str) -> None:
    """Change the log as someone who owns the database could: with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def lines(world: World) -> int:
    world.carry("state_needs")
    return Entry.objects.count()


def test_a_whole_log_is_said_to_be_whole(lines: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert f"Revisjonsloggen er hel: {lines} linjer." in capsys.readouterr().out


def test_a_chain_of_one_line_has_one_line(lines: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record("load", chain="03", kind="county", about="03", by=SYSTEM, at=AUTUMN)
    assert main(["audit", "anchor", str(tmp_path / "anchors.jsonl")]) == 0
    said = capsys.readouterr().out
    assert ("03: 1 linje, " in said, f"50: {lines} linjer, " in said) == (True, True)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE audit_entry SET actor_name = 'Ola' WHERE number = 3", "linje 3 er endret"),
        ("DELETE FROM audit_entry WHERE number = 5", "linje 5 mangler eller står på feil plass"),
        ("UPDATE audit_entry SET at = at - interval '1 day' WHERE number = 1", "linje 1 er endret"),
    ],
)
def test_a_log_that_was_tampered_with_fails_and_the_line_is_named(
    lines: int, sql: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(sql)
    assert main(["audit", "verify"]) == 1
    assert f"Kjeden 50 er brutt: {says}." in capsys.readouterr().out


def test_a_log_that_was_cut_is_found_by_what_was_kept_elsewhere(
    lines: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anchors = str(tmp_path / "anchors.jsonl")
    assert main(["audit", "anchor", anchors]) == 0
    tamper(f"DELETE FROM audit_entry WHERE number = {lines}")
    tamper(
        "UPDATE audit_chain SET (length, head) = (SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1)"
    )
    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--anchors", anchors]) == 1
    cut = f"Kjeden 50 er brutt: kjeden har {lines - 1} linjer, men hadde {lines} da den ble forankret."
    assert cut in capsys.readouterr().out.replace("\n", " ").replace("  ", " ")


def test_an_empty_file_of_anchors_compares_nothing(lines: int, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.jsonl"
    anchors.touch()
    with pytest.raises(SystemExit) as refused:
        main(["audit", "verify", "--anchors", str(anchors)])
    assert (lines > 0, str(refused.value)) == (
        True,
        f"Det står ingen forankringer i {anchors}. Da er ingenting sammenlignet.",
    )
