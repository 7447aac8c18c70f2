"""Whether a mean has changed from one wave of a survey to the next, or only moved a little.

A mean moves a bit every time, since it is not the same people who answer, nor the same day. It counts as a change
when it has moved by at least a twentieth of the scale, and by more than what chance alone would usually move it:
twice the standard error of the difference. Worked table: docs/rules/change.md.
"""

import math
from dataclasses import dataclass

SMALLEST = 1 / 20  # of the way from the lowest answer to the highest
ERRORS = 2


@dataclass(frozen=True, slots=True)
class Mean:
    """What a group came to: how many answered, their mean, and how far they spread around it."""

    n: int
    mean: float
    sd: float


def has_changed(before: Mean, after: Mean, *, low: int, high: int) -> bool:
    moved = abs(after.mean - before.mean)
    chance = math.sqrt(before.sd**2 / before.n + after.sd**2 / after.n)
    return moved >= (high - low) * SMALLEST - _ROUNDING and moved > ERRORS * chance


_ROUNDING = 1e-9  # 3.4 - 3.2 is a little less than 0.2 to a computer
