"""The steps of a pulje: what its spor says of each, and when it is held."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from laget.effect.delivery.library import ways
from laget.effect.delivery.models import Pulje, Samling
from laget.effect.delivery.spor_file import Phase, Step
from laget.effect.events.models import Event
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
    def events(self) -> list[Event]:
        """The times it is held, but for those that are called off."""
        return [samling.event for samling in self.samlinger if samling.event.state != EventState.CANCELLED]

    @property
    def wanted(self) -> bool:
        """Whether it lacks a time."""
        return self.step.is_held and len(self.events) < self.step.times


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes next for those in a pulje: the step, when it is if that is set, and what they do until then."""

    now: StepNow
    event: Event | None
    work: str


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


def ahead_in(pulje: Pulje, *, at: datetime) -> Ahead | None:
    """The first step that isn't over. None after the last."""
    work = ""
    for each in steps_of(pulje):
        if each.step.is_held:
            coming = next((event for event in each.events if event.ends > at), None)
            if coming or not each.events:
                return Ahead(each, coming, work)
        work = each.step.between
    return None
