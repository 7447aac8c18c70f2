"""The forum tries keys as it likes; what it adopts is frozen, explained to the krone, and adopted once."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from openpyxl import load_workbook

from laget.base.actors.models import County, HeadCount, Organisation
from laget.base.audit.models import Entry
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.models import Round, RuleSet
from laget.base.cycle.reading import COUNTIES
from laget.base.questions.actions import content_hash
from laget.grant.allocation.actions import AlreadyAdopted, adopt_allocation
from laget.grant.allocation.explain import explain
from laget.grant.allocation.forms import KeyForm
from laget.grant.allocation.models import Allocation, Earmark, Frame
from laget.grant.allocation.queries import inputs_for
from testing.people import AUTUMN, World

FILE = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
JANUARY = AUTUMN + timedelta(days=66)
REFERENCE = "Møte 8.–9. januar 2025, sak 2"
DRAFT = {"grant": "20 600 000", "base": "300 000", "unit": "1000", "weight-children": "1", "weight-pupils": "0,5"}
DRAFT |= {"weight-apprentices": "1/2", "fellestiltak-0": "500000", "fellestiltak-1": "500000"}
DRAFT |= {"fellestiltak-2": "500000", "fellestiltak-3": "400000"}


@pytest.fixture
def adopted(world: World) -> Allocation:
    inputs = inputs_for(world.round, day=JANUARY.date())
    actor = world.act("siri", JANUARY)
    return adopt_allocation(world.round, inputs=inputs, reference=REFERENCE, actor=actor, at=JANUARY)


def address(world: World, rest: str = "") -> str:
    return f"/ramme/runde/{world.round.pk}/{rest}"


def shown_in(page: str) -> str:
    """What the page sends back of the division it asks about."""
    (shown,) = re.findall(r'<input type="hidden" name="shown" value="(\w{64})">', page)
    return str(shown)


def asked(world: World, client: Client) -> dict[str, str]:
    """What the leader sends from the page that asks whether to adopt the draft."""
    page = client.get(address(world), DRAFT | {"vedta": "1"}).content.decode()
    return DRAFT | {"shown": shown_in(page), "reference": REFERENCE}


def test_trying_a_key_saves_nothing(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    before = Entry.objects.count()
    answer = client.get(address(world), DRAFT)
    assert answer.status_code == 200
    assert "Utkastet ved siden av dagens nøkkel" in answer.content.decode()
    assert (Allocation.objects.count(), Frame.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_a_weight_may_be_typed_with_a_comma_on_a_phone(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    form = client.get(address(world), DRAFT).context["form"]
    keypads = {name: form[name].field.widget.attrs["inputmode"] for name in ("grant", "weight-pupils")}
    assert keypads == {"grant": "numeric", "weight-pupils": "decimal"}


def test_a_key_that_cannot_be_read_divides_nothing(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    answer = client.get(address(world), DRAFT | {"base": "abc", "vedta": "1"})
    assert answer.context["rows"] == []
    page = answer.content.decode()
    assert "Grunntilskudd til hvert nettverk: «abc» er ikke et beløp i hele kroner." in page
    assert "Vedta rammene" not in page


def test_the_leader_is_asked_once_more_with_the_numbers_as_typed(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    assert "Vedta rammene" not in client.get(address(world), DRAFT).content.decode()
    page = client.get(address(world), DRAFT | {"vedta": "1"}).content.decode()
    assert "De kan ikke endres etterpå" in page
    assert " required" not in page  # the browser would stop it with words of its own, in another language perhaps
    assert "<dd>300\u202f000\u00a0kr</dd>" in page
    assert '<input type="hidden" name="base" value="300 000">' in page
    client.force_login(world.people["mons"])
    assert "Vedta rammene" not in client.get(address(world), DRAFT | {"vedta": "1"}).content.decode()


def test_what_was_tried_is_what_is_adopted(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    tried = {row["share"].name: row["share"].amount for row in client.get(address(world), DRAFT).context["rows"]}
    client.post(address(world, "vedta/"), asked(world, client))
    assert {frame.network.name: frame.amount for frame in Frame.objects.select_related("network")} == tried
    key = Allocation.objects.get().inputs["key"]
    assert (key["base"], key["unit"], key["weights"]["pupils"]) == (300_000, 1000, "1/2")


def test_what_is_adopted_is_what_the_page_showed(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    posted = asked(world, client)
    HeadCount.objects.filter(organisation=world.organisation("Sakshaug skole")).update(number=2400)
    for reference in ("", REFERENCE):  # that something is missing too, is no reason not to tell
        answer = client.post(address(world, "vedta/"), posted | {"reference": reference})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Ingenting er vedtatt, for tallene er endret siden du åpnet siden." in page
        assert not Allocation.objects.exists()
    now = {row["share"].name: row["share"].amount for row in answer.context["rows"]}
    again = client.post(address(world, "vedta/"), posted | {"shown": shown_in(page)}, follow=True).content.decode()
    assert "Rammene er vedtatt, og nettverkene kan se dem." in again
    assert {frame.network.name: frame.amount for frame in Frame.objects.select_related("network")} == now


def test_a_draft_is_not_adopted_by_a_page_that_showed_another(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    for change in ({"base": "200 000"}, {"shown": ""}):
        answer = client.post(address(world, "vedta/"), asked(world, client) | change)
        assert (answer.status_code, Allocation.objects.exists()) == (422, False)


def test_a_county_that_sets_frames_in_hundreds_adopts_them_so(world: World) -> None:
    inputs = inputs_for(world.round, day=JANUARY.date())
    assert inputs.key
    inputs = replace(inputs, key=replace(inputs.key, unit=100))
    form = KeyForm(dict(parse_qsl(KeyForm(None, inputs=inputs).as_query())), inputs=inputs)
    assert form.is_valid()
    assert form.draft() == inputs
    assert ("Rammene settes i hele", "100 kroner") in form.in_words()
    assert '<option value="100" selected>100 kroner</option>' in str(form["unit"])


def test_adopting_freezes_what_it_came_from_and_who_decided(world: World, adopted: Allocation) -> None:
    assert adopted.sha256 == content_hash({"inputs": adopted.inputs, "result": adopted.result})
    assert (adopted.reference, adopted.adopted_by, adopted.adopted_at) == (REFERENCE, world.people["siri"], JANUARY)
    assert adopted.adopted_by_role == "Leder i samarbeidsforum, Samarbeidsforum i Trøndelag"
    assert adopted.inputs["counts"]["Innherred"] == {"children": 120, "pupils": 240, "apprentices": 0}
    frames = {post["name"]: post["amount"] for post in adopted.result["frames"]}
    assert frames == {frame.network.name: frame.amount for frame in adopted.frames.select_related("network")}
    fixed = adopted.earmarks.filter(reason=Earmark.Reason.FIXED)
    assert sum(earmark.amount for earmark in fixed) == 2_400_000
    entry = Entry.objects.get(act="adopt")
    assert (entry.actor_name, entry.detail) == ("Siri", {"sha256": adopted.sha256, "round": 2025})


def test_a_university_that_another_county_made_is_found_by_its_number(world: World) -> None:
    nord = world.organisation("Nord universitet")
    text = FILE.replace('short = "Nord universitet"', f'short = "Nord universitet"\nnumber = "{nord.number}"')
    load_county_file(text, county=world.county, by=SYSTEM, at=AUTUMN + timedelta(days=1))
    Round.objects.update(rule_set=RuleSet.objects.filter(key=world.round.rule_set.key).latest("loaded_at"))
    oslo = County(code="03", slug="oslo", name="Oslo")
    oslo.save()
    Organisation.objects.filter(pk=nord.pk).update(county=oslo, key="nord-universitet")
    round = Round.objects.get(pk=world.round.pk)
    inputs, actor = inputs_for(round, day=JANUARY.date()), world.act("siri", JANUARY)
    allocation = adopt_allocation(round, inputs=inputs, reference=REFERENCE, actor=actor, at=JANUARY)
    assert allocation.earmarks.get(name="Grunntilskudd til UH, Nord universitet").recipient_id == nord.pk


def test_money_to_someone_who_is_not_there_is_told_of_by_name(world: World, client: Client) -> None:
    Organisation.objects.filter(pk=world.parties["Nord universitet"].pk).update(key="")
    client.force_login(world.people["siri"])
    page = client.post(address(world, "vedta/"), asked(world, client), follow=True).content.decode()
    assert "Disse pengene har ingen mottaker i Laget ennå: Grunntilskudd til UH, Nord universitet." in page
    assert not Allocation.objects.exists()


def test_it_is_adopted_once(world: World, adopted: Allocation) -> None:
    inputs = inputs_for(world.round, day=JANUARY.date())
    with pytest.raises(AlreadyAdopted):
        adopt_allocation(world.round, inputs=inputs, reference="Nytt", actor=world.act("siri", JANUARY), at=JANUARY)
    assert Allocation.objects.get().reference == REFERENCE


def test_a_second_adoption_from_a_page_that_stood_open_is_told_so(
    world: World, adopted: Allocation, client: Client
) -> None:
    client.force_login(world.people["siri"])
    answer = client.post(address(world, "vedta/"), DRAFT | {"reference": "Nytt"}, follow=True)
    assert "Rammene for dette året er allerede vedtatt." in answer.content.decode()


@pytest.mark.parametrize("name", ["mons", "arne", "eva", "dag", "ada", "nina", "tom", "ola", "kari"])
def test_nobody_but_the_forums_leader_adopts(world: World, client: Client, name: str) -> None:
    with pytest.raises(PermissionDenied):
        adopt_allocation(
            world.round, inputs=inputs_for(world.round, day=JANUARY.date()), reference="Mitt",
            actor=world.act(name, JANUARY), at=JANUARY,
        )  # fmt: skip
    client.force_login(world.people[name])
    assert client.post(address(world, "vedta/"), DRAFT | {"reference": "Mitt"}).status_code == 404
    assert not Allocation.objects.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reference": ""}, "Rammene er ikke vedtatt. Skriv hvilket møte og hvilken sak."),
        ({"grant": "mye"}, "«mye» er ikke et beløp i hele kroner."),
        *(
            ({"weight-pupils": typed}, "Vekt for elever: Skriv et tall, for eksempel 1 eller 0,5.")
            for typed in ("1/0", "1e5000", "1" * 10, "1/0.5")
        ),
        ({"grant": "2 000 000"}, "Det er 2 000 000 kr å fordele, men postene til og med faste tildelinger"),
        ({"weight-pupils": "-1"}, "Vekt for elever: En vekt må være 0 eller mer."),
    ],
)
def test_a_key_that_cannot_be_adopted_says_why(world: World, client: Client, change: dict[str, str], says: str) -> None:
    client.force_login(world.people["siri"])
    answer = client.post(address(world, "vedta/"), DRAFT | {"reference": REFERENCE} | change)
    assert answer.status_code == 422
    assert 'value="300 000"' in answer.content.decode()  # what was tried is still there
    assert says in answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert not Allocation.objects.exists()


def test_the_steps_lead_to_the_amount(world: World) -> None:
    result = inputs_for(world.round, day=JANUARY.date()).divide()
    assert len(result.shares) == 11
    for share in result.shares:
        steps = explain(result, share)
        amounts = [step.amount for step in steps]
        rest, frame = amounts.index(result.rest), steps[-1]
        assert sum(amount for amount in amounts[:rest] if amount) == result.rest
        assert result.rest + (amounts[rest + 1] or 0) == result.pro_rata == amounts[rest + 2]
        assert sum(amount for amount in amounts[rest + 3 : -1] if amount) == frame.amount == share.amount
        assert frame.says == f"Ramme for {share.name}"


def test_the_page_and_the_spreadsheet_show_the_same_steps(world: World, adopted: Allocation, client: Client) -> None:
    client.force_login(world.people["kari"])
    text = client.get(address(world)).content.decode()
    book = load_workbook(io.BytesIO(client.get(address(world, "regneark/")).content))
    steps: dict[str, list[list[object]]] = {}
    for name, *step in book["Hvorfor dette beløpet"].iter_rows(min_row=2, values_only=True):
        steps.setdefault(str(name), []).append(step)
    for network in adopted.result["why"]:
        kept = [[value or None for value in step] for step in network["steps"]]
        assert [[value or None for value in step] for step in steps[network["name"]]] == kept
        for says, reckoning, amount in network["steps"]:
            assert says in text
            assert reckoning in text
            assert amount is None or f"{amount:,}".replace(",", "\u202f") + "\u00a0kr" in text
    posts = list(book["Fordeling"].iter_rows(min_row=2, values_only=True))
    assert posts[-1][2] == posts[0][2] == adopted.result["grant"]


@pytest.mark.parametrize("table", ["allocation_allocation", "allocation_frame", "allocation_earmark"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_every_change(adopted: Allocation, table: str, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format(table))


def test_what_is_taken_off_first_is_seen_before_anything_is_decided(world: World, client: Client) -> None:
    client.force_login(world.people["siri"])
    page = client.get(f"/ramme/runde/{world.round.pk}/").content.decode()
    assert '<tr><th scope="row">Møtevirksomhet</th><td class="amount">300\u202f000\u00a0kr</td></tr>' in page
    assert 'value="20\u202f600\u202f000"' in page  # as it is read everywhere else, also in a field
