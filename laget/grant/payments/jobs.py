"""Every night: what has fallen due is to be paid, and the case officers are told so."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.actors.models import County
from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.grant.ledger.models import Award
from laget.grant.payments import actions


@app.periodic(cron="30 4 * * *")
@app.task(name="ask_for_payments", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def ask_for_payments(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again: a task that is open stays as it is."""
    with one_by_one() as for_each:
        for_each(County.objects.filter(pk__in=Award.objects.values("county")), actions.ask_for_payments, at=now())
