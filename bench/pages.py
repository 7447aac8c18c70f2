"""Pages and posts of the real server, in requests a second, each held against H measured right before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from urllib.parse import urlencode

from bench import servers
from bench.county import CSRF, Draft, Filled, ready_to_send
from bench.database import Postgres
from bench.figures import Figure, Figures, console, middle
from bench.load import Call, Load, Result
from bench.machine import cpu_seconds
from bench.servers import Server

CONNECTIONS, ROUNDS = 8, 6
H_SECONDS, SECONDS = 1.2, 2.0
H = "H, the bare Django page"

Scripts = Callable[[], list[Iterator[Call]]]


@dataclass
class Measure:
    """One kind of request, and what its rounds gave. A `whole` is so many answers: a saved and sent document is two."""

    name: str
    what: str
    scripts: Scripts
    goal: float
    whole: int = 1
    rates: list[float] = field(default_factory=list)  # per second
    ratios: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # core-milliseconds for each
    cpu_ratios: list[float] = field(default_factory=list)  # H's core-milliseconds over ours: blind to neighbours
    times: list[float] = field(default_factory=list)  # seconds for each request

    def round(self, hello: Server, ours: Server, postgres: Postgres) -> float:
        """H first, then ours. Gives H in requests a second."""
        bare, bare_cpu = _load(hello, bare_pages(), H_SECONDS, hello.pid)
        result, cpu = _load(ours, self.scripts(), SECONDS, ours.pid, postgres.pid)
        self.rates.append(result.rate / self.whole)
        self.ratios.append(result.rate / self.whole / bare.rate)
        self.cpu.append(cpu * self.whole)
        self.cpu_ratios.append(bare_cpu / cpu / self.whole if cpu else 0)
        self.times += result.times
        return bare.rate

    def figure(self) -> Figure:
        ratio, spread = middle(self.ratios)
        late = sorted(self.times)[len(self.times) * 99 // 100] * 1000
        cpu = f"{median(self.cpu):.2f} core-ms each ({median(self.cpu_ratios):.3f} of H)"
        note = f"{cpu}, p50 {median(self.times) * 1000:.0f} ms, p99 {late:.0f} ms"
        unit = "requests/s" if self.whole == 1 else "documents/s"
        return Figure(self.name, self.what, median(self.rates), unit, H, ratio, spread, self.goal, note)


def measure(figures: Figures, filled: Filled, postgres: Postgres) -> None:
    console.print(f"  {filled.documents} documents, {filled.rows} of them in the list", style="dim")
    with servers.hello() as hello, servers.ours() as ours:
        _in_turn(_pages(filled), figures, hello, ours, postgres)
        _in_turn([_sendings(ready_to_send())], figures, hello, ours, postgres)


def _in_turn(measures: list[Measure], figures: Figures, hello: Server, ours: Server, postgres: Postgres) -> None:
    """Rounds of each in turn, H right before each, so that what the machine does besides hits all alike."""
    for each in measures:  # once uncounted: a new connection to the database takes some requests to get warm
        _load(ours, each.scripts(), SECONDS, ours.pid)
    for n in range(ROUNDS):
        h = median(each.round(hello, ours, postgres) for each in measures)
        console.print(f"  round {n + 1} of {ROUNDS}: H {h:.0f}/s", style="dim")
    for each in measures:
        figures.add(each.figure())


def _pages(filled: Filled) -> list[Measure]:
    return [
        Measure("tasks", "Task list, signed in", pages_of(filled.tasks, ["/oppgaver/"], b"Andre skal sende deg"), 0.04),
        Measure("list", "Heaviest list, 50 rows", pages_of(filled.officer, [filled.list_address], b"Side 1 av"), 0.04),
        Measure("case", "Case page", pages_of(filled.officer, filled.cases, b"Den r\xc3\xb8de tr\xc3\xa5den"), 0.06),
    ]


def _sendings(drafts: list[Draft]) -> Measure:
    left, enough = iter(drafts), len(drafts) // (ROUNDS + 1)
    return Measure("sent", "Document saved and sent", lambda: _next_sendings(left, enough), 0.06, whole=2)


def _load(server: Server, scripts: list[Iterator[Call]], seconds: float, *pids: int) -> tuple[Result, float]:
    """What came of it, and the core-milliseconds that each answer cost those processes."""
    before = cpu_seconds(*pids)
    result = Load(server.port).run(scripts, seconds=seconds)
    return result, (cpu_seconds(*pids) - before) * 1000 / result.answers


def bare_pages(connections: int = CONNECTIONS) -> list[Iterator[Call]]:
    call = Call(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", says=b"Hello, world")
    return [cycle([call]) for _ in range(connections)]


def pages_of(session: str, addresses: list[str], says: bytes, *, connections: int = CONNECTIONS) -> Scripts:
    calls = [Call(request("GET", address, session), says=says) for address in addresses]
    return lambda: [cycle(calls[n % len(calls) :] + calls[: n % len(calls)]) for n in range(connections)]


def _next_sendings(left: Iterator[Draft], enough: int) -> list[Iterator[Call]]:
    """The next so many documents: each connection takes the first that is left, so that all of them end at once."""
    drafts = islice(left, enough)
    return [_save_and_send(drafts) for _ in range(CONNECTIONS)]


def _save_and_send(drafts: Iterator[Draft]) -> Iterator[Call]:
    """Each changed once more and sent, by its own leader."""
    for draft in drafts:
        section = {key: draft.answers.get(key, "") for key in ("need", "target_groups", "level", "children")}
        section |= {"need": f"{section['need']} Vi trenger det i hele virksomheten.", "revision": 1}
        saved = request("POST", f"/dokument/{draft.pk}/skjema/need/", draft.session, section)
        yield Call(saved, b"HTTP/1.1 302 ", f"location: /dokument/{draft.pk}/skjema/took_part/".encode())
        sent = request("POST", f"/vurdering/{draft.pk}/send/", draft.session, {"revision": 2})
        yield Call(sent, b"HTTP/1.1 302 ", f"location: /vurdering/{draft.pk}/".encode())


def request(method: str, address: str, session: str, posted: dict[str, object] | None = None) -> bytes:
    lines = [
        f"{method} {address} HTTP/1.1",
        "Host: localhost",
        "X-Forwarded-Proto: https",
        f"Cookie: __Host-session={session}; __Host-csrf={CSRF}",
    ]
    body = b""
    if posted is not None:
        body = urlencode({**posted, "csrfmiddlewaretoken": CSRF}, doseq=True).encode()
        lines += ["Origin: https://localhost", "Content-Type: application/x-www-form-urlencoded"]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
