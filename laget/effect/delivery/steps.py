"""The steps of a pulje: what its spor says of each, and when it is held."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from laget.effect.delivery.library import ways
from laget.effect.delivery.models import Pulje, Samling
from laget.effect.delivery.spor_file import Phase, Step
from laget.effect.events.states import State as EventState
from laget.rules.dates import months_later


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step of a pulje: about when, what is shared and prepared, and when it is held."""

    number: int
    step: Step
    about: date
    shares: list[Phase]
    prepares: list[Phase]
    samlinger: list[Samling]

    @property
    def wanted(self) -> bool:
        """Whether it lacks a time."""
        return (
            self.step.is_held
            and len([s for s in self.samlinger if s.event.state != EventState.CANCELLED]) < self.step.times
        )


def steps_of(pulje: Pulje) -> list[StepNow]:
    """The steps of its spor, with when they are held."""
    phases = {phase.key: phase for phase in ways()[pulje.spor.way].phases} if pulje.spor.way else {}
    held: dict[int, list[Samling]] = defaultdict(list)
    for samling in pulje.samlinger.select_related("event").order_by("event__begins", "pk"):
        held[samling.step].append(samling)
    return [
        StepNow(
            number,
            step,
            months_later(pulje.begins_on, step.month),
            [phases[key] for key in step.shares if key in phases],
            [phases[key] for key in step.prepares if key in phases],
            held[number],
        )
        for number, step in enumerate(pulje.spor.steps)
    ]
