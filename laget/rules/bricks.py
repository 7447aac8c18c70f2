"""The persons of a survey in bricks: what no sum of the shown groups can cut too finely.

Persons who are in exactly the same shown groups are one *piece*: no sum of what is shown can treat them
differently. Two kinds of cut are allowed.

A *plain* cut makes two bricks out of one, or out of each of several, and at least k persons are in every
part. Whatever is added and subtracted, a brick is counted whole or not at all, so k or more are touched.

A *layered* cut leaves small parts, such as the two leaders of each school. Then the bricks it goes through
are tied in a *frame* with a class for each side, here leaders and others. What is shown of a class is its
sum over the whole frame, so a sum of shown groups treats a piece as its brick, plus as its class. Unless all
classes are treated alike, it touches at least, in each brick, the smaller of what the brick has in some
classes and in the others. That has to be k or more in all, for any choice of classes. A later group may
divide the bricks of a frame into two frames, or a class into two classes, as long as it holds for both.

Numbers are never below 0, and that tells more than adding and subtracting does: three sums may together
keep a hidden number between 1 and 5. What keeps it wide is exchange: in one brick some leaders may have been
others, if in another brick as many others were leaders. Every small piece of a frame has to be able to
change by k that way, so each hidden number below k may be anything in a range of at least k.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TOOK_PART = 0  # the variable that counts everyone who took part
OUTSIDE = 0  # the piece of those who are in no group that is shown, and its brick
ENDLESS = 10**9  # how many are outside: more than there are persons
MOST_CLASSES = 6  # of a frame: each one more doubles the choices to look through


@dataclass(frozen=True, slots=True)
class Part:
    """A piece, or some of it: those inside a group when there are `atoms`, else what is left, or all.

    `answers` is variables × categories, `persons` by variable. Outside there are ENDLESS, and no answers.
    """

    piece: int
    answers: Counts | None
    persons: Counts
    atoms: tuple[int, ...] = ()


Row = tuple[Part | None, ...]  # the parts of one brick, by class; None where it has nobody of a class
Frame = dict[int, tuple[int | None, ...]]  # by brick: its pieces, by class


class Stance(Enum):
    """What a group does to a class of a frame. The value: which of the classes that become of it are in the group."""

    HOLDS = (True,)
    LEAVES = (False,)
    CUTS = (True, False)


@dataclass(frozen=True, slots=True)
class NewFrame:
    """A frame as a cut would make it, and which of its classes the group holds: none where it holds nobody."""

    rows: dict[int, Row]
    held: tuple[int, ...]

    def least_touched(self, k: int) -> tuple[Counts, Counts]:
        """By variable: the fewest persons a sum of shown groups touches here, and those the group does.

        The first is ENDLESS where all such sums treat all classes alike, and 0 where there is no room.
        """
        sizes = np.array([[_persons(part, like=row) for part in row] for row in self.rows.values()])
        classes = sizes.shape[1]
        least, whole = np.full(sizes.shape[2], ENDLESS), sizes.sum(axis=1)
        if classes > MOST_CLASSES:
            return np.zeros_like(least), np.zeros_like(least)
        for choice in range(1, 2 ** (classes - 1)):  # the last class is always among the others
            some = sizes[:, [n for n in range(classes) if choice >> n & 1]].sum(axis=1)
            if not _leaves_room(some[:, TOOK_PART], (whole - some)[:, TOOK_PART], k):
                return np.zeros_like(least), np.zeros_like(least)
            touched = np.minimum(some, whole - some).sum(axis=0)
            least = np.where(touched > 0, np.minimum(least, touched), least)
        mine = sizes[:, list(self.held)].sum(axis=1)
        return least, np.minimum(mine, whole - mine).sum(axis=0)

    def class_sums(self) -> Iterator[Counts]:
        for parts in zip(*self.rows.values(), strict=True):
            found = [part.answers for part in parts if part and part.answers is not None]
            if found:
                yield np.asarray(np.sum(found, axis=0))


@dataclass(frozen=True, slots=True)
class Cut:
    """What a group would do to the bricks: those it makes two of, those inside first, and the frames it makes."""

    plain: list[tuple[Part, Part]]
    frames: list[NewFrame]

    def is_safe(self, k: int, variables: int) -> Flags:
        """By variable: whether the group may be shown."""
        safe, touched = np.ones(variables, dtype=np.bool_), np.zeros(variables, dtype=np.int64)
        for frame in self.frames:
            least, mine = frame.least_touched(k)
            safe &= least >= k
            touched += mine
            if not safe[TOOK_PART]:
                return safe
            for answers in frame.class_sums():
                safe &= tells_nobody(answers, k)
        for inside, rest in self.plain:
            touched += np.minimum(inside.persons, rest.persons)
            for part in (inside, rest):
                if part.answers is not None:
                    safe &= tells_nobody(part.answers, k)
        safe &= touched >= k
        return safe


class Wall:
    """All pieces, bricks and frames as they are so far. At first everyone is outside."""

    def __init__(self, tally: Counts, k: int) -> None:
        self.tally, self.k = tally, k
        self.piece_of = [OUTSIDE] * len(tally)  # by atom
        self.parts = {OUTSIDE: Part(OUTSIDE, None, np.full(tally.shape[1], ENDLESS))}
        self.brick_of = {OUTSIDE: OUTSIDE}
        self.frame_of: dict[int, Frame] = {}  # by brick

    def cut_by(self, group: frozenset[int]) -> Cut | None:
        """What the group would do; None when that is nothing."""
        inside = self._inside(group)
        framed = {piece: self.frame_of.get(self.brick_of[piece]) for piece in inside}
        frames = {id(frame): frame for frame in framed.values() if frame is not None}
        found = [new for frame in frames.values() for new in self._divided(frame, inside)]
        plain = [(part, self._rest(part)) for piece, part in inside.items() if framed[piece] is None and part.atoms]
        if any(part.persons[TOOK_PART] < self.k for both in plain for part in both):
            found.append(NewFrame({self.brick_of[part.piece]: (part, rest) for part, rest in plain}, held=(0,)))
            plain = []
        return Cut(plain, found) if plain or found else None

    def make(self, cut: Cut) -> None:
        for inside, rest in cut.plain:
            self._keep(rest)
            piece = self._keep(inside)
            self.brick_of[piece] = piece
        for new in cut.frames:
            frame: Frame = {}
            for brick, row in new.rows.items():
                pieces = tuple(None if part is None else self._keep(part) for part in row)
                home = brick if brick != OUTSIDE else next(piece for piece in pieces if piece)
                self.brick_of |= {piece: home for piece in pieces if piece}
                frame[home] = pieces
            self.frame_of |= dict.fromkeys(frame, frame)

    def _inside(self, group: frozenset[int]) -> dict[int, Part]:
        """What the group holds of each piece. With no atoms when it holds all of it."""
        atoms: dict[int, list[int]] = {}
        for atom in group:
            atoms.setdefault(self.piece_of[atom], []).append(atom)
        return {piece: self._some(piece, those) for piece, those in atoms.items()}

    def _some(self, piece: int, atoms: list[int]) -> Part:
        answers = self.tally[atoms].sum(axis=0)
        persons = answers.sum(axis=1)
        if persons[TOOK_PART] == self.parts[piece].persons[TOOK_PART]:
            return self.parts[piece]
        return Part(piece, answers, persons, tuple(atoms))

    def _rest(self, part: Part) -> Part:
        whole = self.parts[part.piece]
        if whole.answers is None or part.answers is None:
            return whole
        return Part(part.piece, whole.answers - part.answers, whole.persons - part.persons)

    def _divided(self, frame: Frame, inside: dict[int, Part]) -> Iterator[NewFrame]:
        """The frame in two, the bricks that the group touches and the others, and each class it cuts in two."""
        touched = {brick: pieces for brick, pieces in frame.items() if any(p in inside for p in pieces if p)}
        stances = [self._stance(column, inside) for column in zip(*touched.values(), strict=True)]
        if all(self._holds_all(pieces, inside) for pieces in touched.values()):
            return  # whole bricks: no class is told from another
        if len(touched) == len(frame) and Stance.CUTS not in stances:
            return  # all there is of some classes, whose sums are shown already
        rows = {
            brick: tuple(
                part
                for piece, stance in zip(pieces, stances, strict=True)
                for part in (self._both(piece, inside) if stance is Stance.CUTS else (self._whole(piece),))
            )
            for brick, pieces in touched.items()
        }
        holds = [each for stance in stances for each in stance.value]
        yield NewFrame(rows, held=tuple(n for n, is_held in enumerate(holds) if is_held))
        others = {brick: pieces for brick, pieces in frame.items() if brick not in touched}
        if others:
            yield NewFrame({brick: tuple(map(self._whole, pieces)) for brick, pieces in others.items()}, held=())

    def _stance(self, column: tuple[int | None, ...], inside: dict[int, Part]) -> Stance:
        """What the group does to a class, in the bricks it touches. Some are always left outside."""
        found = [inside.get(piece) if piece else None for piece in column if piece is not None]
        if not any(found):
            return Stance.LEAVES
        return Stance.HOLDS if all(part and not part.atoms for part in found) else Stance.CUTS

    def _holds_all(self, pieces: tuple[int | None, ...], inside: dict[int, Part]) -> bool:
        return self._stance(pieces, inside) is Stance.HOLDS

    def _both(self, piece: int | None, inside: dict[int, Part]) -> tuple[Part | None, Part | None]:
        """A piece as those inside, and those not."""
        part = inside.get(piece) if piece else None
        if part is None:
            return None, self._whole(piece)
        return part, self._rest(part) if part.atoms else None

    def _whole(self, piece: int | None) -> Part | None:
        return None if piece is None else self.parts[piece]

    def _keep(self, part: Part) -> int:
        """Give those inside a group a piece of their own; what is left keeps its number."""
        if not part.atoms:
            self.parts[part.piece] = part
            return part.piece
        piece = len(self.parts)
        self.parts[piece] = Part(piece, part.answers, part.persons)
        for atom in part.atoms:
            self.piece_of[atom] = piece
        return piece


def tells_nobody(answers: Counts, k: int) -> Flags:
    """By variable: whether a set gave different answers, or is too small to be reached anyway."""
    number = answers.sum(axis=1)
    found = (number < k) | (answers.max(axis=1) < number)
    found[TOOK_PART] = True
    return np.asarray(found)


def _leaves_room(some: Counts, others: Counts, k: int) -> bool:
    """Whether those in some classes could be k more or fewer in each brick where they, or the others, are few."""
    few = (np.minimum(some, others) > 0) & (np.minimum(some, others) < k)
    down = np.minimum(some, others.sum() - others)
    up = np.minimum(others, some.sum() - some)
    return bool(np.all((down + up)[few] >= k))


def _persons(part: Part | None, *, like: Row) -> Counts:
    if part is not None:
        return part.persons
    return np.zeros_like(next(each.persons for each in like if each))
