"""A country with five years in it: 15 counties, 357 municipalities, 7,777 units, their needs, tiltak, money and people.

Set by set in SQL, past the triggers: nothing is asked of how it came to be, only that there is as much of it as there
would be, spread as it would be.
"""

import json
from datetime import date
from typing import Any

from django.db import connection

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Network
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.clock import now
from laget.base.cycle.reading import COUNTIES, parse_county_file
from laget.base.cycle.setup import create_county
from laget.config.sample.world import partner_numbers
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import StoredInstrument, Survey
from laget.need.surveys.states import State

COUNTIES_THERE, MUNICIPALITIES, PRIVATE_OWNERS, UNITS = 15, 357, 1_200, 7_777
YEARS = (2022, 2023, 2024, 2025, 2026)
TILTAK = 4  # of each network in a year, each with money for two
EVENTS = 60  # of each county in a year
COMING = 10  # from each unit in a year


def fill() -> None:
    """Into empty tables."""
    numbers = dict(zip(("dmmh", "nord", "ntnu", "hinn"), partner_numbers(), strict=False))
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    for n in range(COUNTIES_THERE):
        own = text.replace('code = "50"\nname = "Trøndelag"', f'code = "{60 + n}"\nname = "Fylke {n:02}"')
        county = create_county(parse_county_file(own), by=SYSTEM, at=now(), numbers=numbers, sample=True)
        load_county_file(own, county=county, by=SYSTEM, at=now())
    person = Person.objects.create_user("fyller@example.no", name="Fyller")
    values: dict[str, Any] = {
        "municipalities": MUNICIPALITIES,
        "owners": MUNICIPALITIES + PRIVATE_OWNERS,
        "units": UNITS,
        "years": list(YEARS),
        "since": date(2020, 1, 1),
        "person": person.pk,
        "tiltak": TILTAK,
        "events": EVENTS,
        "coming": COMING,
        "counties": COUNTIES_THERE,
        "networks": Network.objects.count() // COUNTIES_THERE,
    }
    values["figures"] = json.dumps(_survey_each_autumn(person))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in _FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _survey_each_autumn(person: Person) -> dict[str, Any]:
    """A kartlegging of the whole country each autumn; and what every group of it came to."""
    store_shipped(at=now())
    stored = StoredInstrument.objects.filter(key="inclusive_practice", party=None).latest("version")
    previous = None
    for year in YEARS:
        previous = Survey.objects.create(
            party=County.objects.order_by("code")[0],
            stored=stored,
            title=f"Hele landet {year}",
            purpose="Måle",
            opens=date(year, 10, 1),
            closes=date(year, 10, 20),
            state=State.FROZEN,
            previous=previous,
            planned_by=person,
            public_key=bytes(32),
        )
    came_to = {"n": 20, "mean": 3.4, "sd": 0.6}
    return {"n": 20, "items": {}, "scales": {scale.key: came_to for scale in stored.instrument.scales}}


