"""Every night: reports that have not come are asked for again, by the county's own days."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.effect.reports.reminding import remind, to_remind


@app.periodic(cron="50 4 * * *")
@app.task(name="remind_of_reports", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def remind_of_reports(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again: each reminder is sent once."""
    at = now()
    with one_by_one() as for_each:
        for_each(to_remind(at), remind, at=at)
