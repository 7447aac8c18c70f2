"""Notices, written by acts inside their own transaction: undone with it, and audited as it is.

    notify(
        told("%(meeting)s er avlyst.", meeting=meeting.title), address=meeting.get_absolute_url(), about=meeting.pk,
        county=meeting.county_id, to=everyone_at(forum.pk), by=actor.person, at=at,
    )

They stand in Laget, and go out in each person's daily mail, in the language that each has chosen. Whoever did it isn't
told of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from laget.base.accounts.models import Person
from laget.base.cycle.calendar_models import Notice, NoticeFor, NoticeRead
from laget.base.cycle.sentences import Sentence
from laget.base.cycle.whom import Whom


@dataclass(frozen=True, slots=True)
class News:
    """What is told: that something has happened, to those whom it concerns."""

    what: Sentence
    address: str
    about: UUID | int
    to: Iterable[Whom]


def notify(
    what: Sentence,
    *,
    address: str,
    about: UUID | int,
    county: UUID,
    to: Iterable[Whom],
    by: Person | None = None,
    at: datetime,
) -> Notice:
    """Tell one thing."""
    (notice,) = notify_each([News(what, address, about, to)], county=county, by=by, at=at)
    return notice


def notify_each(news: Iterable[News], *, county: UUID, by: Person | None = None, at: datetime) -> list[Notice]:
    """Tell each their own, when one act has something to tell each of many. As many queries, however many they are."""
    news = list(news)
    made = Notice.objects.bulk_create(
        Notice(
            county_id=county,
            text=each.what.words,
            values=each.what.values,
            address=each.address,
            about=str(each.about),
            at=at,
        )
        for each in news
    )
    NoticeFor.objects.bulk_create(
        NoticeFor(notice=notice, party_id=whom.party, role=whom.role, person_id=whom.person)
        for notice, each in zip(made, news, strict=True)
        for whom in dict.fromkeys(each.to)
    )
    if by is not None:
        NoticeRead.objects.bulk_create(NoticeRead(notice=notice, person=by, at=at) for notice in made)
    return made
