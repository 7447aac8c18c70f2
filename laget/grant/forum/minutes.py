"""What is written down: a decision with those who took part in it, and the minutes of a meeting."""

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.questions.paper import TEMPLATE, Part
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.templatetags.ui import day, kr, moment
from laget.grant.forum.models import CHOICES, Ballot, Decision, Matter, Meeting, Minutes
from laget.grant.forum.queries import holders_on
from laget.grant.forum.room import Room, Sitting
from laget.grant.forum.states import MatterState
from laget.rules.deciding import Choice

Content = dict[str, Any]


def decision_content(matter: Matter, how: str, room: Room, ballot: Ballot | None) -> Content:
    """All that a decision rests on, as it was then."""
    return {
        "matter": matter.reference,
        "title": matter.title,
        "version": matter.version.sha256 if matter.version else "",
        "how": how,
        "conclusion": matter.conclusion,
        "lines": [{key: line[key] for key in _OF_A_LINE if key in line} for line in matter.lines],
        "chair": matter.chair.name if matter.chair else "",
        "seats": [_seat(sitting) for sitting in room.sittings if sitting.holder],
        "recused": [{"name": each.person.name, "why": each.words} for each in room.recusals],
        "lifted": _lifted(matter),
        "quorum": {"here": len(room.voting), "needed": room.needed, "seats": room.voting_seats},
        "ballot": _ballot(ballot) if ballot else None,
    }


_OF_A_LINE = ("id", "title", "year", "applied", "amount", "reason", "told")  # `told` where Laget wrote the reason


def _seat(sitting: Sitting) -> Content:
    assert sitting.holder
    return {
        "name": sitting.holder.person.name,
        "party": sitting.holder.sits_for,
        "side": str(sitting.seat.get_side_display()),
        "votes": sitting.seat.votes,
        "steps_in_for": sitting.member.person.name if sitting.steps_in else "",
    }


def _ballot(ballot: Ballot) -> Content:
    votes = ballot.votes.select_related("person").order_by("seat")
    return {
        "question": ballot.question,
        "proposal": ballot.conclusion,
        "tally": ballot.tally,
        "votes": [{"name": vote.person.name, "choice": vote.choice} for vote in votes],
    }


def content_of(meeting: Meeting) -> Content:
    """The minutes as they stand now."""
    attendance = meeting.attendance.select_related("holder__person", "holder__party", "holder__seat")
    matters = meeting.matters.select_related("meeting__round", "chair", "version").prefetch_related("ballots__votes")
    return {
        "forum": meeting.forum.name,
        "title": meeting.title,
        "begins": moment(meeting.begins),
        "place": meeting.place,
        "chair": meeting.chair.name if meeting.chair else "",
        "present": [
            {
                "name": each.holder.person.name,
                "party": each.holder.sits_for,
                "as": _("Vara") if each.holder.is_deputy else _("Medlem"),
                "votes": each.holder.seat.votes,
            }
            for each in attendance.order_by("holder__seat", "holder__place")
        ],
        "absent": _absent(meeting, present=[each.holder.person_id for each in attendance]),
        "matters": [_matter(each) for each in matters.order_by("number")],
    }


def _absent(meeting: Meeting, *, present: Collection[UUID]) -> list[str]:
    """The members who were not there; a deputy may have been."""
    members = holders_on(meeting.forum_id, day=timezone.localdate(meeting.begins))
    return [
        f"{each.person.name}, {each.sits_for}" for each in members if not (each.is_deputy or each.person_id in present)
    ]


def _matter(matter: Matter) -> Content:
    decision = Decision.objects.filter(matter=matter).first()
    rejected = [_ballot(each) for each in matter.ballots.all() if each.tally and not each.tally["adopted"]]
    if decision:
        return {**decision.content, "state": matter.state, "sha256": decision.sha256, "rejected": rejected}
    recused = [
        {"name": r.person.name, "why": r.words} for r in matter.recusals.standing().select_related("person", "party")
    ]
    return {
        "matter": matter.reference,
        "title": matter.title,
        "state": matter.state,
        "recused": recused,
        "lifted": _lifted(matter),
        "rejected": rejected,
    }


def _lifted(matter: Matter) -> list[str]:
    """Those who declared themselves inhabil, and took it back before the matter was taken up."""
    return [each.person.name for each in matter.recusals.exclude(lifted_at=None).select_related("person")]


# -- On paper -------------------------------------------------------------------------------------------


