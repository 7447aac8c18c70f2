"""Notices, written by acts inside their own transaction: undone with it, and audited as it is.

    notify(
        _("Møtet er avlyst."), address=meeting.get_absolute_url(), about=meeting.pk, county=meeting.county_id,
        to=everyone_at(forum.pk), by=actor.person, at=at,
    )

They stand in Laget, and go out in each person's daily mail. Whoever did it isn't told of it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from laget.base.accounts.models import Person
from laget.base.cycle.calendar_models import Notice, NoticeFor, NoticeRead
from laget.base.cycle.whom import Whom


def notify(
    text: str,
    *,
    address: str,
    about: UUID | int,
    county: UUID,
    to: Iterable[Whom],
    by: Person | None = None,
    at: datetime,
) -> Notice:
    """Tell those whom something concerns that it has happened. `text` is a sentence, of at most 300 letters."""
    notice = Notice.objects.create(county_id=county, text=text, address=address, about=str(about), at=at)
    NoticeFor.objects.bulk_create(
        NoticeFor(notice=notice, party_id=each.party, role=each.role, person_id=each.person)
        for each in dict.fromkeys(to)
    )
    if by is not None:
        NoticeRead.objects.create(notice=notice, person=by, at=at)
    return notice
