"""What is set aside is not called applied for, and the meter says which year it counts."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from laget.base.questions.answers import layout_of
from laget.base.questions.display import blocks
from laget.base.questions.shown import as_shown
from laget.base.ui.templatetags.ui import kr
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.outgoing import file_name, message_of
from laget.grant.tilsagn.queries import proposable_by
from laget.grant.tilsagn.round_actions import propose_all
from laget.grant.tilsagn.words import applied_in_words
from testing.people import AUTUMN, World

APRIL: datetime = AUTUMN + timedelta(days=157)
pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(world: World) -> dict[str, Tilsagn]:
    """By recipient. Fosen applies for a tiltak that goes on into the next year, and gets a fast tildeling."""
    world.carry("recommend")
    return {each.subject.name: each for each in prepare_tilsagn(world.round, actor=world.act("eva", APRIL), at=APRIL)}


def test_what_is_set_aside_is_called_so(prepared: dict[str, Tilsagn]) -> None:
    called = {name: applied_in_words(each.given["items"]["lines"]) for name, each in prepared.items()}
    assert called["Fosen"] == "Søkt eller satt av"
    assert called["Samarbeidsforum i Trøndelag"] == "Satt av"
    facts = [line["facts"][0][0] for line in prepared["Fosen"].given["items"]["lines"]]
    assert sorted(set(facts)) == ["Satt av", "Søkt"]


def test_the_meter_says_which_year_it_counts(prepared: dict[str, Tilsagn]) -> None:
    fosen, forum = (prepared[name].given["ceiling"] for name in ("Fosen", "Samarbeidsforum i Trøndelag"))
    assert (fosen["name"], fosen["used"]) == ("Søkt eller satt av i 2025", "Innvilget i 2025")
    assert fosen["note"] == "Beløp for senere år regnes ikke med her."
    assert (forum["name"], forum["note"]) == ("Satt av i 2025", "")


def test_the_page_tells_this_years_money_from_the_rest_and_the_file_is_named_by_its_recipient(
    world: World, client: Client, prepared: dict[str, Tilsagn]
) -> None:
    fosen = prepared["Fosen"]
    propose_tilsagn(fosen.pk, revision=fosen.revision, actor=world.act("eva", APRIL), at=APRIL)
    letter = give_tilsagn(fosen.pk, revision=fosen.revision, actor=world.act("dag", APRIL), at=APRIL)
    client.force_login(world.people["eva"])
    page = client.get(f"/tilsagn/{fosen.pk}/").content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    amounts = list(fosen.amounts.all())
    now = sum(each.amount for each in amounts if each.year == 2025)
    assert now < sum(each.amount for each in amounts)
    assert f"som er søkt eller satt av. Av dette er {now:,} kr for 2025.".replace(",", " ") in page
    answer = client.get(f"/tilsagn/{fosen.pk}/brev/")
    answer.close()
    assert (
        message_of(letter, "post@fosen.example").attachments[0].filename == f"vedtak-2025-fosen-{letter.sha256[:8]}.pdf"
    )
    assert answer.headers["Content-Disposition"] == f'attachment; filename="vedtak-2025-fosen-{letter.sha256[:8]}.pdf"'


def test_what_comes_after_a_tilsagn_is_named_by_the_year_it_was_made(prepared: dict[str, Tilsagn]) -> None:
    fosen = prepared["Fosen"]
    late = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # in Norway, a new year has begun
    klage = Letter(round=fosen.round, recipient=fosen.subject, kind="klage", made_at=late, sha256="ab" * 32)
    notice = Letter(round=fosen.round, recipient=fosen.subject, kind="report", made_at=late, sha256="cd" * 32)
    notice.is_decision = False
    assert file_name(klage) == "vedtak-2026-fosen-abababab.pdf"
    assert file_name(notice) == "brev-2026-fosen-cdcdcdcd.pdf"


def test_who_decides_all_sees_what_all_is_first(world: World, client: Client, prepared: dict[str, Tilsagn]) -> None:
    eva = world.act("eva", APRIL)
    propose_all(world.round, shown=as_shown(proposable_by(eva)), actor=eva, at=APRIL)
    client.force_login(world.people["dag"])
    page = client.get(f"/tilsagn/runde/{world.round.pk}/").content.decode()
    amounts = {
        name: sum(line["recommended"] for line in each.given["items"]["lines"]) for name, each in prepared.items()
    }
    assert f"tilsagn på til sammen {kr(sum(amounts.values()))} venter på at du vedtar" in page
    row = '<tr><th scope="row">{}</th><td class="amount">{}</td></tr>'
    assert [name for name, amount in amounts.items() if row.format(name, kr(amount)) not in page] == []


def test_the_page_for_who_decides_asks_as_often_for_one_as_for_many(
    world: World, client: Client, prepared: dict[str, Tilsagn]
) -> None:
    client.force_login(world.people["dag"])
    eva, fosen = world.act("eva", APRIL), prepared["Fosen"]
    propose_tilsagn(fosen.pk, revision=fosen.revision, actor=eva, at=APRIL)
    counted = []
    for _time in (1, 2):
        client.get(f"/tilsagn/runde/{world.round.pk}/")  # what is kept from one page to the next, is there
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/tilsagn/runde/{world.round.pk}/")
        counted.append(len(asked))
        propose_all(world.round, shown=as_shown(proposable_by(eva)), actor=eva, at=APRIL)
    assert counted[0] == counted[1]


def test_the_list_and_the_file_say_what_is_granted_of_those_that_are_decided(
    world: World, client: Client, prepared: dict[str, Tilsagn]
) -> None:
    eva, fosen, address = world.act("eva", APRIL), prepared["Fosen"], f"/tilsagn/runde/{world.round.pk}/"
    client.force_login(eva.person)
    assert "Innvilget" not in client.get(address).content.decode()
    propose_tilsagn(fosen.pk, revision=fosen.revision, actor=eva, at=APRIL)
    give_tilsagn(fosen.pk, revision=fosen.revision, actor=world.act("dag", APRIL), at=APRIL)
    granted = sum(line["recommended"] for line in fosen.given["items"]["lines"])
    assert f'data-label="Innvilget, alle år">{kr(granted)}</td>' in client.get(address).content.decode()
    sheet = load_workbook(BytesIO(client.get(f"{address}?som=xlsx").content)).active
    assert sheet
    found = {str(row[0]): row[5] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert found == {name: granted if name == "Fosen" else None for name in prepared}


def test_a_table_of_both_has_a_heading_of_both(prepared: dict[str, Tilsagn]) -> None:
    (table,) = (each for each in blocks(layout_of(prepared["Fosen"]), prepared["Fosen"].answers) if each.rows)
    assert [heading for heading, _is_amount in table.headings][:2] == ["Søkt eller satt av", "Anbefalt"]


def test_what_is_due_is_the_decision_and_then_the_letter(
    world: World, prepared: dict[str, Tilsagn], client: Client
) -> None:
    tilsagn = prepared["Nord universitet"]

    def says(*words: str) -> list[bool]:
        page = client.get(f"/tilsagn/{tilsagn.pk}/").content.decode()
        return [each in page for each in words]

    client.force_login(world.people["dag"])
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("eva", APRIL), at=APRIL)
    assert says("Skal vedtas innen 15. april 2025", 'data-color="info">Til beslutning') == [True, True]
    give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("dag", APRIL), at=APRIL)
    assert says("Brevet skal sendes innen 15. april 2025", "Skal behandles", "Skal vedtas") == [True, False, False]
