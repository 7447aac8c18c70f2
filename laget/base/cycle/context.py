from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from django.http import HttpRequest

from laget.base.accounts.actor import Actor
from laget.base.prepared import ask

COUNTED = timedelta(days=60)  # older ones stand in the list, but nobody is reminded of them


def unread(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """How many notices one hasn't read, for the head of the page. One query, and none where the head isn't shown."""

    @cache
    def count() -> int:
        actor = getattr(request, "actor", None)
        return count_unread(actor, getattr(request, "now", None)) if actor else 0

    return {"unread": count}


def count_unread(actor: Actor, now: Any) -> int:
    values = {
        "person": actor.person.pk,
        "held": [holding.party for holding in actor.holdings],
        "roles": [holding.role.value for holding in actor.holdings],
        "places": list(actor.parties | actor.networks | actor.counties),
        "since": now - COUNTED,
    }
    return int(ask(_UNREAD, values).fetchone()[0])


# Asked for by every page, so it is written out: what it says is whom.concerns and calendar_queries.unread_by.
_UNREAD = """
    SELECT count(DISTINCT notice.id)
    FROM cycle_notice AS notice JOIN cycle_noticefor AS whom ON whom.notice_id = notice.id
    WHERE notice.at >= %(since)s
        AND (
            whom.person_id = %(person)s
            OR whom.party_id = ANY(%(places)s) AND (
                whom.role = ''
                OR (whom.party_id, whom.role) IN (SELECT * FROM unnest(%(held)s::uuid[], %(roles)s::text[]))
            )
        )
        AND NOT EXISTS (
            SELECT FROM cycle_noticeread AS reading
            WHERE reading.notice_id = notice.id AND reading.person_id = %(person)s
        )
"""
