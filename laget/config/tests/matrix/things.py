"""What an address can name, as the policy sees it. Documents are in policy.py."""

from dataclasses import dataclass

from laget.config.tests.matrix.policy import Paper


@dataclass(frozen=True)
class RoundNow:
    county: str
    adopted: bool
    due: frozenset[str]  # the acts on the round itself that have something to do
    tilsagn: tuple[Paper, ...]


@dataclass(frozen=True)
class OfNetwork:
    now: RoundNow
    network: str
    belongs: bool  # to the county of the round
    step: str = ""


@dataclass(frozen=True)
class VersionOf:
    paper: Paper
    sent: bool


@dataclass(frozen=True)
class Amount:
    tilsagn: Paper


@dataclass(frozen=True)
class Heard:
    """A lytteperiode: where the children were heard, and whether it is still open."""

    unit: str
    open: bool


@dataclass(frozen=True)
class Place:
    """An organisation, or the party that a role is held at. HINN belongs to no county."""

    county: str | None
