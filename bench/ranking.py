"""A round of three hundred applications: the ranking page, its spreadsheet and a group's list, one at a time."""

from statistics import median

from bench import servers
from bench.figures import Figure, Figures
from bench.load import Load
from bench.pages import bare_pages, pages_of
from e2e.server import session_of
from laget.grant.ranking.models import Group
from testing.ranking import adopt_money, build_ranked_world, everyone_applies, many

APPLICATIONS = 300
MOST = 300  # milliseconds at the server
WARMING, READING = 1.5, 4.0  # seconds


def measure(figures: Figures) -> None:
    world = build_ranked_world()
    everyone_applies(world)
    adopt_money(world)
    ranking = many(world, APPLICATIONS)
    session, group = session_of(world.people["arne"]), Group.objects.get(round=world.round)
    page = ranking.get_absolute_url()
    pages = {
        "ranking": ("Ranking page, 300 applications", page, b"Her slutter pengene"),
        "ranking_sheet": ("The same as a spreadsheet", f"{page}?som=xlsx", b"PK"),
        "ranking_group": ("A working group's list of 300", group.get_absolute_url(), b"Tiltak 299 av 300"),
    }
    with servers.hello() as hello, servers.ours() as ours:
        for name, (what, address, says) in pages.items():
            scripts = pages_of(session, [address], says, connections=1)
            for _worker in range(servers.WORKERS):  # once uncounted: what a worker reads first takes time
                Load(ours.port).run(scripts(), seconds=WARMING)
            bare = Load(hello.port).run(bare_pages(connections=1), seconds=WARMING)
            read = Load(ours.port).run(scripts(), seconds=READING)
            times = sorted(each * 1000 for each in read.times)
            ratio = median(bare.times) * 1000 / median(times)
            note = f"p99 {times[len(times) * 99 // 100]:.0f} ms; at most {MOST}"
            figures.add(Figure(name, what, median(times), "ms", "H, one at a time", ratio, note=note))
