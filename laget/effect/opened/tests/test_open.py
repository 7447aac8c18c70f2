"""What is open to everyone: what was given, and nothing that isn't theirs to read."""

import csv
import io
from typing import Any

import jsonschema_rs
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.questions.actions import save_answers
from laget.base.questions.models import Document
from laget.base.ui.spreadsheet import printable
from laget.effect.opened.datasets import DATASETS
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.need.plans import actions
from laget.need.plans.models import Plan
from laget.need.tiltak.models import PlannedAmount
from testing.people import AUTUMN, World
from testing.plans import begun, write_plan

pytestmark = pytest.mark.django_db
HIDDEN = "Dette er ikke for alle"
NAMED = "Heter Noe"
# From https://standard.threesixtygiving.org: what a grant has to have, and of which kind.
_ORGANISATIONS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"pattern": "^(NO-BRC-\\d{9}|360G-laget-.+)$"}, "name": {"type": "string"}},
    },
}
GRANT = {
    "type": "object",
    "required": [
        *("id", "title", "description", "currency", "amountAwarded", "awardDate"),
        *("recipientOrganization", "fundingOrganization"),
    ],
    "properties": {
        "id": {"type": "string", "pattern": "^360G-"},
        "title": {"type": "string", "maxLength": 139},
        "description": {"type": "string", "minLength": 1},
        "currency": {"const": "NOK"},
        "amountAwarded": {"type": "number"},
        "awardDate": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
        "url": {"type": "string", "format": "uri"},
        "recipientOrganization": _ORGANISATIONS,
        "fundingOrganization": _ORGANISATIONS,
    },
}


def file(client: Client, slug: str, **asked: str) -> Any:
    return client.get(f"/apne-data/{slug}.json", asked).json()


