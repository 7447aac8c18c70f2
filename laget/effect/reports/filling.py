"""What a report says from the start: what was used, how it went, who came and what changed, as it was written down
while the tiltak was carried out. Nothing is typed twice.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from laget.base.questions.answers import layout_of
from laget.base.questions.standing import asked_anew
from laget.base.ui.templatetags.ui import day
from laget.effect.delivery.models import Delivery, Goal
from laget.effect.delivery.queries import deliveries_of, sessions_of, spent_of, who_came
from laget.effect.delivery.states import CARRIED_OUT, Status
from laget.effect.events.states import State as EventState
from laget.effect.reports.given import LINES, awards_of
from laget.effect.reports.models import Report
from laget.grant.ledger.models import Award

MOST_SESSIONS = 40  # named one by one; the rest are counted


def fill(report: Report, *, awards: Sequence[Award]) -> None:
    """Answer what is known, and leave the rest to whoever writes it. Part of opening it: nobody has written yet."""
    answers = known_answers(report, awards)
    if answers:
        report.answers = answers
        report.save(update_fields=["answers"])


def known_since(report: Report) -> dict[str, Any]:
    """What has become known of what the report doesn't answer yet, and may."""
    pks = awards_of(report)
    awards = Award.objects.select_related("recipient").in_bulk(pks)
    known = known_answers(report, [awards[pk] for pk in pks])
    open_to_write = asked_anew(report, known)
    return {path: known[path] for path in known if path in open_to_write and report.answers.get(path) in (None, "", [])}


def known_answers(report: Report, awards: Sequence[Award]) -> dict[str, Any]:
    """By the paths of the form it was opened with: what another county doesn't ask is left out."""
    layout, deliveries = layout_of(report), deliveries_of(awards)
    found = dict(_lines(report, awards, deliveries))
    if deliveries:
        found |= _participants(report, deliveries)
        found |= _words(report, list(dict.fromkeys(deliveries.values())))
    asked = {cell.path: cell for _section, _item, cell in layout.all_cells({})}
    return {
        path: answer
        for path, answer in found.items()
        if path in asked and answer and (not asked[path].options or answer in dict(asked[path].options))
    }


def _lines(report: Report, awards: Sequence[Award], deliveries: dict[UUID, Delivery]) -> Iterator[tuple[str, str]]:
    spent = spent_of(awards, year=report.round.year)
    for award in awards:
        item = f"{LINES}.a{award.pk.hex}"
        if award.pk in spent:
            yield f"{item}.used", str(spent[award.pk])
        if award.pk in deliveries:
            status = Status(deliveries[award.pk].status)
            yield f"{item}.carried_out", CARRIED_OUT.get(status, "")


def _participants(report: Report, deliveries: dict[UUID, Delivery]) -> dict[str, str]:
    came = who_came(set(deliveries.values()), since=_since(report))
    return {f"participants.{group}.{sector}": str(number) for (group, sector), number in came.items()}


def _words(report: Report, deliveries: Sequence[Delivery]) -> dict[str, str]:
    return {
        "done": "\n\n".join(filter(None, [_goals(deliveries), _sessions(report, deliveries)])),
        "deviations": _each(deliveries, "deviations"),
        "changed": _each(deliveries, "changed"),
        "evidence": _each(deliveries, "evidence"),
    }


def _each(deliveries: Sequence[Delivery], name: str) -> str:
    """What each says of it, with its title where there are several."""
    several = len(deliveries) > 1
    said = [(delivery, getattr(delivery, name).strip()) for delivery in deliveries]
    return "\n\n".join(f"{delivery.title}: {text}" if several else text for delivery, text in said if text)


def _goals(deliveries: Sequence[Delivery]) -> str:
    lines = [
        _("Mål: %(goal)s %(reached)s.") % {"goal": _stopped(goal.text), "reached": goal.get_reached_display()}
        for delivery in deliveries
        for goal in delivery.goals.exclude(reached=Goal.Reached.NOT_YET)
    ]
    return "\n".join(lines)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sessions(report: Report, deliveries: Sequence[Delivery]) -> str:
    """Those that have been held, each with how many came."""
    came = Count("sign_ups", filter=Q(sign_ups__attended_at__isnull=False))
    held = sessions_of(deliveries).filter(begins__date__gte=_since(report), state=EventState.HELD).annotate(came=came)
    words, all_held = _("%(day)s: %(title)s, %(n)d møtte."), list(held)
    named = [
        words % {"day": day(event.day), "title": event.title, "n": event.came} for event in all_held[:MOST_SESSIONS]
    ]
    more = len(all_held) - len(named)
    return "\n".join([*named, _("og %(n)d til.") % {"n": more}] if more > 0 else named)


def _since(report: Report) -> date:
    """The money is used from the beginning of its year; what is held since then is of it, also after New Year."""
    return date(report.round.year, 1, 1)
