"""`laget server` and `laget worker` start where they can serve, and say why when they can't."""

import os
import socket
from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder

from laget.config.cli import main
from laget.config.commands._setup import refuse_old_tables
from laget.config.tests.test_start import SAFE, laget


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "99999"], "laget server: --port: '99999' er ikke en port fra 0 til 65535."),
        (["--workers", "0"], "laget server: --workers: '0' er ikke et antall på 1 eller mer."),
        (
            ["--host", "localhost"],
            "laget server: --host: 'localhost' er ikke en IP-adresse, som 127.0.0.1 eller 0.0.0.0.",
        ),
    ],
)
def test_where_it_cannot_listen_is_said(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["server", *arguments])
    assert (refused.value.code, capsys.readouterr().err.splitlines()[-1]) == (2, says)


def test_a_port_that_another_has_is_not_shared() -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        tried = laget("server", "--port", str(port), LAGET_ENV="test", DATABASE_URL=os.environ["DATABASE_URL"])
    assert (tried.returncode, tried.stderr) == (1, f"Kan ikke lytte på 127.0.0.1, port {port}: porten er opptatt.\n")


def test_a_server_without_its_static_files_does_not_start(tmp_path: Path) -> None:
    nobody = {"DATABASE_URL": "postgresql://laget@127.0.0.1:1/laget", "LAGET_VAR": str(tmp_path)}
    tried = laget("server", "--port", "0", **SAFE | nobody)
    says = f"Det er ingen statiske filer i {tmp_path / 'static'}. Kjør «laget migrate» først.\n"
    assert (tried.returncode, tried.stderr) == (1, says)


@pytest.mark.django_db
def test_tables_that_are_behind_the_code_are_to_be_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    refuse_old_tables()
    MigrationRecorder.Migration.objects.filter(app="klage").order_by("-id")[:1].get().delete()
    with pytest.raises(SystemExit) as refused:
        refuse_old_tables()
    assert str(refused.value) == "Databasen mangler 1 oppdatering. Kjør «laget migrate» først."
