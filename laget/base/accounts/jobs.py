"""Every night: sessions that have run out are deleted."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.accounts.sessions import SessionStore


@app.periodic(cron="40 2 * * *")
@app.task(name="clear_sessions", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def clear_sessions(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    SessionStore.clear_expired()
