"""A whole staff answering at once: forty questions shown, and the answer sealed and on disk."""

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlencode
from uuid import uuid4

from bench import servers
from bench.database import Postgres
from bench.figures import Figures
from bench.load import Call
from bench.pages import CONNECTIONS, ROUNDS, Measure
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Survey
from testing.collecting import codes_of, opened, unit_of
from testing.people import build_world

PEOPLE = 9000  # more than can answer while it is measured
SAYS = b"Send svaret"


def measure(figures: Figures, postgres: Postgres) -> None:
    world = build_world()
    by_code = opened(world, asked={"Solbakken barnehage": {Layer.STAFF: PEOPLE}})
    link = unit_of(opened(world, by_link=True)).open_link
    page = Call(_request("GET", f"/svar/lenke/{link}/?lag=staff"), says=SAYS)
    left = iter(codes_of(unit_of(by_code)))
    measures = [
        Measure("asked", "Survey page, 40 questions", lambda: [cycle([page]) for _ in range(CONNECTIONS)], 0.05),
        Measure("answered", "Survey answered", lambda: _answers(by_code, left), 0.05, whole=2),
    ]
    with servers.hello() as hello, servers.ours() as ours:
        for _round in range(ROUNDS):
            for each in measures:
                each.round(hello, ours, postgres)
    for each in measures:
        figures.add(each.figure())


def _answers(survey: Survey, left: Iterator[str]) -> list[Iterator[Call]]:
    """The next so many people, shared out between the connections."""
    codes = [code for code, _n in zip(left, range(PEOPLE // ROUNDS), strict=False)]
    return [_open_and_send(survey, codes[n::CONNECTIONS]) for n in range(CONNECTIONS)]


def _open_and_send(survey: Survey, codes: list[str]) -> Iterator[Call]:
    answers = {f"q.{key}": "3" for key, asked in survey.instrument.asked_of(Layer.STAFF).items() if asked.values}
    for code in codes:
        yield Call(_request("POST", "/svar/", {"code": code}), says=SAYS)
        sent = _request("POST", "/svar/send/", {"code": code, "ballot": str(uuid4()), **answers})
        yield Call(sent, b"HTTP/1.1 302 ", b"location: /svar/takk/")


def _request(method: str, address: str, posted: dict[str, str] | None = None) -> bytes:
    lines = [f"{method} {address} HTTP/1.1", "Host: localhost", "X-Forwarded-Proto: https"]
    body = urlencode(posted or {}).encode()
    if posted is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
