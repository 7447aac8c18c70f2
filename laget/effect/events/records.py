"""What every act on an event has in common: the audit entry."""

from datetime import datetime

from laget.base.audit.record import By, record
from laget.effect.events.models import Event


def record_event(event: Event, act: str, *, by: By, at: datetime, before: str = "", **detail: object) -> None:
    """The audit entry. Call it last in the transaction. Names no participant."""
    chain = event.county.code
    record(
        act, chain=chain, kind="event", about=event.pk, by=by, at=at, before=before, after=event.state, detail=detail
    )
