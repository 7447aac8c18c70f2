"""Tries one cell after another, and remembers where reality is not as the policy says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from laget.config.tests.matrix import policy
from laget.config.tests.matrix.answers import Answer, fits
from laget.config.tests.matrix.calls import Callers, Reply
from laget.config.tests.matrix.cast import BY_NAME, NOT_TODAY, OSLO, TRONDELAG, Someone, counties_of
from laget.config.tests.matrix.cells import Cell
from laget.config.tests.matrix.papers import Papers
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import canary

Situation = tuple[object, ...]  # what one try is told apart from another by

# What is looked for begins with something fixed, or half the time would be spent on looking.
_CANARY = re.compile(rb"kanari[a-p]{32}")
_KEY = re.compile(rb"-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")  # but for its first eight

# Names that only those who take part in the county should come across, or used to, on the page about themselves.
_LOCAL_NAMES = {b"Furuset barnehage": OSLO, b"Solbakken barnehage": TRONDELAG, b"Havhesten barnehage": TRONDELAG}
_DOMAIN = re.compile(rb"@laget\.example")
_LAST_WORD = re.compile(rb"\w+\Z")


def expected(who: Someone, method: str, cell: Cell) -> tuple[Answer, ...]:
    """What the policy allows. HEAD may be refused; when it is not, it is answered as GET."""
    route = ROUTES[cell.route]
    if not who.signed_in and not route.public:
        if route.by_program:
            return (Answer.UNAUTHORIZED if method == "GET" else Answer.NOT_ALLOWED,)
        return (Answer.SIGN_IN,)
    if method == "HEAD" and route.get:
        return (Answer.NOT_ALLOWED, *expected(who, "GET", cell))
    rule = {"GET": route.get, "POST": route.post}.get(method)
    if rule is None:
        return (Answer.HARMLESS if route.by_allauth else Answer.NOT_ALLOWED,)
    if _is_about_nothing(cell):
        return (Answer.NOT_FOUND,)
    return (rule(who, cell.thing),)


class Judge:
    """Tries everything there is when `thorough`; else one of those that the policy answers alike, for each role.

    What is in `tried` isn't tried once more, and what it tries comes there. A document in one state is the same in all
    scenes; what else there is, is something else in each.
    """

    def __init__(self, callers: Callers, papers: Papers, scene: str, *, thorough: bool, tried: set[Situation]) -> None:
        self.callers, self.papers, self.scene, self.thorough = callers, papers, scene, thorough
        stage = papers.stage
        self.heard = {canary(each.pk): unit for unit, each in stage.listenings.items()}
        self.cells = 0
        self.faults: Counter[str] = Counter()
        self._nowhere: dict[tuple[str, str], bytes] = {}
        self._tried = tried

    def try_all(self, people: Iterable[Someone], cells: Iterable[Cell], methods: Sequence[str] = ()) -> None:
        """Every combination, once for each situation. The methods are those that the route takes, unless named."""
        situation = _each_thing if self.thorough else _as_answered
        for cell, who in product(cells, people):
            scene = "" if _paper_of(cell) else self.scene
            for method in methods or _taken(cell):
                one = (scene, cell.route, method, *situation(who, method, cell), *_asked(cell))
                if one not in self._tried:
                    self._tried.add(one)
                    self.try_one(who, method, cell)

    def try_one(self, who: Someone, method: str, cell: Cell) -> None:
        self.cells += 1
        reply = self.callers.call(who, method, cell.address, cell.posted)
        allowed = expected(who, method, cell)
        if not any(fits(answer, reply) for answer in allowed):
            changed = f", changing {', '.join(sorted(reply.changed))}" if reply.changed else ""
            said = f"{reply.status} {reply.location}{changed}"
            self._blame(who, method, cell, f"{' or '.join(a.value for a in allowed)}, but got {said}")
        if reply.status == 404 and method != "HEAD" and reply.without(cell.address) != self._of_nowhere(who, cell):
            self._blame(who, method, cell, "a 404 that differs from that of an address that isn't there")
        for what in self._shown_too_much(who, reply, cell):
            self._blame(who, method, cell, f"is shown {what}")

    def _blame(self, who: Someone, method: str, cell: Cell, what: str) -> None:
        roles = ", ".join(f"{role} at {where}" for role, where in who.roles) or "no role"
        thing = cell.thing
        about = f"{thing.about}, {thing.state}" if isinstance(thing, policy.Paper) else str(thing)[:90]
        self.faults[f"{method} {cell.route} ({about}) by {who.name} ({roles}): {what}"] += 1

    def _of_nowhere(self, who: Someone, cell: Cell) -> bytes:
        """The 404 of an address that isn't there."""
        address = "/api/finnes-ikke/" if cell.route.startswith("api:") else "/finnes-ikke/"
        if (who.name, address) not in self._nowhere:
            self._nowhere[who.name, address] = self.callers.call(who, "GET", address).without(address)
        return self._nowhere[who.name, address]

    def _shown_too_much(self, who: Someone, reply: Reply, cell: Cell) -> Iterator[str]:
        text = reply.without(cell.address) + reply.location.replace(cell.address, "").encode()
        # Whoever has to sign in first is given back what they posted.
        own = b"" if who.signed_in else repr(cell.posted).encode()
        for word in canaries_in(text) - canaries_in(own):
            paper = self.papers.canaries.get(word.decode())
            if paper and not paper.public and not policy.sees(who, paper):
                yield f"the {paper.kind} about {paper.about}, {paper.state}"
            heard = self.heard.get(word.decode())
            if heard and not policy.hears(who, heard):
                yield f"what children at {heard} said"
        for name, county in _LOCAL_NAMES.items():
            if name in text and not policy.takes_part(who, county) and cell.route != "accounts:me":
                yield f"a name from {county}"
        for name in addressees_in(text) - addressees_in(own):
            if not _may_know_the_address_of(who, name.decode().replace("pal", "pål")):
                yield f"the e-mail address of {name.decode()}"


