"""The shape of the track: a way of phases, as a development has, with milestones. See docs/delivery.md."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from laget.base.cycle.form_shape import Key, Part
from laget.effect.delivery.spor_file import Text, Way

FILE = Path(__file__).parent / "track.toml"
Side = Literal["owner", "state"]


class Step(Part):
    """A milestone: something that the owner or Statsforvalteren has done by a day."""

    key: Key
    phase: Key
    side: Side
    title: Text
    about: str = ""
    month: NonNegativeInt  # how long after it begins
    report: bool = False  # in words, that the other side reads


class Track(Way):
    """Oppfølgingsordningen as one goes through it."""

    milestones: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        phases = [phase.key for phase in self.phases]
        keys = [step.key for step in self.milestones]
        if len(set(keys)) < len(keys) or not {step.phase for step in self.milestones} <= set(phases):
            raise ValueError("each milestone has a key of its own, in a phase that is there")
        order = [(phases.index(step.phase), step.month) for step in self.milestones]
        if order != sorted(order):
            raise ValueError("the milestones stand in the order they come")
        return self

    def step(self, key: str) -> Step:
        return next(each for each in self.milestones if each.key == key)


@cache  # it doesn't change while a process runs
def shipped_track() -> Track:
    return Track.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
