"""Who is to be told what now. One query for each kind of thing, however many people and things there are.

A thing is told on the days before it that each has chosen, and a notice once; see rules/telling.py. Only those are
found whose hour of the day has come, and who have had no mail that day.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from laget.base.accounts.actor import HOLDINGS_OF
from laget.base.cycle.telling_models import MORNING, usual_days
from laget.rules.telling import AHEAD, BEHIND, due

KEPT = timedelta(days=14)  # how long a notice waits to be told by mail


@dataclass(frozen=True, slots=True)
class Due:
    """A thing that is so many days away: which, when it is, and which of the chosen days it is told for."""

    thing: Any  # the key of a task or of a calendar entry
    on: date
    before: int


@dataclass
class Found:
    """What one person is to be told."""

    tasks: list[Due] = field(default_factory=list)
    entries: list[Due] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)


def to_tell(at: datetime) -> dict[UUID, Found]:
    """By person, those for whom there is something."""
    found: defaultdict[UUID, Found] = defaultdict(Found)
    day = timezone.localdate(at)
    for person, each in _due(_ask(_TASKS, at), day=day):
        found[person].tasks.append(each)
    for person, each in _due(_ask(_ENTRIES, at), day=day):
        found[person].entries.append(each)
    for person, notice in _ask(_NOTICES, at):
        found[person].notices.append(notice)
    return dict(found)


def _due(rows: Iterable[Sequence[Any]], *, day: date) -> Iterable[tuple[UUID, Due]]:
    for person, wanted, thing, on, told in rows:
        before = due(on, usual_days() if wanted is None else json.loads(wanted), told or (), day=day)
        if before is not None:
            yield person, Due(thing, on, before)


def _ask(sql: str, at: datetime) -> list[Any]:
    local = timezone.localtime(at)
    values: dict[str, Any] = {
        "day": local.date(),
        "time": local.time(),
        "weekend": local.weekday() >= 5,
        "morning": MORNING,
        "from": local.date() - timedelta(days=BEHIND),
        "to": local.date() + timedelta(days=AHEAD),
        "kept": at - KEPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _addressed(table: str, of: str) -> str:
    """Whom the rows of a ForWhom name today, as (thing, person)."""
    return f"""(
        SELECT whom.{of} AS thing, held.person_id FROM {table} AS whom
        JOIN accounts_heldrole AS held ON held.party_id = whom.party_id AND whom.role IN ('', held.role)
            AND held.valid_from <= %(day)s AND (held.valid_to >= %(day)s OR held.valid_to IS NULL)
        UNION
        SELECT whom.{of}, whom.person_id FROM {table} AS whom WHERE whom.person_id IS NOT NULL
        UNION
        SELECT whom.{of}, held.person_id FROM {HOLDINGS_OF}
        JOIN unnest(ARRAY[network.id, network.county_id, party.county_id]) AS place ON TRUE
        JOIN {table} AS whom ON whom.party_id = place AND whom.role = '' AND whom.person_id IS NULL
    ) AS addressed"""  # noqa: S608 -- ours alone


_READY = """(
    SELECT person.id, wishes.days, coalesce(wishes.notices, TRUE) AS notices
    FROM accounts_person AS person LEFT JOIN cycle_wishes AS wishes ON wishes.person_id = person.id
    WHERE person.is_active AND coalesce(wishes.by_mail, TRUE) AND coalesce(wishes.at, %(morning)s) <= %(time)s
        AND (NOT %(weekend)s OR coalesce(wishes.weekends, FALSE))
        AND NOT EXISTS (SELECT FROM cycle_digest AS digest WHERE digest.person_id = person.id AND digest.day = %(day)s)
) AS ready"""
_TASKS = f"""
    SELECT ready.id, ready.days, task.id, task.due, array_remove(array_agg(told.before), NULL)
    FROM cycle_task AS task
    JOIN accounts_heldrole AS held ON held.party_id = task.party_id AND held.role = task.role
        AND coalesce(task.person_id, held.person_id) = held.person_id
        AND held.valid_from <= %(day)s AND (held.valid_to >= %(day)s OR held.valid_to IS NULL)
    JOIN {_READY} ON ready.id = held.person_id
    LEFT JOIN cycle_told AS told ON told.person_id = ready.id AND told.task_id = task.id AND told."on" = task.due
    WHERE task.done_at IS NULL AND task.due BETWEEN %(from)s AND %(to)s
    GROUP BY ready.id, ready.days, task.id ORDER BY task.due, task.id
"""  # noqa: S608 -- ours alone
_ENTRIES = f"""
    SELECT ready.id, ready.days, entry.id, entry.first, array_remove(array_agg(told.before), NULL)
    FROM cycle_calendarentry AS entry
    JOIN {_addressed("cycle_calendarfor", "entry_id")} ON addressed.thing = entry.id
    JOIN {_READY} ON ready.id = addressed.person_id
    LEFT JOIN cycle_told AS told ON told.person_id = ready.id AND told.entry_id = entry.id AND told."on" = entry.first
    WHERE entry.cancelled_at IS NULL AND entry.first BETWEEN %(day)s AND %(to)s
    GROUP BY ready.id, ready.days, entry.id ORDER BY entry.first, entry.begins, entry.id
"""  # noqa: S608 -- ours alone
_NOTICES = f"""
    SELECT DISTINCT ready.id, notice.id
    FROM cycle_notice AS notice
    JOIN {_addressed("cycle_noticefor", "notice_id")} ON addressed.thing = notice.id
    JOIN {_READY} ON ready.id = addressed.person_id
    LEFT JOIN cycle_noticeread AS reading ON reading.person_id = ready.id AND reading.notice_id = notice.id
    LEFT JOIN cycle_told AS told ON told.person_id = ready.id AND told.notice_id = notice.id
    WHERE notice.at >= %(kept)s AND ready.notices AND reading.id IS NULL AND told.id IS NULL
    ORDER BY notice.id
"""  # noqa: S608 -- ours alone
