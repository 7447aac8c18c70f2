"""What every act of delivery has in common: the audit entry."""

from datetime import datetime

from laget.base.audit.record import By, record
from laget.effect.delivery.models import Delivery, Development, Pulje


def record_delivery(delivery: Delivery, act: str, *, by: By, at: datetime, before: str = "", **detail: object) -> None:
    """The audit entry. Call it last in the transaction."""
    _record("delivery", delivery, act, by=by, at=at, before=before or delivery.status, after=delivery.status, **detail)


def record_pulje(pulje: Pulje, act: str, *, by: By, at: datetime, before: str = "", **detail: object) -> None:
    _record("pulje", pulje, act, by=by, at=at, before=before or pulje.state, after=pulje.state, **detail)


def record_development(
    development: Development, act: str, *, by: By, at: datetime, before: str = "", **detail: object
) -> None:
    after = development.state
    _record("development", development, act, by=by, at=at, before=before or after, after=after, **detail)


def _record(
    kind: str,
    about: Delivery | Pulje | Development,
    act: str,
    *,
    by: By,
    at: datetime,
    before: str,
    after: str,
    **detail: object,
) -> None:
    chain = about.county.code
    record(act, chain=chain, kind=kind, about=about.pk, by=by, at=at, before=before, after=after, detail=detail)
