"""What Udir steers by: each figure is that of the yearly sheet, and what SQL comes to by itself."""

from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.reading import COUNTIES
from laget.effect.insight.steering_queries import steering_of
from laget.effect.insight.tests import sums
from laget.grant.payments.sheet import sheet_of
from testing.money import MAY, award_to
from testing.people import YEAR, World


def test_what_was_given_before_laget_is_bound_beside_what_was_given_in_it(world: World) -> None:
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    bound = f'[years.{YEAR + 1}]\nbound = [{{ name = "Gitt på papir", amount = 7 }}]\n'
    text = text.replace(f"[years.{YEAR + 1}]\n", bound)
    load_county_file(text, county=world.county, by=SYSTEM, at=MAY)
    award_to(world, "Fosen", {YEAR: 10, YEAR + 1: 120_000})
    later = open_round(world.county, year=YEAR + 1, actor=world.act("eva", MAY), at=MAY)
    told = {each.year: each.bound for each in steering_of(world.county)}
    assert told[YEAR + 1] == sheet_of(later).money.bound == 120_007


def test_steering_says_the_same_as_the_yearly_sheet_and_sql(year: World, client: Client) -> None:
    (line,) = steering_of(year.county)
    sheet = sheet_of(year.round)
    assert (line.frame, line.bound, line.granted) == (sheet.money.frame, sheet.money.bound, sheet.money.granted)
    assert (line.paid, line.used) == (sheet.all.balance.held, sheet.all.balance.used)
    truth = sums.money("county", year.county.pk, YEAR)
    assert (line.paid, line.used, line.unused) == (truth["paid"], truth["used"], truth["unused"])
    assert (line.tiltak, line.recipients) == (truth["tiltak"], truth["recipients"])
    client.force_login(year.people["eva"])
    address = f"/bildet/{year.county.pk}/styring/"
    file = client.get(f"{address}?som=json")
    assert file["Content-Disposition"] == 'attachment; filename="styringsinformasjon-trondelag.json"'
    told = file.json()
    assert told["county"] == {"code": "50", "name": "Trøndelag"}
    assert told["years"][0]["used"] == truth["used"]
    book = load_workbook(BytesIO(client.get(f"{address}?som=xlsx").content))
    row = [cell.value for cell in book.active[2]]
    assert row[0] == YEAR
    assert truth["paid"] in row
    assert truth["unused"] in row
