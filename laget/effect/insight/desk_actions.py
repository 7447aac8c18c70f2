"""Reminding those who are late in a network."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network
from laget.base.audit.record import record
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import Sentence, told
from laget.base.cycle.whom import Whom
from laget.effect.insight.desk import desks_of, is_late, parties_in, reminded_today, tasks_of


@transaction.atomic
def remind_late(network: Network, *, actor: Actor, at: datetime) -> int:
    """Remind each role at a party once of all that is late there, and not again the same day. Gives how many.

    It is a notice: it stands in Laget, and goes out in the one mail of the day.
    """
    if not actor.holds(Role.COORDINATOR, at=network.pk):
        raise PermissionDenied
    locked = desks_of(actor).select_for_update(of=("self",)).get(pk=network.pk)
    county = County.objects.get(parties=locked.pk)
    reminded = reminded_today(locked, at=at)
    late: dict[tuple[UUID, str], list[Task]] = defaultdict(list)
    for task in tasks_of(locked, parties=parties_in(locked, day=actor.day)):
        if is_late(task, actor.day) and (task.party_id, task.role) not in reminded:
            late[task.party_id, task.role].append(task)
    for titles, whom in _alike(late).items():
        notify(_reminder(locked, titles), address=reverse("insight:tasks"), about=locked.pk, county=county.pk,
               to=whom, by=actor.person, at=at)  # fmt: skip
    if late:
        detail = {"reminded": len(late)}
        record("remind", chain=county.code, kind="network", about=locked.pk,
               by=actor.by(locked.pk), at=at, detail=detail)  # fmt: skip
    return len(late)


def _alike(late: dict[tuple[UUID, str], list[Task]]) -> dict[tuple[str, ...], list[Whom]]:
    """Those who are late with the same are told in the same words."""
    found: dict[tuple[str, ...], list[Whom]] = defaultdict(list)
    for (party, role), tasks in late.items():
        found[tuple(dict.fromkeys(task.title for task in tasks))].append(Whom(party, role))
    return found


def _reminder(network: Network, titles: Sequence[str]) -> Sentence:
    tasks = [told("«%(task)s»", task=told(title)) for title in titles]
    return told("%(network)s minner om det som skulle vært gjort: %(tasks)s.", network=network.name, tasks=tasks)
