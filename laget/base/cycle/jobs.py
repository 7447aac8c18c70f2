"""What the worker does by the clock: the mail of the day, and jobs that were left when a worker died."""

from functools import partial
from typing import Any
from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from laget.base.accounts.models import Person
from laget.base.cycle import telling_actions
from laget.base.cycle.clock import now
from laget.base.cycle.telling import Found, to_tell
from laget.base.cycle.timers import one_by_one
from laget.base.mail import FOR_DAYS


@app.periodic(cron="*/5 * * * *")
@app.task(name="write_digests", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def write_digests(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """For those whose hour has come. Safe to do again: one that is written is not found."""
    at = now()
    found = to_tell(at)
    with one_by_one() as for_each:
        for_each(Person.objects.filter(pk__in=found), partial(_write, found), at=at)


def _write(found: dict[UUID, Found], pk: UUID, *, at: Any) -> None:
    telling_actions.write_digest(pk, found=found[pk], at=at)


@app.task(name=telling_actions.JOB, retry=FOR_DAYS)
def send_digest(digest: int) -> None:
    telling_actions.send_digest(digest, at=now())


@app.periodic(cron="30 2 * * *")
@app.task(name="forget_digests", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def forget_digests(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    telling_actions.forget_digests(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="take_up_again", queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when
    """Jobs that a worker had begun when it was killed, so that they are done by another. Each is safe to do twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.task_name != context.job.task_name:
            await manager.retry_job(job)
        else:  # this one has taken its place
            await manager.finish_job(job, Status.FAILED, delete_job=True)
