"""What a plan says must be done by a day, as ordinary tasks: its own tasks, and agreements to decide on."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import uuid5

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from laget.base.accounts.roles import Role
from laget.base.actors.models import Party
from laget.base.cycle.actions import open_tasks
from laget.base.cycle.models import Task
from laget.base.questions.tasks import task_about
from laget.need.plans.models import Adoption, Plan, Progress
from laget.need.plans.reading import Content
from laget.need.plans.states import ENDED, Status
from laget.need.plans.steering_queries import anchor_of, content_of, history_of, standing

AHEAD = timedelta(days=14)
STEP = "plan_due"
RENEWAL = gettext_noop("Ta stilling til om avtalen skal fornyes")


def settle_due(plan: Plan, *, at: datetime) -> None:
    """Open those that fall due within two weeks, and close those that are done, moved, or no longer in the plan.

    A plan that next year's has taken over from asks for nothing. Safe to do again.
    """
    wanted = {task.about: task for task in _tasks_of(plan, at=at)}
    page = reverse("plan:steering", args=[plan.pk])
    left = Task.objects.filter(party=plan.party_id, step=STEP, done_at=None, address__startswith=page)
    gone = [each.pk for each in left if each.about not in wanted or wanted[each.about].due != each.due]
    Task.objects.filter(pk__in=gone).update(done_at=at)
    open_tasks(wanted.values())


def role_of(party: Party) -> Role:
    """Who has it to do, of those whose plan it is."""
    if hasattr(party, "network"):
        return Role.COORDINATOR
    return Role.FORUM_SECRETARY if hasattr(party, "forum") else Role.OWNER


def _tasks_of(plan: Plan, *, at: datetime) -> Iterator[Task]:
    version = standing(plan)
    if version is None or _is_taken_over(plan):
        return
    history = history_of(plan)
    for key, title, subject, due in _dated(content_of(plan, version)):
        if due <= localdate(at) + AHEAD and not _has_ended(history, key):
            task = task_about(plan, title[:200], party=plan.party_id, role=role_of(plan.party), due=due, at=at)
            task.subject = subject[:200] or task.subject
            task.step, task.about = STEP, str(uuid5(plan.pk, key))  # each of them may be open at once
            task.address = f"{reverse('plan:steering', args=[plan.pk])}#{anchor_of(key)}"
            yield task


def _dated(content: Content) -> Iterator[tuple[str, str, str, date]]:
    """The key of each in the plan, what is to be done, what about, and by when."""
    for each in content.tasks:
        if each.on:
            yield f"tasks.{each.id}", each.title, "", each.on
    for agreement in content.agreements:
        if agreement.notice:
            yield f"agreements.{agreement.id}", RENEWAL, agreement.title, agreement.notice


def _is_taken_over(plan: Plan) -> bool:
    return Adoption.objects.filter(version__document__plan__rolled_from__document=plan.pk).exists()


def _has_ended(history: Mapping[str, list[Progress]], key: str) -> bool:
    return key in history and Status(history[key][0].status) in ENDED