def canaries_in(text: bytes) -> set[bytes]:
    """The words that only some may see, and the keys of documents."""
    return {*_CANARY.findall(text), *(text[each.start() - 8 : each.end()] for each in _KEY.finditer(text))}


def addressees_in(text: bytes) -> set[bytes]:
    """What stands before the @ in each address."""
    found = (_LAST_WORD.search(text, max(0, each.start() - 40), each.start()) for each in _DOMAIN.finditer(text))
    return {each.group() for each in found if each}


def _may_know_the_address_of(who: Someone, name: str) -> bool:
    """One's own, and for an administrator that of everyone who holds a role in the county, now or at another time."""
    if name == who.name or name not in BY_NAME:
        return True
    held = BY_NAME[name].roles or NOT_TODAY
    return any(policy.administers(who, county) for _role, where in held for county in counties_of(where))


def _each_thing(who: Someone, _method: str, cell: Cell) -> Situation:
    """What the policy can tell two things apart by: the rest is which one it is."""
    return who.name, repr(cell.thing)


def _as_answered(who: Someone, method: str, cell: Cell) -> Situation:
    """What the policy answers, whom and about what kind of thing; of a paper, also in what state.

    Those who hold the same roles, each somewhere, stand for one another, and whoever holds nothing today is someone by
    themselves. Where there is nothing to be shown, roles are of no matter.
    """
    if _is_about_nothing(cell):
        return None, who.signed_in
    roles = tuple(sorted({role for role, _where in who.roles}))
    paper = _paper_of(cell)
    what = (paper.kind, paper.state) if paper else (getattr(cell.thing, "kind", None),)
    return expected(who, method, cell), roles or who.name, *what


def _paper_of(cell: Cell) -> policy.Paper | None:
    """The document that it is about, or a version of."""
    found = getattr(cell.thing, "paper", cell.thing)
    return found if isinstance(found, policy.Paper) else None


def _is_about_nothing(cell: Cell) -> bool:
    """An address that is right, with a number in it that nothing has."""
    return cell.thing is None and ROUTES[cell.route].on is not On.NOTHING


def _asked(cell: Cell) -> Situation:
    return cell.address.partition("?")[2], *sorted(cell.posted)


def _taken(cell: Cell) -> list[str]:
    route = ROUTES[cell.route]
    return [method for method, rule in (("GET", route.get), ("POST", route.post)) if rule]
