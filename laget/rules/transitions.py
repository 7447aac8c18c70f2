"""What may follow what: one lookup in the tables that each concept keeps in its states.py."""

from collections.abc import Mapping
from typing import TypeVar

S = TypeVar("S", bound=str)
A = TypeVar("A", bound=str)


class TransitionNotAllowed(Exception):
    """The act has no place in this state."""

    def __init__(self, state: str, act: str) -> None:
        super().__init__(f"{act} is not allowed in state {state}")
        self.state, self.act = state, act


def state_after(table: Mapping[tuple[S, A], S], state: S, act: A) -> S:
    """The state that the act leads to. Raises TransitionNotAllowed when the table has no such row."""
    try:
        return table[state, act]
    except KeyError:
        raise TransitionNotAllowed(state, act) from None


def allows(table: Mapping[tuple[S, A], S], state: S, act: A) -> bool:
    return (state, act) in table
