"""Every night: what has been kept as long as was promised is deleted, and older keys are put out of use."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.need.voices.actions import delete_voices, reseal_voices
from laget.need.voices.models import Listening, Voice
from laget.need.voices.sealing import current_key


@app.periodic(cron="20 2 * * *")
@app.task(name="keep_voice_promises", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def keep_voice_promises(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Safe to do again. Deletion first, since it needs no key."""
    at = now()
    found = Listening.objects.order_by("delete_on", "pk")
    with one_by_one() as for_each:
        for_each(found.filter(delete_on__lte=at.date(), deleted_at=None), delete_voices, at=at)
        older = Voice.objects.exclude(key=current_key()).values("listening")
        for_each(found.filter(pk__in=older), reseal_voices, at=at)