def summed(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_nothing_is_open_before_the_letter_has_left(world: World, client: Client) -> None:
    world.carry("decide")
    assert GrantedAmount.objects.filter(amount__gt=0).exists()
    assert {slug: file(client, slug)["count"] for slug in DATASETS} == {
        "tildelinger": 0,
        "tiltak": 0,
        "mottakere": 0,
        "nokkeltall": 0,
        "runder": 1,
    }
    award = Award.objects.order_by("name").first()
    assert award
    assert award.tiltak_id or Award.objects.filter(tiltak__isnull=False).exists()
    pages = [f"/tildelinger/{award.pk}/", f"/mottakere/{award.recipient_id}/"]
    pages += [f"/tiltak/{each.tiltak_id}/" for each in Award.objects.filter(tiltak__isnull=False)[:1]]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert award.name not in client.get("/tildelinger/").content.decode()


def test_files_follow_their_schemas_and_their_sums_are_the_databases(world: World, client: Client) -> None:
    world.carry("send")
    found = {}
    for slug in DATASETS:
        found[slug] = file(client, slug)
        schema = client.get(f"/apne-data/{slug}.schema.json")
        assert schema["Content-Type"] == "application/schema+json; charset=utf-8"
        jsonschema_rs.validator_for(schema.json(), validate_formats=True).validate(found[slug])
        assert found[slug]["count"] == len(found[slug]["items"]) > 0
        assert found[slug]["licence"] == "Norsk lisens for offentlige data (NLOD) 2.0"
        lines = list(csv.DictReader(io.StringIO(client.get(f"/apne-data/{slug}.csv").content.decode())))
        assert [list(each) for each in lines] == [list(each) for each in found[slug]["items"]]
    total = summed("SELECT sum(amount) FROM tilsagn_grantedamount")[0][0]
    assert sum(each["amount"] for each in found["tildelinger"]["items"]) == total
    assert sum(each["granted"] for each in found["nokkeltall"]["items"]) == total
    assert sum(each["granted"] for each in found["runder"]["items"]) == total
    by_recipient = """SELECT subject_id, sum(amount) FROM tilsagn_grantedamount
        JOIN questions_document ON questions_document.id = tilsagn_id GROUP BY 1 HAVING sum(amount) > 0"""
    assert {each["id"]: each["granted"] for each in found["mottakere"]["items"]} == {
        str(pk): amount for pk, amount in summed(by_recipient)
    }
    by_tiltak = """SELECT tiltak_id, sum(amount) FROM tilsagn_grantedamount
        JOIN ledger_award ON ledger_award.id = award_id WHERE tiltak_id IS NOT NULL GROUP BY 1"""
    assert {each["id"]: each["granted"] for each in found["tiltak"]["items"]} == {
        str(pk): amount for pk, amount in summed(by_tiltak)
    }
    years = {each["year"] for each in found["tildelinger"]["items"]}
    one = min(years)
    assert {each["year"] for each in file(client, "tildelinger", aar=str(one))["items"]} == {one}
    wrong = client.get("/apne-data/tildelinger.json?fylke=ingen")
    assert (wrong.status_code, wrong.headers["Access-Control-Allow-Origin"]) == (422, "*")
    assert client.get("/apne-data/tildelinger.json?aar=i-fjor").status_code == 422
    assert client.get("/apne-data/personer.json").status_code == 404


def test_awards_are_had_in_the_shape_of_360giving(world: World, client: Client) -> None:
    world.carry("send")
    found = client.get("/apne-data/360giving.json").json()
    for grant in found["grants"]:
        jsonschema_rs.validator_for(GRANT, validate_formats=True).validate(grant)
    assert (
        sum(each["amountAwarded"] for each in found["grants"])
        == summed("SELECT sum(amount) FROM tilsagn_grantedamount")[0][0]
    )
    ids = {each["recipientOrganization"][0]["name"]: each["recipientOrganization"][0]["id"] for each in found["grants"]}
    uh = world.organisation("Nord universitet")
    assert ids[uh.name] == f"NO-BRC-{uh.number}"
    assert ids["Innherred"] == f"360G-laget-{world.parties['Innherred'].pk}"


def test_no_draft_and_nothing_personal_leaks(world: World, client: Client) -> None:
    """What people write in every document, and who they are, is in none of what is open."""
    world.carry("send")
    for tilsagn in Tilsagn.objects.all():
        conditions = {**tilsagn.answers, "conditions": HIDDEN}
        Document.objects.filter(pk=tilsagn.pk).update(answers=conditions)
    Document.objects.exclude(kind="tilsagn").update(answers={"situation": HIDDEN, "summary": HIDDEN})
    names = {person.email for person in world.people.values()}
    pages = ["/", "/tildelinger/", "/tildelinger/?sok=Inderøy", "/apne-data/", "/apne-data/360giving.json"]
    pages += ["/vedtatte-planer/", f"/fylke/{world.county.slug}/arshjul/"]
    pages += [f"/apne-data/{slug}.{format}" for slug in DATASETS for format in ("csv", "json", "schema.json")]
    pages += [f"/apne-data/{world.county.slug}/katalog.{format}" for format in ("ttl", "jsonld")]
    awards = Award.objects.filter(known_since__isnull=False)
    pages += [f"/tildelinger/{each.pk}/" for each in awards] + [f"/mottakere/{each.recipient_id}/" for each in awards]
    pages += [f"/tiltak/{each.tiltak_id}/" for each in awards if each.tiltak_id]
    for page in dict.fromkeys(pages):
        answer = client.get(page)
        said = answer.content.decode()
        assert answer.status_code == 200, page
        assert HIDDEN not in said, page
        assert [name for name in names if name in said] == [], page
        for private in ("Solbakken barnehage", "Fjordgløtt SA"):
            assert private not in said, page


def test_a_kommune_finds_what_was_given_for_its_needs(world: World, client: Client) -> None:
    world.carry("send")
    inderoy = world.parties["Inderøy kommune"]
    found = client.get("/tildelinger/", {"sok": "inderøy"}).content.decode()
    assert f'href="/mottakere/{inderoy.pk}/"' in found
    page = client.get(f"/mottakere/{inderoy.pk}/").content.decode()
    assert "Inderøy kommune har ikke fått penger direkte." in page
    answering = summed(f"""SELECT DISTINCT ledger_award.id, amount, tilsagn_grantedamount.id FROM tilsagn_grantedamount
        JOIN ledger_award ON ledger_award.id = award_id
        JOIN tiltak_tiltak_needs AS need ON need.tiltak_id = ledger_award.tiltak_id
        JOIN questions_version ON questions_version.id = need.version_id
        JOIN questions_document ON questions_document.id = document_id
        WHERE amount > 0 AND subject_id = '{inderoy.pk}'""")
    assert answering
    assert all(f'href="/tildelinger/{award}/"' in page for award, *_rest in answering)
    award = client.get(f"/tildelinger/{answering[0][0]}/").content.decode()
    assert "Hvorfor pengene ble gitt" in award
    assert f'href="/mottakere/{inderoy.pk}/">Inderøy kommune</a>' in award
    assert client.get(f"/mottakere/{world.parties['Fjordgløtt SA'].pk}/").status_code == 404
    assert client.get("/tildelinger/?aar=femten").status_code == 422


def test_a_plan_is_read_by_everyone_once_it_is_adopted_as_public_and_names_nobody(world: World, client: Client) -> None:
    ola, frode, at = world.act("ola"), world.act("frode"), AUTUMN
    private, public = begun(world, name="frode", party="Fjordgløtt SA"), begun(world)
    for plan, actor, body in ((private, frode, "Styret"), (public, ola, "Kommunestyret")):
        write_plan(plan, actor=actor, at=at)
        asked = {section.path(question) for section, question in plan.form.asked() if question.personal}
        named = {path: NAMED for path in plan.answers if ".".join(path.split(".")[::2]) in asked}
        assert len(named) == 10
        revision = save_answers(plan.pk, answers=named, revision=plan.revision, actor=actor, at=at).revision
        actions.propose_plan(plan.pk, revision=revision, actor=actor, at=at)
        assert "Inderøy" not in client.get("/vedtatte-planer/").content.decode()
        actions.adopt_plan(plan.pk, body=body, decided_on=at.date(), reference="Sak 61/24", actor=actor, at=at)
    page = client.get("/vedtatte-planer/").content.decode()
    assert all(word in page for word in ("Inderøy kommune", "Kommunestyret", "Sak 61/24", "4. november 2024"))
    assert "Fjordgløtt" not in page
    address = f"/vedtatte-planer/{public.pk}/"
    assert (address in page, client.get(address).status_code) == (False, 404)
    with pytest.raises(PermissionDenied):
        actions.show_plan(private.pk, public=True, actor=frode, at=at)

    actions.show_plan(public.pk, public=True, actor=ola, at=at)
    assert address in client.get("/vedtatte-planer/").content.decode()
    said = client.get(address).content.decode()
    assert all(word in said for word in ("Prosjektet skal planlegge", "Styringsgruppa", "Kartlegging og analyse"))
    assert [word for word in (NAMED, "Ansvarlig", "Hvem har den?", "Ikke besvart") if word in said] == []

    actions.revise_plan(public.pk, actor=ola, at=at)
    assert client.get(address).status_code == 200  # the next version is being written, and what is adopted stands
    revision = Plan.objects.get(pk=public.pk).revision
    actions.propose_plan(public.pk, revision=revision, actor=ola, at=at)
    actions.adopt_plan(public.pk, body="Kommunestyret", decided_on=at.date(), actor=ola, at=at)
    assert client.get(address).status_code == 404  # an older version that was shown isn't any longer
    actions.show_plan(public.pk, public=True, actor=ola, at=at)
    assert client.get(address).status_code == 200
    actions.show_plan(public.pk, public=False, actor=ola, at=at)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+47", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_no_text_in_a_csv_file_is_a_formula(world: World, client: Client, text: str) -> None:
    world.carry("send")
    Award.objects.filter(recipient=world.parties["Innherred"]).update(name=text)
    lines = csv.DictReader(io.StringIO(client.get("/apne-data/tildelinger.csv").content.decode(), newline=""))
    assert f"'{printable(text)}" in {each["title"] for each in lines}
    assert text in {each["title"] for each in file(client, "tildelinger")["items"]}


@pytest.mark.parametrize("more", [3, 300])
def test_pages_and_files_ask_as_many_queries_however_much_there_is(world: World, client: Client, more: int) -> None:
    world.carry("send")
    granted = GrantedAmount.objects.filter(award__tiltak__isnull=False, recommended__planned__isnull=False).first()
    assert granted
    assert granted.award
    award, planned = granted.award, granted.recommended.planned
    assert planned
    pages = ["/tildelinger/", f"/mottakere/{award.recipient_id}/", f"/tiltak/{award.tiltak_id}/"]
    pages += [f"/apne-data/{slug}.json" for slug in DATASETS]
    before = {page: asked(client, page) for page in [*pages, *pages]}
    for year in range(2100, 2100 + more):
        another = PlannedAmount.objects.create(tiltak=planned.tiltak, recipient=planned.recipient, year=year, amount=1)
        said = {"innstilling": granted.recommended.innstilling, "planned": another, "applied": 1, "amount": 1}
        recommended = RecommendedAmount.objects.create(**said)
        GrantedAmount.objects.create(tilsagn=granted.tilsagn, recommended=recommended, award=award, year=year, amount=1)
    assert file(client, "tildelinger", aar="2100")["count"] == 1
    assert {page: asked(client, page) for page in pages} == before


def asked(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)
