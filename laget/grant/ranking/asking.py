"""Who has something left to do before the forum ranks: members have points to give, and networks their own to rank."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.cycle.actions import open_tasks, task_for_round
from laget.base.cycle.models import Round, Task
from laget.base.cycle.queries import forum_of
from laget.grant.ranking.models import Ranking
from laget.grant.ranking.progress import left_in
from laget.grant.ranking.queries import scoring_is_open
from laget.rules.dates import Deadline

STEP = "ranking"
OWN_STEP = "networks_rank"  # a date that the county may have, for when the networks are to be done


def deadline_of(round: Round, *, network: bool) -> Deadline:
    """When the forum is to have ranked; or a network, which may have a day of its own."""
    return round.deadline(OWN_STEP if network and OWN_STEP in round.file.dates else STEP)


def keep_asking(round: Round, *, at: datetime) -> None:
    """Part of every act that changes what someone has left: groups, their applications, points and habilitet."""
    left = left_in(round, day=at.date()) if scoring_is_open(round) else {}
    asked = Task.objects.filter(about=str(round.pk), step=STEP, person__isnull=False, done_at=None)
    asked.exclude(person__in=left).update(done_at=at)
    if new := left.keys() - set(asked.values_list("person", flat=True)):
        open_tasks(_tasks(round, new, at=at))


def ask_networks(round: Round, networks: Collection[UUID], *, at: datetime) -> None:
    """Let the koordinator of each rank its own, where the county has it so. One that has sent its ranking is done."""
    if not round.file.ranking.networks_first:
        return
    done = Ranking.objects.filter(round=round, network__in=networks, sent_at__isnull=False).values("network")
    title, role = gettext_noop("Rangere søknadene fra nettverket"), Role.COORDINATOR
    due = deadline_of(round, network=True).applies
    left = Network.objects.filter(pk__in=networks).exclude(pk__in=done)
    open_tasks(task_for_round(round, STEP, title, party=each.pk, role=role, due=due, at=at) for each in left)


def network_has_ranked(round: Round, network: UUID, *, at: datetime) -> None:
    """But not those who still have points to give in a group."""
    asked = Task.objects.filter(about=str(round.pk), step=STEP, party=network, person=None, done_at=None)
    asked.update(done_at=at)


def _tasks(round: Round, people: Collection[UUID], *, at: datetime) -> list[Task]:
    """In the role that each has in the forum; one who is appointed from elsewhere, in the first they hold there."""
    forum, due = forum_of(round).pk, round.deadline(STEP).applies
    held = HeldRole.objects.at(at.date()).filter(person__in=people, party__county=round.county_id)
    roles = {each.person_id: each for each in sorted(held, key=lambda each: (each.party_id == forum, -each.pk))}
    tasks = []
    for person, each in roles.items():
        title = gettext_noop("Vurdere søknadene")
        task = task_for_round(round, STEP, title, party=each.party_id, role=Role(each.role), due=due, at=at)
        task.person_id = person
        tasks.append(task)
    return tasks
