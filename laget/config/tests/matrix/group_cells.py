"""The cells of groups: every address of each, of its meeting and lines, and of those that aren't there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from laget.base.accounts.roles import Role
from laget.base.questions.tests.test_check_file import pdf
from laget.config.tests.matrix.calls import Upload
from laget.config.tests.matrix.cast import FORUM, OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.groups import Together
from laget.config.tests.matrix.stage import Stage
from laget.effect.groups.models import Group

_HOMES = (
    "Innherred",
    "Fosen",
    "Inderøy kommune",
    "Ørland kommune",
    FORUM[TRONDELAG],
    TRONDELAG,
    "Oslos Innherred",
    OSLO,
)
_OF_A_GROUP = ("case", "change", "add_member", "plan_activity", "call", "lay_by")
_OF_A_MEETING = ("meeting", "write_notes", "agree", "move", "cancel", "lay_by_meeting")
_OF_A_FILE = ("file", "take_away")
_OF_A_LINE = ("end_member", "carry_out", "finish")


def of_groups(stage: Stage) -> Iterator[Cell]:
    making = {"kind": "working", "name": "Ny"}
    for home in _HOMES:
        yield Cell("groups:make", reverse("groups:make", args=[stage.world.parties[home].pk]), home, making)
    yield Cell("groups:make", reverse("groups:make", args=[UNKNOWN]), None, making)
    for group in Group.objects.order_by("name"):
        yield from _of_group(stage, group)
    for name in (*_OF_A_GROUP, *_OF_A_MEETING, *_OF_A_FILE):
        yield Cell(f"groups:{name}", reverse(f"groups:{name}", args=[UNKNOWN]))
    for name in _OF_A_LINE:
        yield Cell(f"groups:{name}", reverse(f"groups:{name}", args=[0]))


def _of_group(stage: Stage, group: Group) -> Iterator[Cell]:
    about, posted = _known(stage, group), _posted(stage, group)
    meeting = group.meetings.get()
    for name in _OF_A_GROUP:
        yield Cell(f"groups:{name}", reverse(f"groups:{name}", args=[group.pk]), about, posted)
    for name in _OF_A_MEETING:
        yield Cell(f"groups:{name}", reverse(f"groups:{name}", args=[meeting.pk]), about, posted)
    for name in _OF_A_FILE:
        yield Cell(f"groups:{name}", reverse(f"groups:{name}", args=[meeting.files.get().pk]), about)
    lines = (group.members.earliest("pk"), group.activities.get(), meeting.follow_ups.get())
    for name, line in zip(_OF_A_LINE, lines, strict=True):
        yield Cell(f"groups:{name}", reverse(f"groups:{name}", args=[line.pk]), about)


def _known(stage: Stage, group: Group) -> Together:
    names = {party.pk: name for name, party in stage.world.parties.items()}
    members = [((Role(each.role), names[each.party_id]), each.leads) for each in group.members.all()]
    return Together(
        home=names[group.home_id],
        county=names[group.county_id],
        members=frozenset(who for who, _leads in members),
        leaders=frozenset(who for who, leads in members if leads),
        done_by=frozenset({members[0][0]}),
        laid_by=next(name for name, person in stage.world.people.items() if person.pk == group.files.get().by_id),
    )


def _posted(stage: Stage, group: Group) -> dict[str, Any]:
    """What the forms on its pages hold between them."""
    first = group.members.earliest("pk")
    new = "Fjordgløtt SA" if first.party.name == "Inderøy kommune" else FORUM[OSLO]
    role = "owner" if new == "Fjordgløtt SA" else "forum_secretary"
    return {
        "kind": "working",
        "name": "Et annet navn",
        "ny-who": f"{stage.world.parties[new].pk}:{role}",
        "plan-year": "2026",
        "plan-text": "Mer",
        "title": "Nytt møte",
        "day": "2030-01-01",
        "begins": "12:00",
        "ends": "13:00",
        "place": "Verdal",
        "notes": "Vi ble enige.",
        "revision": "0",
        "punkt-who": f"{first.party_id}:{first.role}",
        "punkt-text": "Noe",
        "punkt-due": "2030-01-01",
        "avlys-reason": "Snø.",
        "file": Upload("plan.pdf", pdf()),
    }
