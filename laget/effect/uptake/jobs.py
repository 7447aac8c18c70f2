"""Every night: count anew, in every county. Once a day, so that nobody sees one person come as they do."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.actors.models import County
from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.effect.uptake.actions import count_county


@app.periodic(cron="40 3 * * *")
@app.task(name="count_uptake", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def count_uptake(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again."""
    with one_by_one() as for_each:
        for_each(County.objects.all(), count_county, at=now())
