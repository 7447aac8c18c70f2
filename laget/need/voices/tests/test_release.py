"""What others see of the children, tried from the outside: every count that fits what is shown."""

from laget.need.voices.figures import K, by_theme, release
from laget.need.voices.said import Said, Told


def test_no_single_child_can_be_told_from_what_is_shown() -> None:
    """For each picture of a theme, and each of the three answers, one child alone is never the only explanation."""
    fits: dict[str, list[tuple[int, int, int]]] = {}
    for spoke in range(K, 30):
        for good in range(spoke + 1):
            for mixed in range(spoke - good + 1):
                counts = (good, mixed, spoke - good - mixed)
                fits.setdefault(str(release({"": Told(spoke, *counts)})), []).append(counts)
    assert len(fits) == 25  # five steps of five children, five words
    for fitting in fits.values():
        for answer in range(3):
            found = {each[answer] for each in fitting}
            assert len(found) >= 2
            assert found != {1, 2}


def test_a_child_heard_in_two_ways_does_not_make_a_small_group_large() -> None:
    told = by_theme([("access", Said(4, 2, 1, 1)), ("access", Said(4, 0, 2, 2))])
    assert told == {"access": Told(at_least=4, good=2, mixed=3, hard=3)}
    assert release(told) == {"access": None}


def test_children_who_said_nothing_do_not_count() -> None:
    assert release(by_theme([("access", Said(12, 2, 1, 1))])) == {"access": None}
