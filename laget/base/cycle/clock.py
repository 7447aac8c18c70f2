"""The clock: the one place that says what time it is. Everything else is told."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from laget.base.cycle.models import DemoDay


def now() -> datetime:
    """The time, in Norway. In the demo the day may be another one, but the hour is real."""
    real = timezone.localtime()
    if not settings.PICK_PERSON:
        return real
    day = DemoDay.objects.values_list("day", flat=True).first()
    return real if day is None else datetime.combine(day, real.timetz())
