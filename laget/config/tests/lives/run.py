"""Lets a kind of life be lived many times, each from the same prepared county, and says what was never tried."""

import gc
from collections import Counter, defaultdict
from pathlib import Path
from typing import ClassVar

from django.test import override_settings
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from laget.base.accounts.models import HeldRole
from laget.config.tests.lives.life import Cast, Life, Visit
from testing.again import built_apart
from testing.letters import letters_set_once
from testing.people import World

STEPS = 50


def live(kind: type[Life], world: World, *, runs: int, files: Path, dice: int | None = None) -> Counter[Visit]:
    """Live it so many times, and return what was visited: (kind, state, act). The same `dice`, the same lives."""

    class Lived(kind):  # type: ignore[misc, valid-type]
        world: ClassVar[World]
        visited: ClassVar[Counter[Visit]] = Counter()
        tried: ClassVar[Counter[str]] = Counter()

    Lived.__qualname__ = Lived.__name__ = kind.__name__
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    mailed_nowhere = override_settings(
        MEDIA_ROOT=str(files), EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"
    )
    with mailed_nowhere, letters_set_once(), built_apart():
        kind.prepare(world)
        Lived.world, Lived.cast = world, _cast(world)
        gc.collect()
        gc.freeze()  # what is there already stays, and need not be looked through again and again
        run_state_machine_as_test(
            Lived if dice is None else seed(dice)(Lived),
            settings=settings(
                max_examples=runs,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=dice is None,
                database=None,
                phases=[Phase.generate] if dice is None else [Phase.generate, Phase.shrink],
                report_multiple_bugs=False,
                suppress_health_check=checks,
            ),
        )
    print(kind.__name__, dict(Lived.tried), sorted(Lived.visited.items(), key=lambda each: each[1])[:8])
    return Lived.visited


def _cast(world: World) -> Cast:
    names = {person.pk: name for name, person in world.people.items()}
    cast: Cast = defaultdict(set)
    for role, party, person in HeldRole.objects.values_list("role", "party", "person"):
        if person in names:
            cast[role, str(party)].add(names[person])
    return cast