# Places in order: the county of number n is n modulo their number, and so on inwards.
_FILL = """
CREATE TEMP TABLE c AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, party_id AS id FROM actors_county;
CREATE TEMP TABLE net AS SELECT row_number() OVER (PARTITION BY p.county_id ORDER BY p.sort_key) - 1 AS n, p.county_id,
    p.id FROM actors_network w JOIN actors_party p ON p.id = w.party_ptr_id;
CREATE TEMP TABLE own AS SELECT o AS n, gen_random_uuid() AS id, c.id AS county_id, net.id AS network_id
    FROM generate_series(0, %(owners)s - 1) o JOIN c ON c.n = o %% %(counties)s
    JOIN net ON net.county_id = c.id AND net.n = o / %(counties)s %% %(networks)s;
CREATE TEMP TABLE unit AS SELECT u AS n, gen_random_uuid() AS id, own.id AS owner_id, own.county_id, own.network_id
    FROM generate_series(0, %(units)s - 1) u JOIN own ON own.n =
    CASE WHEN u %% 2 = 0 THEN u / 2 %% %(municipalities)s ELSE u / 2 %% %(owners)s END;
INSERT INTO actors_party (id, county_id, key, name, sort_key, language_decision, email, is_sample)
    SELECT id, county_id, '', 'Eier ' || n, 'eier ' || n, 'neutral', '', true FROM own
    UNION ALL SELECT id, county_id, '', 'Enhet ' || n, 'enhet ' || n, 'neutral', '', true FROM unit;
INSERT INTO actors_organisation (party_ptr_id, number, kind, sector, active)
    SELECT id, 'o' || n, CASE WHEN n < %(municipalities)s THEN 'municipality' ELSE 'private_owner' END,
        CASE WHEN n < %(municipalities)s THEN 'public' ELSE 'private' END, true FROM own
    UNION ALL SELECT unit.id, 'u' || unit.n, CASE WHEN unit.n %% 2 = 0 THEN 'school' ELSE 'kindergarten' END,
        CASE WHEN own.n < %(municipalities)s THEN 'public' ELSE 'private' END, true
    FROM unit JOIN own ON own.id = unit.owner_id;
INSERT INTO actors_ownership (organisation_id, owner_id, valid_from) SELECT id, owner_id, %(since)s FROM unit;
INSERT INTO actors_membership (owner_id, network_id, valid_from) SELECT id, network_id, %(since)s FROM own;
INSERT INTO cycle_round (county_id, ordning_id, rule_set_id, year, opened_at)
    SELECT r.county_id, r.ordning_id, r.id, y, now() FROM cycle_ruleset r, unnest(%(years)s::int[]) y
    WHERE (y < 2026) = (r.valid_to IS NOT NULL);
CREATE TEMP TABLE form AS SELECT 'bench' AS sha256;
INSERT INTO cycle_storedform (sha256, text) VALUES ('bench', '{}');
CREATE TEMP TABLE doc AS
    SELECT gen_random_uuid() AS id, 'assessment' AS kind, r.id AS round_id, r.county_id, unit.id AS party_id,
        unit.owner_id, unit.network_id, 'chain' AS reach FROM unit JOIN cycle_round r ON r.county_id = unit.county_id
    UNION ALL SELECT gen_random_uuid(), 'behovsmelding', r.id, r.county_id, own.id, NULL, own.network_id, 'network'
        FROM own JOIN cycle_round r ON r.county_id = own.county_id
    UNION ALL SELECT gen_random_uuid(), 'beslutningsgrunnlag', r.id, r.county_id, net.id, NULL, net.id, 'network'
        FROM net JOIN cycle_round r ON r.county_id = net.county_id
    UNION ALL SELECT gen_random_uuid(), 'report', r.id, r.county_id, net.id, NULL, net.id, 'network'
        FROM net JOIN cycle_round r ON r.county_id = net.county_id;
INSERT INTO questions_document (id, kind, county_id, round_id, party_id, subject_id, owner_id, network_id, asked_id,
        language, given, answers, revision, state, state_since, reach)
    SELECT id, kind, county_id, round_id, party_id, party_id, owner_id, network_id, 'bench', 'nb', '{}', '{}', 1,
        CASE kind WHEN 'report' THEN 'approved' ELSE 'submitted' END, now(), reach FROM doc;
INSERT INTO questions_version (document_id, number, content, sha256, frozen_at, frozen_by_id, frozen_by_role)
    SELECT id, 1, '{}', id::text, now(), %(person)s, '' FROM doc;
INSERT INTO questions_sending (version_id, at) SELECT id, now() FROM questions_version;
CREATE TEMP TABLE ver AS SELECT v.id, doc.kind, doc.round_id, doc.party_id, doc.owner_id, doc.network_id,
    row_number() OVER (PARTITION BY doc.kind, doc.round_id, doc.network_id ORDER BY v.id) AS place
    FROM questions_version v JOIN doc ON doc.id = v.document_id;
CREATE INDEX ON ver (kind, round_id, network_id);
INSERT INTO questions_version_rests_on (from_version_id, to_version_id)
    SELECT need.id, below.id FROM ver need JOIN ver below ON below.round_id = need.round_id
    AND below.owner_id = need.party_id WHERE need.kind = 'behovsmelding' AND below.kind = 'assessment';
INSERT INTO tiltak_tiltak (id, county_id, round_id, network_id, applicant_id, item, version_id, title, target_groups,
        start, "end", dropped)
    SELECT gen_random_uuid(), net.county_id, ver.round_id, net.id, net.id, t, ver.id, 'Tiltak ' || t, '["school"]',
        '2025-01-01', '2025-12-31', false
    FROM ver JOIN net ON net.id = ver.network_id, generate_series(1, %(tiltak)s) t
    WHERE ver.kind = 'beslutningsgrunnlag';
INSERT INTO tiltak_tiltak_needs (tiltak_id, version_id)
    SELECT t.id, ver.id FROM tiltak_tiltak t JOIN ver ON ver.kind = 'behovsmelding' AND ver.round_id = t.round_id
    AND ver.network_id = t.network_id WHERE ver.place %% %(tiltak)s = t.item::int - 1;
INSERT INTO tiltak_tiltak_partners (tiltak_id, organisation_id)
    SELECT t.id, s.partner_id FROM tiltak_tiltak t JOIN actors_partnership s ON s.network_id = t.network_id;
INSERT INTO ledger_award (id, county_id, given_in_id, recipient_id, tiltak_id, name, known_since)
    SELECT gen_random_uuid(), t.county_id, t.round_id, t.network_id, t.id, t.title, now() FROM tiltak_tiltak t
    UNION ALL SELECT gen_random_uuid(), t.county_id, t.round_id, p.organisation_id, t.id, t.title, now()
        FROM tiltak_tiltak t JOIN LATERAL (SELECT organisation_id FROM tiltak_tiltak_partners
            WHERE tiltak_id = t.id ORDER BY 1 LIMIT 1) p ON true;
INSERT INTO ledger_entry (award_id, year, kind, amount, in_hand, round_id, about, at, known_since)
    SELECT a.id, r.year, k.kind, 300000, 0, r.id, a.id::text, now(), now() FROM ledger_award a
    JOIN cycle_round r ON r.id = a.given_in_id, (VALUES ('granted'), ('paid'), ('arrived'), ('used')) k (kind);
INSERT INTO events_event (id, county_id, organiser_id, role, series, kind, title, about, begins, ends, place, link,
        kinds, layers, sign_up_by, state, state_since, moves, reason, revision)
    SELECT gen_random_uuid(), c.id, c.id, 'case_officer', gen_random_uuid(), 'webinar', 'Webinar ' || e, '',
        make_timestamptz(y, 1 + e %% 12, 10, 12, 0, 0), make_timestamptz(y, 1 + e %% 12, 10, 15, 0, 0), 'Digitalt', '',
        '[]', '[]', make_date(y, 1, 1), 'held', now(), 0, '', 1
    FROM c, unnest(%(years)s::int[]) y, generate_series(1, %(events)s) e;
CREATE TEMP TABLE ev AS SELECT id, county_id, begins, extract(year FROM begins)::int AS year,
    row_number() OVER (PARTITION BY county_id, extract(year FROM begins) ORDER BY id) - 1 AS n FROM events_event;
CREATE INDEX ON ev (county_id, year, n);
INSERT INTO events_signup (id, event_id, party_id, name, sort_key, email, layer, place, number, signed_at,
        must_confirm, attended_at, ticket)
    SELECT gen_random_uuid(), ev.id, unit.id, '', '', '', 'staff', 'signed',
        row_number() OVER (PARTITION BY ev.id), now(), false, ev.begins, md5(random()::text || unit.n || s || ev.year)
    FROM unit CROSS JOIN unnest(%(years)s::int[]) y CROSS JOIN generate_series(1, %(coming)s) s
    JOIN ev ON ev.county_id = unit.county_id AND ev.year = y AND ev.n = (unit.n * 7 + s / 2) %% %(events)s;
INSERT INTO surveys_surveyunit (survey_id, party_id, owner_id, network_id, county_id, kind, sector, invited, open_link,
        answered)
    SELECT s.id, unit.id, unit.owner_id, unit.network_id, unit.county_id, o.kind, o.sector, '{"staff": 25}', '', 20
    FROM surveys_survey s, unit JOIN actors_organisation o ON o.party_ptr_id = unit.id;
INSERT INTO surveys_release (survey_id, frozen_at, k, instrument_sha256, sha256)
    SELECT id, now(), 5, '', id::text FROM surveys_survey;
INSERT INTO surveys_releasedgroup (release_id, level, party_id, layer, sector, kind, name, sort_key, shown, figures)
    SELECT r.id, g.level, g.id, '', '', '', 'Gruppe', 'gruppe', true, %(figures)s FROM surveys_release r,
    (SELECT 'unit' AS level, id FROM unit UNION ALL SELECT 'owner', id FROM own
        UNION ALL SELECT 'network', id FROM net UNION ALL SELECT 'county', id FROM c) g
"""
