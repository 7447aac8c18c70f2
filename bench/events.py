"""Five thousand participants in one event: the list, the door and the file, one at a time at the server."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from statistics import median

from django.utils import timezone

from bench import servers
from bench.figures import Figure, Figures
from bench.load import Call, Load
from bench.pages import bare_pages, pages_of, request
from e2e.server import session_of
from laget.effect.events.models import SignUp
from testing.events import many_signed_up, open_event
from testing.people import build_world

PARTICIPANTS = 5_000
MOST = 300  # milliseconds at the server
WARMING, READING = 1.5, 4.0  # seconds


def measure(figures: Figures) -> None:
    world = build_world()
    begins = timezone.localtime() - timedelta(minutes=5)  # the door is open from the day itself
    event = open_event(world, begins=begins, sign_up_by=timezone.localdate(begins))
    many_signed_up(world, event, PARTICIPANTS)
    session, page = session_of(world.people["nina"]), event.get_absolute_url()
    someone = SignUp.objects.filter(event=event).order_by("number")[PARTICIPANTS // 2]
    door = f"{page}dora/"
    found = f"{door}?navn=etternavn+{PARTICIPANTS // 2:05}"
    pages = {
        "event_list": (
            "Participant list, 5 000",
            pages_of(session, [f"{page}deltakere/"], b"Side 1 av", connections=1),
        ),
        "event_find": (
            "A name found at the door",
            pages_of(session, [found], b"Etternavn 02500", connections=1),
        ),
        "event_check_in": ("Someone checked in", _check_ins(session, door, str(someone.pk))),
        "event_sheet": (
            "The 5 000 as a spreadsheet",
            pages_of(session, [f"{page}deltakere/?som=xlsx"], b"PK", connections=1),
        ),
    }
    with servers.hello() as hello, servers.ours() as ours:
        for name, (what, scripts) in pages.items():
            for _worker in range(servers.WORKERS):  # once uncounted: what a worker reads first takes time
                Load(ours.port).run(scripts(), seconds=WARMING)
            bare = Load(hello.port).run(bare_pages(connections=1), seconds=WARMING)
            read = Load(ours.port).run(scripts(), seconds=READING)
            times = sorted(each * 1000 for each in read.times)
            ratio = median(bare.times) * 1000 / median(times)
            note = f"p99 {times[len(times) * 99 // 100]:.0f} ms; at most {MOST}"
            figures.add(Figure(name, what, median(times), "ms", "H, one at a time", ratio, note=note))


def _check_ins(session: str, door: str, someone: str) -> Callable[[], list[Iterator[Call]]]:
    """In, and out again."""
    calls = [
        Call(request("POST", door, session, {act: someone}), b"HTTP/1.1 302 ", b"location: ")
        for act in ("kom", "kom_ikke")
    ]
    return lambda: [cycle(calls)]
