"""The letters of a year, set as PDF, held against a bare page under the same demands."""

import time
from collections.abc import Callable
from pathlib import Path

from bench.county import PAST, Filled
from bench.figures import Figure, Figures, middle
from laget.base.ui.pdf import compile_pdf
from laget.grant.tilsagn.letter_text import text_of
from laget.grant.tilsagn.letters import set_text
from laget.grant.tilsagn.models import Tilsagn

BARE = Path(__file__).with_name("bare.typ")
ROUNDS = 5


def measure(figures: Figures, _filled: Filled) -> None:
    names = ("round__rule_set__stored", "subject", "proposed_by", "decided_by")
    decided = list(Tilsagn.objects.filter(round__year=PAST, state="sent").select_related(*names))
    on = decided[0].state_since.date()
    rates, ratios = [], []
    for _ in range(ROUNDS):
        bare = _rate(lambda: [compile_pdf(BARE, {}, on=on) for _ in decided], len(decided))
        rates.append(_rate(lambda: [_set(tilsagn) for tilsagn in decided], len(decided)))
        ratios.append(rates[-1] / bare)
    ratio, spread = middle(ratios)
    rate, _ = middle(rates)
    figures.add(
        Figure("letters", "Letters set", rate, "letters/s", "a bare page of PDF/A-3a and PDF/UA-1", ratio, spread)
    )


def _set(tilsagn: Tilsagn) -> bytes:
    assert tilsagn.proposed_by
    assert tilsagn.decided_by
    return set_text(
        text_of(tilsagn),
        on=tilsagn.state_since.date(),
        prepared=tilsagn.proposed_by.name,
        decided=tilsagn.decided_by.name,
    )


def _rate(work: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    work()
    return times / (time.perf_counter() - began)
