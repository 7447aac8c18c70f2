"""Surveys open and close by the calendar, and are counted as soon as they have closed."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.base.cycle.clock import now
from laget.need.surveys.actions import close_survey, open_survey
from laget.need.surveys.freezing import freeze_survey
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
    for survey in Survey.objects.filter(state=State.PLANNED, opens__lte=today, closes__gte=today):
        open_survey(survey.pk, at=at)
    for survey in Survey.objects.filter(
        state=State.OPEN, opens__lt=today, closes__range=(today, today + REMIND_BEFORE), reminded=None
    ):
        remind_before_closing(survey.pk, at=at)
    for survey in Survey.objects.filter(state=State.OPEN, closes__lt=today):
        close_survey(survey.pk, at=at)
    for survey in Survey.objects.filter(state=State.CLOSED):
        freeze_survey(survey.pk, at=at)
