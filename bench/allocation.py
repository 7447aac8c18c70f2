"""A county's grant divided among its networks, held against the bare sums, and against starting Python."""

import subprocess
import sys
import timeit
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from statistics import median

from bench.figures import Figure, Figures, middle
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.grant.allocation.inputs import Inputs, inputs_from_file

YEAR, ROUNDS, TIMES = 2025, 15, 20
BARE = "the bare sums in exact fractions"


def measure(figures: Figures) -> None:
    file = read_county_file(COUNTIES / "trondelag.toml")
    inputs = inputs_from_file(file, YEAR)
    pro_rata, weighted = inputs.divide().pro_rata, _weighted(inputs)
    assert sum(_bare(pro_rata, weighted)) == pro_rata
    for name, what, counties in (("allocation", "A county divided", 1), ("allocation_15", "15 counties divided", 15)):
        ours, bare, ratios = _compare(
            partial(_repeat, counties, lambda: inputs_from_file(file, YEAR).divide()),
            partial(_repeat, counties, lambda: _bare(pro_rata, weighted)),
        )
        ratio, spread = middle(ratios)
        figures.add(Figure(name, what, ours * 1000, "ms", BARE, ratio, spread, note=f"they take {bare * 1000:.3f} ms"))
    command = [sys.executable, "-m", "laget", "allocate", "trondelag", "--round", str(YEAR), "--json"]
    ours, bare, ratios = _compare(
        lambda: _run(command), lambda: _run([sys.executable, "-c", "pass"]), times=1, rounds=5
    )
    ratio, spread = middle(ratios)
    what = "The same as a command, file read and all"
    figures.add(Figure("allocation_cold", what, ours, "s", "starting Python", ratio, spread))


def _compare(
    ours: Callable[[], object], bare: Callable[[], object], *, times: int = TIMES, rounds: int = ROUNDS
) -> tuple[float, float, list[float]]:
    """Both in turn: the median seconds of each, and the ratio of each round."""
    found = [
        (timeit.timeit(ours, number=times) / times, timeit.timeit(bare, number=times) / times) for _ in range(rounds)
    ]
    return median(o for o, _ in found), median(b for _, b in found), [o / b for o, b in found]


def _repeat(times: int, work: Callable[[], object]) -> None:
    for _ in range(times):
        work()


def _weighted(inputs: Inputs) -> list[Fraction]:
    weights = inputs.key.weights if inputs.key else {}
    return [sum((weights[g] * (groups.get(g) or 0) for g in weights), Fraction()) for groups in inputs.counts.values()]


def _bare(units: int, weighted: list[Fraction]) -> list[int]:
    """Largest remainder and nothing else: no names, no checks, nothing kept that could explain it."""
    total = sum(weighted, Fraction())
    exact = [units * weight / total for weight in weighted]
    down = [int(share) for share in exact]
    left = units - sum(down)
    for n in sorted(range(len(exact)), key=lambda n: down[n] - exact[n])[:left]:
        down[n] += 1
    return down


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
