"""The case as the database has it: every state, what the audit log says, and one hash of it all."""

from collections.abc import Sequence
from functools import cache

from django.db import connection

from laget.config.tests.lives.move import Thing

# Everything with a state. A label is the same whenever the same is done, and so has no id that is drawn or counted on.
_THINGS = """
    SELECT kind, document.id::text, state, subject.sort_key || round.year, ''
      FROM questions_document AS document JOIN actors_party AS subject ON subject.id = subject_id
      JOIN cycle_round AS round ON round.id = round_id
    UNION ALL SELECT 'change', id::text, state, proposed_at::text, '' FROM changes_change
    UNION ALL SELECT 'correction', id::text, state, proposed_at::text, '' FROM corrections_correction
    UNION ALL SELECT 'klage', id::text, state, received_at::text, '' FROM klage_klage
    UNION ALL SELECT 'payments', id::text, state, lpad(number::text, 6, '0'), '' FROM payments_paymentlist
    UNION ALL SELECT 'payment', payment.id::text, payment.state,
      lpad(list.number::text, 6, '0') || payment.line::text, ''
      FROM payments_payment AS payment JOIN payments_paymentlist AS list ON list.id = payment.in_list_id
    UNION ALL SELECT 'meeting', id::text, state, state_since::text || begins::text, '' FROM forum_meeting
    UNION ALL SELECT 'matter', matter.id::text, matter.state, lpad(matter.number::text, 6, '0'), meeting.state
      FROM forum_matter AS matter JOIN forum_meeting AS meeting ON meeting.id = matter.meeting_id
    UNION ALL SELECT 'letter', letter.id::text, delivery, letter.made_at || letter.kind || recipient.sort_key, about
      FROM tilsagn_letter AS letter JOIN actors_party AS recipient ON recipient.id = recipient_id
    UNION ALL SELECT 'survey', id::text, state, title, '' FROM surveys_survey
    UNION ALL SELECT 'listening', listening.id::text, state, listening.first || unit.sort_key, ''
      FROM voices_listening AS listening JOIN actors_party AS unit ON unit.id = unit_id
    UNION ALL SELECT 'award', award.id::text, CASE WHEN known_since IS NULL THEN 'unknown' ELSE 'known' END,
      recipient.sort_key || coalesce(applicant.sort_key, '') || award.name || round.year, ''
      FROM ledger_award AS award JOIN actors_party AS recipient ON recipient.id = award.recipient_id
      JOIN cycle_round AS round ON round.id = award.given_in_id
      LEFT JOIN tiltak_tiltak AS tiltak ON tiltak.id = award.tiltak_id
      LEFT JOIN actors_party AS applicant ON applicant.id = tiltak.applicant_id
    UNION ALL SELECT 'application', id::text, 'taken in', (SELECT title FROM tiltak_tiltak WHERE id = tiltak_id), ''
      FROM ranking_application
    UNION ALL SELECT 'ranking', id::text, 'begun', begun_at::text, '' FROM ranking_ranking
    UNION ALL SELECT 'event', id::text, state, title || begins, '' FROM events_event
    UNION ALL SELECT 'pulje', id::text, state, name, '' FROM delivery_pulje
    UNION ALL SELECT 'development', development.id::text, state, title || begun_at::text || unit.sort_key, ''
      FROM delivery_development AS development JOIN actors_party AS unit ON unit.id = unit_id
    UNION ALL SELECT 'oppfolging', id::text, state,
      offered_at::text || (SELECT sort_key FROM actors_party WHERE id = owner_id), '' FROM oppfolging_oppfolging
    UNION ALL SELECT 'round', id::text, 'open', year::text, '' FROM cycle_round
    ORDER BY 1, 4
"""
_ENTRIES = "SELECT kind, about, act, before, after FROM audit_entry WHERE number > %s AND chain_id = %s ORDER BY number"
_LENGTH = "SELECT length FROM audit_chain WHERE name = %s"

# Tables that no act on a case writes in: the county itself, and who is there.
_STANDING = ("actors_", "accounts_", "account_", "mfa_", "auth_", "django_", "cycle_ruleset", "cycle_stored", "cache")

Entry = tuple[str, str, str, str, str]  # kind, about, act, before, after


def things() -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_THINGS)
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(Thing(*row))
    for kind, those in found.items():
        labels = [each.label for each in those]
        assert len(set(labels)) == len(labels), (kind, [each for each in labels if labels.count(each) > 1])
    return found


def states(seen: dict[str, list[Thing]]) -> dict[tuple[str, str], str]:
    return {(each.kind, each.id): each.state for those in seen.values() for each in those}


def chain_length(chain: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LENGTH, [chain])
        return int(cursor.fetchone()[0])


def entries_after(number: int, chain: str) -> Sequence[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [number, chain])
        return [(kind, about, act, before, after) for kind, about, act, before, after in cursor.fetchall()]


def everything() -> str:
    """One hash for every row that an act on a case could write."""
    with connection.cursor() as cursor:
        cursor.execute(_hash_of_all())
        return str(cursor.fetchone()[0])


@cache
def _hash_of_all() -> str:
    names = [name for name in connection.introspection.table_names() if not name.startswith(_STANDING)]
    each = (
        f"SELECT '{name}' AS name, count(*)::text || coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS rows"
        f' FROM "{name}" AS t'
        for name in names
    )
    return f"SELECT md5(string_agg(name || rows, ',' ORDER BY name)), '' FROM ({' UNION ALL '.join(each)}) AS every"
