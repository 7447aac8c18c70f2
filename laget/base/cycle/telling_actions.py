"""Being told: what one chooses, what one has read, and the mail of the day.

The mail is written with what it tells in one transaction, and sent by a job that this deferred.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.audit.record import NATIONAL, By, record
from laget.base.cycle.calendar_models import CalendarEntry, Notice, NoticeRead
from laget.base.cycle.calendar_queries import unread_by
from laget.base.cycle.models import Task
from laget.base.cycle.telling import Due, Found
from laget.base.cycle.telling_models import DAYS_BEFORE, Digest, Told, Wishes
from laget.base.mail import Refused, hand_over, sent_as, words_of

JOB = "send_digest"
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Choice:
    """What someone wants to be told, and when: see Wishes."""

    by_mail: bool
    at: time
    days: Sequence[int]
    notices: bool
    weekends: bool
    language: str


@transaction.atomic
def choose(choice: Choice, *, actor: Actor, at: datetime) -> None:
    """Say when one wants the mail of the day, and of what. A person's own, so it stands in the national chain."""
    days = sorted(set(choice.days) & DAYS_BEFORE.keys(), reverse=True)
    values = {"by_mail": choice.by_mail, "at": choice.at, "days": days}
    values |= {"notices": choice.notices, "weekends": choice.weekends}
    Wishes.objects.update_or_create(person=actor.person, defaults=values)
    Person.objects.filter(pk=actor.person.pk).update(language=choice.language)
    detail = {"by_mail": choice.by_mail, "days": days, "language": choice.language}
    record_own("choose", actor, kind="wishes", about=actor.person.pk, at=at, detail=detail)


def read_notices(notices: QuerySet[Notice], *, actor: Actor, at: datetime) -> int:
    """They are read. Returns how many weren't before."""
    new = [NoticeRead(notice=each, person=actor.person, at=at) for each in unread_by(actor) & notices]
    NoticeRead.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def write_digest(person: UUID, *, found: Found, at: datetime) -> Digest | None:
    """All that someone is to be told today, in one mail. Safe to do again: there is one a day, and nothing twice.

    What was done or called off since it was found is left out, and a mail of nothing isn't sent.
    """
    to = Person.objects.get(pk=person)
    digest, is_new = Digest.objects.get_or_create(person=to, day=timezone.localdate(at), defaults={"written_at": at})
    if not is_new:
        return None
    tasks = Task.objects.filter(pk__in=_keys(found.tasks), done_at=None).select_related("party").order_by("due", "pk")
    entries = CalendarEntry.objects.filter(pk__in=_keys(found.entries), cancelled_at=None)
    notices = Notice.objects.filter(pk__in=found.notices).order_by("at", "pk")
    context = {"person": to, "tasks": list(tasks), "entries": list(entries), "notices": list(notices), "today": at}
    if not (context["tasks"] or context["entries"] or context["notices"]):
        digest.delete()
        return None
    context |= {"settings": reverse("telling:wishes"), "address": settings.ADDRESS}
    digest.subject, digest.body = words_of("cycle/mail_digest.txt", context, language=to.language)
    digest.save(update_fields=["subject", "body"])
    told = [Told(digest=digest, person=to, notice_id=pk) for pk in found.notices]
    told += [Told(digest=digest, person=to, task_id=e.thing, on=e.on, before=e.before) for e in found.tasks]
    told += [Told(digest=digest, person=to, entry_id=e.thing, on=e.on, before=e.before) for e in found.entries]
    Told.objects.bulk_create(told, ignore_conflicts=True)
    app.configure_task(JOB).defer(digest=digest.pk)
    return digest


@transaction.atomic
def send_digest(pk: int, *, at: datetime) -> None:
    """Hand it to the mail server, if that hasn't been done. Raises TryAgain.

    Should the mail server take it, and we not live to say so, it is sent again with the same Message-ID.
    """
    digest = Digest.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if digest.sent_at or not digest.body:
        return
    try:
        hand_over(EmailMessage(digest.subject, digest.body, to=[digest.person.email], headers=sent_as(digest.name)))
        digest.sent_at = at
    except Refused as problem:
        digest.problem = str(problem)
    digest.body = ""
    digest.save(update_fields=["sent_at", "problem", "body"])


@transaction.atomic
def forget_digests(*, at: datetime) -> None:
    """Nothing that was told so long ago could be told again."""
    Digest.objects.filter(written_at__lt=at - KEPT).delete()


def _keys(found: list[Due]) -> list[Any]:
    return [each.thing for each in found]


def record_own(act: str, actor: Actor, *, kind: str, about: object, at: datetime, detail: Mapping[str, Any]) -> None:
    """What someone does with what is their own, in no county's name."""
    by = By(str(actor.person.pk), actor.person.name, "")
    record(act, chain=NATIONAL, kind=kind, about=about, by=by, at=at, detail=detail)
