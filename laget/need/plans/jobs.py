"""Every night: what adopted plans say must be done soon becomes tasks."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.need.plans.models import Plan
from laget.need.plans.steering_actions import look_at_due


@app.periodic(cron="40 4 * * *")
@app.task(name="look_at_plans", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def look_at_plans(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again: a task that is open stays as it is."""
    at = now()
    with one_by_one() as for_each:
        for_each(Plan.objects.filter(versions__adoption__isnull=False).distinct(), look_at_due, at=at)
