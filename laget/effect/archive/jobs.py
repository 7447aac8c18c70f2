"""Every night: what was sent and received is put in the journal, in every county."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.actors.models import County
from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.effect.archive.actions import keep_journal


@app.periodic(cron="20 2 * * *")
@app.task(name="keep_journal", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def keep_journals(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again."""
    with one_by_one() as for_each:
        for_each(County.objects.all(), keep_journal, at=now())
