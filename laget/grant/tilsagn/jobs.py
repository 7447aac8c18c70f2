"""The worker's jobs with letters."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.grant.tilsagn.outbox import JOB, MOST_ATTEMPTS, PAUSE, deliver


@app.task(name=JOB, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=PAUSE))
def send_letter(letter: int, leaves: int = 0) -> None:
    """Each letter goes out once, however often the job is tried."""
    if problem := deliver(letter, at=now(), leaves=leaves):
        raise problem  # so that it is tried again, a little later each time