def set_minutes(meeting: Meeting, minutes: Minutes | None) -> bytes:
    """The minutes as PDF: the frozen ones, or how they look until they are approved."""
    content = minutes.content if minutes else content_of(meeting)
    status = (
        _("Godkjent %(day)s av %(name)s, %(role)s.")
        % {"day": day(minutes.at), "name": minutes.person.name, "role": minutes.role}
        if minutes
        else _("Utkast. Protokollen er ikke godkjent.")
    )
    heading = _("Protokoll: %(title)s") % {"title": content["title"]}
    data = {
        "title": f"{heading}, {content['begins']}",
        "author": content["forum"],
        "over": f"{content['forum']} · {content['begins']} · {content['place']}",
        "heading": heading,
        "status": status,
        "footer": f"SHA-256 {minutes.sha256[:16]}" if minutes else _("Utkast"),
        "parts": [asdict(part) for part in parts_of(content)],
    }
    return compile_pdf(Path(TEMPLATE), data, on=timezone.localdate(minutes.at if minutes else meeting.state_since))


def parts_of(content: Content) -> list[Part]:
    present = Part(
        _("Til stede"),
        headings=[_("Navn"), _("For"), _("Som")],
        amounts=[False] * 3,
        rows=[
            [
                each["name"],
                each["party"],
                each["as"] if each["votes"] else _("%(as)s, uten stemme") % {"as": each["as"]},
            ]
            for each in content["present"]
        ],
    )
    entries = [(_("Ledet av"), content["chair"] or "–")]
    if absent := content.get("absent"):
        entries.append((_("Medlemmer som ikke var til stede"), "\n".join(absent)))
    led = Part(_("Møtet"), entries=entries)
    return [led, present, *(part for matter in content["matters"] for part in _parts_of_matter(matter))]


def _parts_of_matter(matter: Content) -> list[Part]:
    entries = [(_("Inhabile"), _recused(matter["recused"]))]
    if lifted := matter.get("lifted"):
        entries.append((_("Meldte seg inhabile, og tok det tilbake før saken ble tatt opp"), "\n".join(lifted)))
    if matter["state"] != MatterState.DECIDED:
        entries.append((_("Vedtak"), _not_decided(matter["state"])))
        return [Part(f"{matter['matter']}: {matter['title']}", entries=[*entries, *_rejected(matter)])]
    entries += [
        (_("Trådte inn"), _stepped_in(matter["seats"])),
        (_("Ledet av"), matter["chair"]),
        (_("Vedtaksført"), _("%(here)d av %(seats)d stemmer til stede. Det trengs %(needed)d.") % matter["quorum"]),
        *_rejected(matter),
        (_("Vedtak"), "\n".join(filter(None, (_how(matter), matter.get("conclusion", ""))))),
    ]
    lines = Part(
        _("Anbefalt i %(matter)s") % {"matter": matter["matter"].lower()},
        3,
        headings=[_("Beløp"), _("Søkt"), _("Anbefalt"), _("Hvorfor mindre")],
        amounts=[False, True, True, False],
        rows=[
            [line["title"], kr(line["applied"]), kr(line["amount"]), line["reason"] or "–"] for line in matter["lines"]
        ]
        + [[_("Sum"), *(kr(sum(line[key] for line in matter["lines"])) for key in ("applied", "amount")), ""]],
    )
    found = [Part(f"{matter['matter']}: {matter['title']}", entries=entries)]
    return [*found, lines] if matter["lines"] else found


def _not_decided(state: str) -> str:
    match state:
        case MatterState.POSTPONED:
            return _("Saken er utsatt.")
        case MatterState.WITHDRAWN:
            return _("Saken ble tatt av sakslista før møtet.")
    return "–"


def _recused(recused: list[Content]) -> str:
    return "\n".join(f"{each['name']}: {each['why']}" for each in recused) or _("Ingen")


def _stepped_in(seats: list[Content]) -> str:
    stepped = [each for each in seats if each["steps_in_for"]]
    words = _("%(name)s for %(member)s")
    return "\n".join(words % {"name": each["name"], "member": each["steps_in_for"]} for each in stepped) or _("Ingen")


def _rejected(matter: Content) -> list[tuple[str, str]]:
    """With what was proposed in words, where that is so. Older minutes don't have it."""
    return [
        (_("Fikk ikke flertall"), "\n".join(filter(None, [each.get("proposal"), _tally(each)])))
        for each in matter["rejected"]
    ]


def _how(matter: Content) -> str:
    if matter["ballot"] is None:
        return _("Forumet var enig.")
    return _tally(matter["ballot"])


def _tally(ballot: Content) -> str:
    tally = ballot["tally"]
    counted = _("%(question)s %(votes_for)d for, %(votes_against)d mot, %(abstaining)d avsto.") % {
        "question": ballot["question"],
        **tally,
    }
    if tally["by_casting_vote"]:
        counted += " " + _("Lederens stemme avgjorde.")
    names = (
        f"{CHOICES[choice]}: {', '.join(vote['name'] for vote in ballot['votes'] if vote['choice'] == choice)}"
        for choice in Choice
        if any(vote["choice"] == choice for vote in ballot["votes"])
    )
    return "\n".join([counted, *names])
