"""What may be done in a case: an act of a table, by whom, and how it is really done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from laget.base.accounts.actor import Actor

if TYPE_CHECKING:
    from laget.config.tests.lives.life import Life

Table = Mapping[tuple[Any, Any], Any]
Doing = Callable[["Life", "Thing", Actor, "Draw"], object]


@dataclass(frozen=True, repr=False)
class Thing:
    """A document, a proposal, a meeting: something with a state. `label` puts those of a kind in order."""

    kind: str
    id: str
    state: str
    label: str
    more: str = ""  # of a letter: the id of what it is about; of a matter: the state of its meeting

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(f"{self.kind} {self.label}: {self.state}")

    @property
    def pk(self) -> UUID:
        return UUID(self.id)


class Draw(Protocol):
    """One of several, as hypothesis will have it."""

    def __call__(self, label: str, among: Iterable[Any]) -> Any: ...


@dataclass(frozen=True, repr=False, eq=False)
class Move:
    """One act on one kind of thing.

    `act` is what the audit log calls it; `table` says in which states it may be done, and what they become. One that
    is in no table, and changes no state, lists the states it belongs to in `during`. `refusals` are what may stand in
    its way besides the tables: money, order, what is missing.
    """

    kind: str
    act: str
    who: Callable[["Life", Thing], frozenset[str]]
    do: Doing
    table: Table = field(default_factory=dict)
    during: frozenset[str] = frozenset()
    makes: str = ""  # the kind of thing that it begins, when the act is about that
    leads_to: tuple[str, ...] = ()  # other acts that it may turn out to be, such as a vote that is lost
    also: Mapping[str, int] = field(default_factory=dict)  # entries it leaves besides its own: at most so many of each
    carries: frozenset[str] = frozenset()  # kinds of things that go along with it, without entries of their own
    refusals: tuple[type[Exception], ...] = ()
    out_of_turn: tuple[type[Exception], ...] = ()  # how it says that the time is another, besides TransitionNotAllowed
    to_others: tuple[type[Exception], ...] = ()  # how it tells another person so, besides PermissionDenied
    weight: int = 1  # how often it is drawn, beside the others
    on: Callable[["Life", Thing], bool] = lambda _life, _thing: True  # whether there is anything to do it with

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(f"{self.act} {self.kind}")

    @property
    def acts(self) -> tuple[str, ...]:
        return (self.act, *self.leads_to)

    def in_turn(self, thing: Thing) -> bool:
        return thing.state in self.during or any((thing.state, act) in self.table for act in self.acts)
