"""What is found of each kind, by which words, and where it belongs: the SQL of the views."""

from collections.abc import Mapping
from dataclasses import dataclass

from laget.effect.search.kinds import DOCUMENTS, Kind

LONGEST = 100_000  # characters: PostgreSQL looks up no more than a megabyte of one thing


@dataclass(frozen=True, slots=True)
class Source:
    """What the view selects of one kind, and the tables that change it, each with SQL for which of them, from ROW."""

    select: str
    follows: Mapping[str, str]


def _said(*columns: str) -> str:
    """One after the other, without those that say nothing."""
    said = ", ".join(f"nullif({column}, '')" for column in columns)
    return f"concat_ws(E'\\n', {said})"


def _joined(text: str, of: str) -> str:
    return f"(SELECT string_agg({text}, E'\\n' ORDER BY each.id) FROM {of})"


_YEAR = "extract(year FROM {} AT TIME ZONE 'Europe/Oslo')::int"
# The columns: about, kind, key, county_id, year, ordning_id, network_id, owner_id, title, words, at.
# Plans are on several forms, and one kind here.
_KIND = "split_part(d.kind, '_', 1)"
_DOCUMENT = f"""
    SELECT d.id, {_KIND}, d.id::text, d.county_id, r.year::int, r.ordning_id, d.network_id,
        coalesce(d.owner_id, d.subject_id), concat(f.form->>'title', ', ', p.name),
        search_said(f.form, last.content), last.at
    FROM questions_document d
    JOIN LATERAL (
        SELECT sent.at, version.content FROM questions_version version
        JOIN questions_sending sent ON sent.version_id = version.id
        WHERE version.document_id = d.id ORDER BY version.number DESC LIMIT 1
    ) AS last ON true
    JOIN cycle_round r ON r.id = d.round_id
    JOIN LATERAL (
        SELECT text::jsonb AS form FROM cycle_storedform WHERE sha256 = last.content->>'form' OFFSET 0 -- read it once
    ) AS f ON true
    JOIN actors_party p ON p.id = d.subject_id
    WHERE {_KIND} IN ({", ".join(f"'{kind.value}'" for kind in DOCUMENTS)})"""
