"""Reports summed up: money, participants and how it went, each number against what SQL finds in the versions sent."""

from pathlib import Path

import pytest
from django.db import connection

from laget.effect.synthesis.actions import Selection, make_synthesis
from laget.effect.synthesis.picture import picture_of
from testing.people import AUTUMN
from testing.reports import carried_world

LAST_SENT = """
    SELECT DISTINCT ON (document.id) version.content -> 'answers' AS answers
    FROM questions_version AS version
    JOIN questions_sending AS sent ON sent.version_id = version.id
    JOIN questions_document AS document ON document.id = version.document_id
    WHERE document.kind = 'report' ORDER BY document.id, version.number DESC
"""
ANSWERS = f"SELECT path, value FROM ({LAST_SENT}) AS sent, jsonb_each_text(answers) AS each(path, value)"
SUM = f"SELECT coalesce(sum(regexp_replace(value, '\\D', '', 'g')::bigint), 0) FROM ({ANSWERS}) AS a WHERE path LIKE %s"
COUNT = f"SELECT count(*) FROM ({LAST_SENT}) AS sent WHERE answers::text LIKE %s"


def found(sql: str, like: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [like])
        (number,) = cursor.fetchone()
    return int(number)


@pytest.mark.django_db
def test_the_money_the_participants_and_how_it_went(tmp_path: Path) -> None:
    with carried_world("report", files=tmp_path) as world:
        chosen, arne = Selection("report", "Rapportene"), world.act("arne")
        synthesis = make_synthesis(world.forum, selection=chosen, actor=arne, at=AUTUMN)
        content = picture_of(synthesis, arne).content
        pieces = {piece["question"]: piece for section in content["sections"] for piece in section["pieces"]}
        assert content["n"] == found(COUNT, "%") > 1
        used = {row[0]: row[1] for row in pieces["lines.used"]["rows"]}
        assert used["Til sammen"] == found(SUM, "lines.%.used") > 0
        people = {row[0]: row[1:] for row in pieces["participants"]["rows"]}
        for place, sector in enumerate(("public", "private")):
            shown = sum(row[place] for label, row in people.items() if label != "Til sammen")
            assert shown == found(SUM, f"participants.%.{sector}"), sector
        staff = people["Ansatte i barnehage"]
        assert staff == [found(SUM, f"participants.kindergarten.{sector}") for sector in ("public", "private")]
        went = {row[0]: row[1] for row in pieces["lines.carried_out"]["rows"]}
        assert went["Gjennomført som planlagt"] == found(COUNT, '%carried_out": "as_planned"%')
