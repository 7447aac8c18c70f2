"""How the tests are shared between processes: a file at a time, since what a file builds is built once for all in it.

The long ones come first, so that none is left alone at the end. Two files are many minutes of work in themselves, and
are shared in parts: the lives, each kind by itself, and the matrix, until everything is in place and from there on.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

MATRIX = "laget/config/tests/test_permission_matrix.py"
LIVES = "laget/config/tests/test_lives.py"
YEAR = "e2e/test_year.py"  # begins before all other browser tests: what it has examined, they need not
LONG = (YEAR, MATRIX, LIVES, "laget/config/tests/test_carry.py", "e2e/")


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file == LIVES:
            return nodeid
        if file == MATRIX:
            return f"{file} {'[approved-' in nodeid}"
        return file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    config.option.loadscopereorder = False  # the order is ours
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """Those that take the longest, first, and the year before them all."""
    return next((turn for turn, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))
