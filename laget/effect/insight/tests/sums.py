"""The sums that a picture shows, written anew as plain SQL, so that a fault in the code isn't one here too."""

from typing import Any
from uuid import UUID

from django.db import connection

GRANTED, CAME_IN = ("granted", "supplement"), ("granted", "supplement", "carried_in", "moved_in")
# By how wide a picture is: the awards that belong to it.
_NEEDED = """SELECT n.tiltak_id FROM tiltak_tiltak_needs n
    JOIN questions_version v ON v.id = n.version_id JOIN questions_document d ON d.id = v.document_id"""
AWARDS = {
    "county": "a.county_id = %(party)s",
    "network": """(a.recipient_id = %(party)s
        OR a.tiltak_id IN (SELECT id FROM tiltak_tiltak WHERE network_id = %(party)s))""",
    "owner": f"""(a.recipient_id = %(party)s
        OR a.tiltak_id IN (SELECT id FROM tiltak_tiltak WHERE applicant_id = %(party)s)
        OR a.tiltak_id IN ({_NEEDED} WHERE d.party_id = %(party)s))""",
    "partner": "a.recipient_id = %(party)s",
    "unit": f"""(a.recipient_id = %(party)s OR a.tiltak_id IN ({_NEEDED}
        JOIN questions_version_rests_on r ON r.from_version_id = v.id
        JOIN questions_version below ON below.id = r.to_version_id
        JOIN questions_document assessed ON assessed.id = below.document_id
        WHERE assessed.subject_id = %(party)s))""",
}
_ITS_NETWORKS = "network_id IN (SELECT network_id FROM actors_partnership WHERE partner_id = %(party)s)"
SENT = {
    ("partner", "assessment"): _ITS_NETWORKS,
    ("partner", "behovsmelding"): _ITS_NETWORKS,
    ("county", "assessment"): "county_id = %(party)s",
    ("county", "behovsmelding"): "county_id = %(party)s",
    ("network", "assessment"): "network_id = %(party)s",
    ("network", "behovsmelding"): "network_id = %(party)s",
    ("owner", "assessment"): "owner_id = %(party)s",
    ("owner", "behovsmelding"): "party_id = %(party)s",
    ("unit", "assessment"): "party_id = %(party)s",
    ("unit", "behovsmelding"): "party_id = %(party)s",
}


def one(sql: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0] or 0)


def booked(span: str, party: UUID, year: int, what: str) -> int:
    """What is asked for of the entries of its awards that are known: a sum or a count."""
    return one(
        f"""SELECT {what} FROM ledger_entry e JOIN ledger_award a ON a.id = e.award_id
            WHERE e.known_since IS NOT NULL AND e.year = %(year)s AND {AWARDS[span]}""",
        party=party,
        year=year,
        granted=list(GRANTED),
        came_in=list(CAME_IN),
    )


WHAT = {
    "granted": "sum(e.amount) FILTER (WHERE e.kind = ANY(%(granted)s))",
    "used": "sum(e.amount) FILTER (WHERE e.kind = 'used')",
    "paid": """coalesce(sum(e.amount) FILTER (WHERE e.kind = 'paid'), 0)
        - coalesce(sum(e.amount) FILTER (WHERE e.kind = 'bounced'), 0)
        + coalesce(sum(e.in_hand) FILTER (WHERE e.kind IN ('carried_in', 'moved_in', 'restored')), 0)
        - coalesce(sum(e.in_hand) FILTER (WHERE e.kind IN ('carried_out', 'moved_out', 'returned')), 0)""",
    "tiltak": "count(DISTINCT a.tiltak_id) FILTER (WHERE e.kind = ANY(%(came_in)s))",
    "recipients": "count(DISTINCT a.recipient_id) FILTER (WHERE e.kind = ANY(%(came_in)s))",
    "unused": """sum(CASE WHEN e.kind = ANY(%(came_in)s) THEN e.amount WHEN e.kind = 'used' THEN -e.amount END)
        FILTER (WHERE EXISTS (SELECT 1 FROM ledger_entry u
            WHERE u.award_id = e.award_id AND u.year = e.year AND u.kind = 'used'))""",
}


def money(span: str, party: UUID, year: int) -> dict[str, int]:
    return {name: booked(span, party, year, what) for name, what in WHAT.items()}


def sent(span: str, party: UUID, year: int, kind: str) -> int:
    return one(
        f"""SELECT count(*) FROM questions_document d JOIN cycle_round r ON r.id = d.round_id
            WHERE d.kind = %(kind)s AND r.year = %(year)s AND d.{SENT[span, kind]}
            AND EXISTS (SELECT 1 FROM questions_version v JOIN questions_sending s ON s.version_id = v.id
                        WHERE v.document_id = d.id)""",
        kind=kind,
        year=year,
        party=party,
    )


def came(parties: list[UUID], year: int) -> int:
    return one(
        """SELECT count(*) FROM events_signup s JOIN events_event e ON e.id = s.event_id
           WHERE s.attended_at IS NOT NULL AND s.party_id = ANY(%(parties)s)
           AND extract(year FROM e.begins AT TIME ZONE 'Europe/Oslo') = %(year)s""",
        parties=parties,
        year=year,
    )
