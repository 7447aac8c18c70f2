"""Surveys open and close by the calendar, and are counted as soon as they have closed."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.base.cycle.timers import one_by_one
from laget.need.surveys.actions import close_survey, open_survey
from laget.need.surveys.freezing import destroy_keys_left, freeze_survey
from laget.need.surveys.handing_out import remind_before_closing
from laget.need.surveys.models import Survey
from laget.need.surveys.states import State

REMIND_BEFORE = timedelta(days=3)


@app.periodic(cron="*/5 * * * *")
@app.task(name="keep_survey_dates", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def keep_survey_dates(timestamp: int = 0) -> None:  # noqa: ARG001 -- the scheduler says when it was due
    """Open those whose day has come, remind, and close and count those whose last day is over. Safe to do again."""
    at = now()
    today = at.date()
    soon = (today, today + REMIND_BEFORE)
    found = Survey.objects.order_by("closes", "pk")
    destroy_keys_left()
    with one_by_one() as for_each:
        for_each(found.filter(state=State.PLANNED, opens__lte=today, closes__gte=today), open_survey, at=at)
        to_remind = found.filter(state=State.OPEN, opens__lt=today, closes__range=soon, reminded=None)
        for_each(to_remind, remind_before_closing, at=at)
        for_each(found.filter(state=State.OPEN, closes__lt=today), close_survey, at=at)
        for_each(found.filter(state=State.CLOSED), freeze_survey, at=at)
