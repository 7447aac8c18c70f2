"""Every hour: remind those who have signed up, and delete names that have been kept long enough."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.effect.events import keeping
from laget.effect.events.models import Event


@app.periodic(cron="10 * * * *")
@app.task(name="keep_event_dates", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def keep_event_dates(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again."""
    at = now()
    with one_by_one() as for_each:
        for_each(keeping.to_remind(at), keeping.remind, at=at)
        for_each(Event.objects.filter(pk__in=keeping.to_forget(at.date())), keeping.forget_names, at=at)
