"""`laget administrator`: what is typed is looked at before anyone is given anything."""

import pytest

from laget.config.cli import main
from testing.people import World


@pytest.mark.parametrize("name", ["", " ", "A" * 201])
def test_an_administrator_has_a_name(world: World, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["administrator", world.county.code, "ada@example.no", name]) == 1
    assert capsys.readouterr().err == "Navnet må ha 1 til 200 tegn.\n"
