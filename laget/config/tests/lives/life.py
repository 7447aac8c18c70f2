"""A case lived at random: real acts on a real database, each held up against the tables of states and the sums."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.audit.verify import verify
from laget.config.tests.lives import look
from laget.config.tests.lives.money_holds import MoneyHolds
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.config.tests.lives.traces import traces
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import deliver
from laget.rules.transitions import TransitionNotAllowed
from testing.people import World

MANNERS = ("in turn",) * 5 + ("out of turn", "as another")
Visit = tuple[str, str, str]  # kind, state, act
Cast = dict[tuple[str, str], set[str]]  # (role, party): names


class Life(RuleBasedStateMachine):
    """Each run begins in the prepared county, and is undone when it ends."""

    # What each kind of life says of itself
    moves: ClassVar[tuple[Move, ...]] = ()
    begins: ClassVar[datetime]
    lasts: ClassVar[timedelta]
    about: ClassVar[frozenset[str]] = frozenset()  # the subjects of documents that it carries: empty for all
    # What the test gives, and gets
    world: ClassVar[World]
    cast: ClassVar[Cast]
    visited: ClassVar[Counter[Visit]]
    tried: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.at, self.acts = self.begins, 0
        self.actors: dict[tuple[str, Any], Actor] = {}
        self.kept: dict[Any, frozenset[str]] = {}  # what an oracle has found out, and stays
        self.chain = self.world.county.code
        self.length = look.chain_length(self.chain)
        self.seen = look.things()
        self.money = MoneyHolds()
        self.has_changed, self.looked_at_all = True, False

    @classmethod
    def prepare(cls, world: World) -> None:
        """Bring the county to where this kind of life begins. Nothing has been done in it yet."""

    # -- What is done --------------------------------------------------------------------------------

    @rule(data=st.data(), manner=st.sampled_from(MANNERS))
    def act(self, data: st.DataObject, manner: str) -> None:
        """Something that may be done; or that may not now, or not by that person."""

        def draw(label: str, among: Iterable[Any]) -> Any:
            found = list(among) if isinstance(among, Sequence) else sorted(among, key=str)
            # In another order for each act: hypothesis likes to draw the same place again.
            Random(f"{label} {self.acts}").shuffle(found)
            return data.draw(st.sampled_from(found), label=label)

        self.at += timedelta(minutes=5)
        self.acts += 1
        chosen = self._choose(manner, draw)
        if chosen is None:
            return
        move, thing, name = chosen
        note(f"{name}: {move.act} {thing.kind} {thing.label} ({thing.state}), {manner}")
        self.tried[manner] += 1
        if manner == "in turn":
            self._succeeds(move, thing, name, draw)
        elif manner == "out of turn":
            self._is_refused(move, thing, name, draw, (TransitionNotAllowed, *move.out_of_turn))
        else:
            self._is_refused(move, thing, name, draw, (PermissionDenied, *move.to_others))

    @precondition(lambda self: self.at < self.begins + self.lasts)
    @rule(days=st.sampled_from((1, 10, 30, 120, 300)))
    def time_passes(self, days: int) -> None:
        """And the worker does what waits for it: letters arrive, or don't."""
        self.at += timedelta(days=days)
        waiting = Letter.objects.filter(delivery__in=[Letter.Delivery.QUEUED, Letter.Delivery.SENDING])
        for letter in waiting.order_by("pk").values_list("pk", flat=True):
            deliver(letter, at=self.at)
        self.seen, self.length = look.things(), look.chain_length(self.chain)

    # -- What always holds ---------------------------------------------------------------------------

    @invariant()
    def money_holds(self) -> None:
        if self.has_changed:
            self.money.hold(self.world.county)
            self.has_changed = False

    def teardown(self) -> None:
        connection.check_constraints()
        verdict = verify()
        assert verdict.ok, verdict.breaks
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # -- Parts of it ---------------------------------------------------------------------------------

    def holders(self, *roles: Role, at: object) -> frozenset[str]:
        """The names of those who hold one of the roles there."""
        return frozenset(name for role in roles for name in self.cast.get((role, str(at)), ()))

    def officers(self, *only: object) -> frozenset[str]:
        """The county's case officers, or of them those with these ids."""
        names = self.holders(Role.CASE_OFFICER, at=self.world.county.pk)
        return names if not only else frozenset(name for name in names if self.world.people[name].pk in only)

    def deciders(self, *but: object) -> frozenset[str]:
        """Those who decide for the county, but for those who have had a hand in it, by their ids."""
        hands = {str(each) for each in but}
        return frozenset(
            name
            for name in self.holders(Role.DECIDER, at=self.world.county.pk)
            if str(self.world.people[name].pk) not in hands
        )

    def actor(self, name: str) -> Actor:
        key = name, self.at.date()
        if key not in self.actors:
            self.actors[key] = self.world.act(name, self.at)
        return self.actors[key]

    def _choose(self, manner: str, draw: Draw) -> tuple[Move, Thing, str] | None:
        """An act that fits, then what to do it with, then who does it. None when nothing fits.

        Who may is asked of the database, and so only of what is drawn; what doesn't fit then, gives way to the next.
        """
        in_turn = manner != "out of turn"
        mine = {kind: [each for each in found if self._is_mine(each)] for kind, found in self.seen.items()}
        fits = [(move, [t for t in mine.get(move.kind, ()) if move.in_turn(t) is in_turn]) for move in self.moves]
        fits = [each for each in fits if each[1] for _ in range(each[0].weight)]
        if not fits:
            return None
        moves = [move for move, _found in fits]
        first = moves.index(draw("act", moves))
        for move, found in fits[first:] + fits[:first]:
            thing = found[0] if len(found) == 1 else draw("on", found)
            if not move.on(self, thing):
                continue
            may = move.who(self, thing)
            names = self.world.people.keys() - may if manner == "as another" else may
            if names:
                return move, thing, draw("by", names)
        return None

    def _is_mine(self, thing: Thing) -> bool:
        return not self.about or thing.kind not in _OF_SUBJECTS or thing.id in self.about

    def _succeeds(self, move: Move, thing: Thing, name: str, draw: Draw) -> None:
        try:
            with traces() as left:
                move.do(self, thing, self.actor(name), draw)
        except move.refusals:
            assert left == [], f"{move.kind} {move.act} was refused, and changed something"
            self.tried["refused by what it says"] += 1
            return
        self.has_changed = True
        self._is_as_the_tables_have_it(move, thing)

    def _is_refused(
        self, move: Move, thing: Thing, name: str, draw: Draw, expected: tuple[type[Exception], ...]
    ) -> None:
        """Every write of it was undone; and once in each run, every row is looked at, to see that this is so."""
        before = "" if self.looked_at_all else look.everything()
        try:
            with traces() as left:
                move.do(self, thing, self.actor(name), draw)
        except expected:
            assert left == [], f"{move.kind} {move.act} was refused, and changed something"
        else:
            raise AssertionError(f"{name} did {move.kind} {move.act} in state {thing.state}")
        if before:
            self.looked_at_all = True
            assert look.everything() == before, f"{move.kind} {move.act} was refused, and changed something"

    def _is_as_the_tables_have_it(self, move: Move, thing: Thing) -> None:
        """One entry in the audit log for the act, and those that belong to it; no state but theirs has changed."""
        entries = look.entries_after(self.length, self.chain)
        seen = look.things()
        own = [each for each in entries if each[2] in move.acts and _is_about(each, move, thing)]
        assert own, (move.kind, move.act, entries)
        _kind, _about, act, was, became = own[0]
        now = look.states(seen)
        if move.table:
            # The last signature is written down as a signature, and is what the table calls a submission.
            meant = [each for each in (act, *move.leads_to) if move.table.get((was, each)) == became]
            assert was == thing.state, own
            assert meant, own
            assert now[thing.kind, thing.id] == became
            self.visited[thing.kind, was, str(meant[0])] += 1
        others = [each for each in entries if each is not own[0]]
        self.visited.update((kind, was, act) for kind, _about, act, was, after in others if was and after)
        rest = Counter(act for _kind, _about, act, *_ in entries) - Counter([own[0][2]])
        for act, number in rest.items():
            assert number <= move.also.get(act, 0), (move.kind, move.act, entries)
        self._others_stay(now, entries, _FOLLOW | move.carries)
        self.seen, self.length = seen, self.length + len(entries)

    def _others_stay(self, now: dict[tuple[str, str], str], entries: Any, following: frozenset[str]) -> None:
        before, told = look.states(self.seen), {(kind, about, was, after) for kind, about, _act, was, after in entries}
        for (kind, id), state in before.items():
            if now.get((kind, id)) != state and kind not in following:
                assert (kind, id, state, now.get((kind, id))) in told, (kind, id, state, entries)


def _is_about(entry: look.Entry, move: Move, thing: Thing) -> bool:
    """A letter's own entries are about the case that it is about."""
    kind, about, *_ = entry
    if move.kind == "letter" and not move.makes:
        return about == thing.more
    return kind == move.makes if move.makes else (kind, about) == (move.kind, thing.id)


_OF_SUBJECTS = frozenset({"assessment", "behovsmelding", "beslutningsgrunnlag", "tilsagn", "report"})
_FOLLOW = frozenset({"payment", "letter", "award"})  # those of a list, a case, a tilsagn go with it