SOURCES: Mapping[str, Source] = {
    "document": Source(
        _DOCUMENT,
        {"questions_sending": "(SELECT document_id FROM questions_version WHERE id = ROW.version_id)"},
    ),
    Kind.MATTER: Source(
        f"""
        SELECT m.id, 'matter', m.id::text, g.county_id, r.year::int, r.ordning_id, d.network_id, d.subject_id, m.title,
            {_said("m.background", "m.conclusion")}, g.begins
        FROM forum_matter m JOIN forum_meeting g ON g.id = m.meeting_id JOIN cycle_round r ON r.id = g.round_id
        LEFT JOIN questions_document d ON d.id = m.document_id""",
        {
            "forum_matter": "ROW.id",
            "forum_meeting": "(SELECT array_agg(id) FROM forum_matter WHERE meeting_id = ROW.id)",
        },
    ),
    Kind.DELIVERY: Source(
        f"""
        SELECT d.id, 'delivery', d.id::text, d.county_id, r.year::int, r.ordning_id, d.network_id, d.party_id, d.title,
            {_said("p.name", "d.responsible", "d.other_partners", "d.changed", "d.evidence", "d.deviations")}
            || coalesce(E'\\n' || {_joined("each.text", "delivery_goal each WHERE each.delivery_id = d.id")}, ''),
            d.started_at
        FROM delivery_delivery d JOIN cycle_round r ON r.id = d.round_id JOIN actors_party p ON p.id = d.party_id""",
        {"delivery_delivery": "ROW.id", "delivery_goal": "ROW.delivery_id"},
    ),
    Kind.PULJE: Source(
        f"""
        SELECT u.id, 'pulje', u.id::text, u.county_id, extract(year FROM u.begins_on)::int, NULL::bigint, NULL::uuid,
            NULL::uuid, concat(u.template->>'title', ', ', u.name), {_said("u.reason")},
            u.begins_on::timestamp AT TIME ZONE 'Europe/Oslo'
        FROM delivery_pulje u""",
        {"delivery_pulje": "ROW.id"},
    ),
    Kind.DEVELOPMENT: Source(
        f"""
        SELECT u.id, 'development', u.id::text, u.county_id, {_YEAR.format("u.begun_at")}, NULL::bigint, NULL::uuid,
            u.unit_id, u.title,
            concat(p.name, E'\\n' || {_joined("each.text", "delivery_note each WHERE each.development_id = u.id")}),
            u.begun_at
        FROM delivery_development u JOIN actors_party p ON p.id = u.unit_id""",
        {"delivery_development": "ROW.id", "delivery_note": "ROW.development_id"},
    ),
    Kind.OPPFOLGING: Source(
        f"""
        SELECT o.id, 'oppfolging', o.id::text, o.county_id, extract(year FROM o.begins_on)::int, NULL::bigint,
            NULL::uuid, o.owner_id, p.name,
            {_said("o.why", "o.answer", "o.guides", "o.reason")} || coalesce(E'\\n' || (
                SELECT string_agg(each.text, E'\\n' ORDER BY each.place)
                FROM oppfolging_milestone each WHERE each.oppfolging_id = o.id), ''),
            o.offered_at
        FROM oppfolging_oppfolging o JOIN actors_party p ON p.id = o.owner_id""",
        {"oppfolging_oppfolging": "ROW.id", "oppfolging_milestone": "ROW.oppfolging_id"},
    ),
    Kind.EVENT: Source(
        f"""
        SELECT e.id, 'event', e.id::text, e.county_id, {_YEAR.format("e.begins")}, NULL::bigint, e.organiser_id,
            e.organiser_id, e.title, {_said("p.name", "e.place", "e.about")}, e.begins
        FROM events_event e JOIN actors_party p ON p.id = e.organiser_id""",
        {"events_event": "ROW.id"},
    ),
    Kind.CATALOGUE: Source(
        f"""
        SELECT e.id, 'catalogue', e.id::text, e.county_id, NULL::int, NULL::bigint, NULL::uuid, NULL::uuid, e.title,
            {_said("e.provider", "e.about")}, '2000-01-01'::timestamptz
        FROM catalogue_entry e""",
        {"catalogue_entry": "ROW.id"},
    ),
    Kind.SURVEY: Source(
        f"""
        SELECT s.id, 'survey', s.id::text, s.county_id, extract(year FROM s.opens)::int, NULL::bigint, s.party_id,
            s.party_id, s.title, {_said("p.name", "s.purpose")}, s.opens::timestamp AT TIME ZONE 'Europe/Oslo'
        FROM surveys_survey s JOIN actors_party p ON p.id = s.party_id""",
        {"surveys_survey": "ROW.id"},
    ),
    Kind.GROUP: Source(
        f"""
        SELECT g.id, 'group', g.id::text, g.county_id, NULL::int, NULL::bigint, g.home_id, g.home_id, g.name,
            {_said("p.name", "g.mandate", "g.goals")}
            || coalesce(E'\\n' || {_joined("each.text", "groups_activity each WHERE each.group_id = g.id")}, ''),
            g.made_at
        FROM groups_group g JOIN actors_party p ON p.id = g.home_id""",
        {"groups_group": "ROW.id", "groups_activity": "ROW.group_id"},
    ),
    Kind.MEETING: Source(
        f"""
        SELECT m.id, 'meeting', m.id::text, g.county_id, {_YEAR.format("m.begins")}, NULL::bigint, g.home_id, g.home_id,
            m.title, {_said("g.name", "m.place", "m.agenda", "m.notes")}
            || coalesce(E'\\n' || {_joined("each.text", "groups_followup each WHERE each.meeting_id = m.id")}, ''),
            m.begins
        FROM groups_groupmeeting m JOIN groups_group g ON g.id = m.group_id""",
        {
            "groups_groupmeeting": "ROW.id",
            "groups_followup": "ROW.meeting_id",
            "groups_group": "(SELECT array_agg(id) FROM groups_groupmeeting WHERE group_id = ROW.id)",
        },
    ),
    Kind.FILE: Source(
        f"""
        SELECT a.id, 'file', a.id::text, g.county_id, {_YEAR.format("a.at")}, NULL::bigint, g.home_id, g.home_id,
            a.name, {_said("translate(a.name, '._-', '   ')", "g.name")}, a.at
        FROM groups_groupfile a JOIN groups_group g ON g.id = a.group_id""",
        {
            "groups_groupfile": "ROW.id",
            "groups_group": "(SELECT array_agg(id) FROM groups_groupfile WHERE group_id = ROW.id)",
        },
    ),
    Kind.ORGANISATION: Source(
        """
        SELECT p.id, 'organisation', o.number, p.county_id, NULL::int, NULL::bigint, NULL::uuid, NULL::uuid, p.name,
            o.number, '2000-01-01'::timestamptz
        FROM actors_organisation o JOIN actors_party p ON p.id = o.party_ptr_id""",
        {"actors_organisation": "ROW.party_ptr_id", "actors_party": "ROW.id"},
    ),
}
COLUMNS = ("about", "kind", "key", "county_id", "year", "ordning_id", "network_id", "owner_id", "title", "words", "at")
# Of a sent document: what was written in words, the names of the files laid by, and the titles of what it was given.
SAID = f"""
    CREATE FUNCTION search_said(form jsonb, content jsonb) RETURNS text LANGUAGE sql STABLE AS $$
        WITH asked AS (
            SELECT section.it->>'key' AS section, coalesce(section.it->>'repeats', '') AS repeats,
                question.it->>'key' AS key, question.it->>'type' AS type,
                section.n * 1000 + question.n AS place
            FROM jsonb_array_elements(form->'sections') WITH ORDINALITY AS section(it, n),
                jsonb_array_elements(section.it->'questions') WITH ORDINALITY AS question(it, n)
            WHERE question.it->>'type' IN ('text', 'long_text', 'criteria', 'file')
                OR question.it->>'type' = 'grid' AND question.it->>'cells' = 'text'
        ), said AS (
            SELECT asked.place, answer.key AS path,
                CASE jsonb_typeof(answer.value) WHEN 'object' THEN answer.value->>'name' ELSE answer.value#>>'{{}}' END
                    AS words
            FROM jsonb_each(content->'answers') AS answer
            JOIN asked ON CASE WHEN asked.repeats = '' THEN split_part(answer.key, '.', 1) = asked.key
                ELSE split_part(answer.key, '.', 1) = asked.section AND split_part(answer.key, '.', 3) = asked.key END
            WHERE jsonb_typeof(answer.value) IN ('string', 'object')
        ), given AS (
            SELECT DISTINCT item->>'title' AS words FROM asked,
                jsonb_array_elements(coalesce(content->'given'->'items'->asked.section, '[]')) AS item
            WHERE asked.repeats = 'given'
        )
        SELECT left(concat_ws(E'\\n',
            (SELECT string_agg(words, E'\\n' ORDER BY place, path) FROM said),
            (SELECT string_agg(words, E'\\n' ORDER BY words) FROM given)), {LONGEST})
    $$;
"""
