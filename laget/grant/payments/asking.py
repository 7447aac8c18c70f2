"""Whether something waits for the case officers to pay it: they have the task while it does."""

from datetime import datetime

from django.utils.timezone import localdate

from laget.base.actors.models import County
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.grant.payments.queries import payable_in
from laget.grant.tilsagn.tasks import to_pay


def keep_asking(county: County, *, at: datetime) -> None:
    """Part of every act that changes what may be paid; and each night, since parts fall due by themselves."""
    task = to_pay(county, at=at)
    if any(each.waits_for_us for each in payable_in(county.pk, day=localdate(at))):
        open_tasks([task])
    else:
        close_tasks(about=county.pk, step=task.step, at=at)
