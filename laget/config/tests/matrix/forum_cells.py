"""The cells of the forum's room: every address of every seat, meeting and matter, and of those that aren't there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from laget.config.tests.matrix.cast import BY_NAME, FORUM, OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.forum import MATTER_ACTS, MEETING_ACTS, SITS_FOR, Mote, Sak, Sete, is_tied
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.things import Place
from laget.grant.forum.models import Holder, Matter, Meeting

_OF_A_MEETING = [f"forum:{name}" for name in ("case", "minutes", *MEETING_ACTS)]
_OF_A_MATTER = [f"matter:{name}" for name in ("case", "propose", "lift", *MATTER_ACTS)]


def of_forum(stage: Stage) -> Iterator[Cell]:
    yield from _of_seats(stage)
    for meeting in Meeting.objects.all():
        about = _known(meeting)
        for name in _OF_A_MEETING:
            yield Cell(name, reverse(name, args=[meeting.pk]), about, _posted_in_meeting(stage, meeting))
        for matter in meeting.matters.select_related("document__subject"):
            yield from _of_matter(stage, matter, about)
    for name in (*_OF_A_MEETING, *_OF_A_MATTER):
        yield Cell(name, reverse(name, args=[UNKNOWN]))


def _of_seats(stage: Stage) -> Iterator[Cell]:
    mons = Holder.objects.get(person=stage.world.people["mons"])
    siri = Holder.objects.get(person=stage.world.people["siri"])
    posted = {"seat": siri.seat_id, "place": 1, "person": mons.person_id, "party": "", "first": "2025-01-01"}
    for county in (TRONDELAG, OSLO):
        forum = stage.world.parties[FORUM[county]].pk
        yield Cell("forum:seats", reverse("forum:seats", args=[forum]), Place(county))
        if county == TRONDELAG:
            yield Cell("forum:give_place", reverse("forum:give_place", args=[forum]), Place(county), posted)
    for name in ("forum:seats", "forum:give_place"):
        yield Cell(name, reverse(name, args=[UNKNOWN]), None, posted)
    for pk in (mons.pk, 0):
        yield Cell("forum:end_place", reverse("forum:end_place", args=[pk]), Place(TRONDELAG) if pk else None)


def _of_matter(stage: Stage, matter: Matter, meeting: Mote) -> Iterator[Cell]:
    voted = matter.ballots.filter(closed_at=None, votes__isnull=False).exists()
    network = matter.document.subject.name if matter.document else ""
    declared = matter.recusals.filter(ground="declared").values_list("person__name", flat=True)
    aside = frozenset(name.lower() for name in declared)
    about = Sak(meeting, matter.state, network, ranks=matter.of_ranking, all_voted=voted, declared=aside)
    posted = _posted_in_matter(stage, matter)
    for name in _OF_A_MATTER:
        yield Cell(name, reverse(name, args=[matter.pk]), about, posted)
    for holder in Holder.objects.select_related("seat", "person"):
        name = holder.person.name.lower()
        sits = not _is_tied(name, about) and matter.meeting.attendance.filter(holder=holder).exists()
        seat = Sete(about, name, votes=holder.seat.votes and sits)
        address = reverse("matter:vote", args=[matter.pk, holder.seat_id])
        yield Cell("matter:vote", address, seat, {"choice": "for", "ballot": 1})


def _is_tied(name: str, matter: Sak) -> bool:
    assert name in SITS_FOR
    return is_tied(BY_NAME[name], matter)


def _posted_in_meeting(stage: Stage, meeting: Meeting) -> dict[str, Any]:
    present = list(Holder.objects.values_list("pk", flat=True))
    return {
        "avlys-reason": "Snø.",
        "title": "Ny sak",
        "background": "",
        "day": "2099-03-12",
        "hour": "10:00",
        "place": "Stjørdal",
        "present": present,
        "revision": meeting.revision,
        "chair": stage.world.people["mons"].pk,
    }


def _posted_in_matter(stage: Stage, matter: Matter) -> dict[str, Any]:
    arne = Holder.objects.get(person=stage.world.people["arne"])
    lines = {f"{line['id']}-amount": line["amount"] for line in matter.lines}
    return {
        **lines,
        "eget-reason": "Fordi.",
        "tilbake-reason": "Det gjelder ikke meg.",
        "reason": "Fordi.",
        "holder": arne.pk,
        "text": "Mer.",
        "question": "Som foreslått.",
        "chair": stage.world.people["mons"].pk,
        "revision": matter.revision,
    }


def _known(meeting: Meeting) -> Mote:
    states = set(meeting.matters.values_list("state", flat=True))
    ranks = meeting.round.file.competitive
    settled = states <= {"decided", "postponed", "withdrawn"}
    return Mote(TRONDELAG, meeting.state, settled=settled, votes="voting" in states, ranks=ranks)
