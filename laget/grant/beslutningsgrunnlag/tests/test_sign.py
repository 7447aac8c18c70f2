"""Network and partner write within the frame, and stand behind the same frozen version, each for itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Membership, Organisation
from laget.base.cycle.models import Task
from laget.base.questions.actions import save_answers
from laget.base.questions.answers import NotReady
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import kr
from laget.grant.beslutningsgrunnlag.actions import (
    AlreadySigned,
    OtherVersion,
    ask_partnerships,
    freeze_for_signing,
    reopen,
    sign,
)
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag, Signature
from laget.grant.beslutningsgrunnlag.queries import sides_of
from laget.need.behovsmelding.actions import ask_owners
from testing.people import AUTUMN, SINCE, World

WINTER = AUTUMN + timedelta(days=80)


@pytest.fixture
def document(world: World) -> Beslutningsgrunnlag:
    world.carry("plan")
    return Beslutningsgrunnlag.objects.get(network__name="Innherred")


def put_name(world: World, document: Beslutningsgrunnlag, name: str) -> Signature:
    version = document.versions.latest("number")
    return sign(document.pk, sha256=version.sha256, actor=world.act(name, WINTER), at=WINTER)


def state(document: Beslutningsgrunnlag) -> str:
    return Beslutningsgrunnlag.objects.get(pk=document.pk).state


def test_every_side_signs_the_same_hash_and_the_last_one_sends_it(world: World, document: Beslutningsgrunnlag) -> None:
    assert len(sides_of(document.versions.latest("number"))) == 3
    for name, after in (("nina", State.SIGNING), ("tom", State.SIGNING), ("dina", State.SUBMITTED)):
        put_name(world, document, name)
        assert state(document) == after
    signed = Signature.objects.filter(version__document=document)
    assert set(signed.values_list("sha256", flat=True)) == {document.versions.latest("number").sha256}
    assert set(signed.values_list("person__name", "party__name")) == {
        ("Nina", "Innherred"), ("Tom", "Nord universitet"),
        ("Dina", "Dronning Mauds Minne Høgskole for barnehagelærerutdanning"),
    }  # fmt: skip


def test_the_forum_waits_for_the_network_and_the_network_for_those_it_writes_with(
    world: World, document: Beslutningsgrunnlag
) -> None:
    waits = dict(
        Task.objects.filter(about=str(document.pk), done_at=None).values_list("party__name", "awaited_by__name")
    )
    assert waits.pop("Innherred") == world.forum.name
    assert set(waits.values()) == {"Innherred"}


def test_a_need_that_is_asked_for_late_can_still_be_built_on(world: World) -> None:
    world.carry("adopt_frames")
    (document,) = [
        each for each in ask_partnerships(world.round, actor=world.act("arne", WINTER), at=WINTER)
        if each.subject == world.parties["Innherred"]
    ]  # fmt: skip
    late = Organisation(county=world.county, name="Verdal kommune", kind=Kind.MUNICIPALITY, number="390000049")
    late.save()
    innherred = world.network("Innherred")
    Membership.objects.create(network=innherred, owner=late, valid_from=WINTER.date())
    (asked,) = ask_owners(world.round, network=innherred, actor=world.act("nina", WINTER), at=WINTER).owners
    assert (asked.subject.name, asked.feeds_id) == ("Verdal kommune", document.pk)


def test_nobody_signs_for_two(world: World, document: Beslutningsgrunnlag) -> None:
    nord = world.parties["Nord universitet"]
    HeldRole.objects.create(person=world.people["nina"], role=Role.PARTNER, party=nord, valid_from=SINCE)
    first = put_name(world, document, "nina")
    with pytest.raises(AlreadySigned):
        put_name(world, document, "nina")
    first.pk, first.party = None, nord
    with pytest.raises(IntegrityError, match="nobody_signs_for_two"), transaction.atomic():
        first.save()


@pytest.mark.parametrize("name", ["kari", "ola", "petra", "pål", "siri", "arne", "eva", "dag", "ada"])
def test_nobody_signs_for_a_side_they_do_not_stand_for(
    world: World, document: Beslutningsgrunnlag, client: Client, name: str
) -> None:
    with pytest.raises(PermissionDenied):
        put_name(world, document, name)
    client.force_login(world.people[name])
    sha256 = document.versions.latest("number").sha256
    assert client.post(f"/beslutningsgrunnlag/{document.pk}/signer/", {"sha256": sha256}).status_code == 404
    assert not Signature.objects.filter(version__document=document).exists()


def test_a_new_version_needs_new_signatures(world: World, document: Beslutningsgrunnlag) -> None:
    old = document.versions.latest("number")
    put_name(world, document, "nina")
    reopen(document.pk, actor=world.act("tom", WINTER), at=WINTER)
    now = Beslutningsgrunnlag.objects.get(pk=document.pk)
    change = {"summary": "Noe annet går igjen."}
    saved = save_answers(document.pk, answers=change, revision=now.revision, actor=world.act("tom", WINTER), at=WINTER)
    freeze_for_signing(document.pk, revision=saved.revision, actor=world.act("tom", WINTER), at=WINTER)
    with pytest.raises(OtherVersion):
        sign(document.pk, sha256=old.sha256, actor=world.act("nina", WINTER), at=WINTER)
    assert (old.signatures.count(), document.versions.latest("number").signatures.count()) == (1, 0)


def test_whoever_signs_what_was_taken_back_is_told_so(
    world: World, document: Beslutningsgrunnlag, client: Client
) -> None:
    reopen(document.pk, actor=world.act("tom", WINTER), at=WINTER)
    client.force_login(world.people["nina"])
    old = {"sha256": document.versions.latest("number").sha256}
    answer = client.post(f"/beslutningsgrunnlag/{document.pk}/signer/", old, follow=True)
    (said,) = [str(message) for message in answer.context["messages"]]
    assert said == "Grunnlaget er tatt tilbake, så ingenting er signert. Du kan signere når det er lagt fram på nytt."
    assert not Signature.objects.filter(version__document=document).exists()


def test_what_is_over_the_frame_is_not_sent_and_says_by_how_much_and_what_to_do(
    world: World, document: Beslutningsgrunnlag, client: Client
) -> None:
    reopen(document.pk, actor=world.act("nina", WINTER), at=WINTER)
    now = Beslutningsgrunnlag.objects.get(pk=document.pk)
    frame = now.given["ceiling"]["amount"]
    path = next(path for path in now.answers if path.endswith(f"budget.{now.party_id}.2025"))
    more = {path: str(int(now.answers[path]) + 12_000)}
    saved = save_answers(document.pk, answers=more, revision=now.revision, actor=world.act("nina", WINTER), at=WINTER)
    says = f"Budsjettet er {kr(12_000)} over rammen på {kr(frame)}. Senk et av tiltakene."
    with pytest.raises(NotReady) as refused:
        freeze_for_signing(document.pk, revision=saved.revision, actor=world.act("nina", WINTER), at=WINTER)
    assert [problem.text for problem in refused.value.problems] == [says]
    client.force_login(world.people["nina"])
    page = client.get(f"/beslutningsgrunnlag/{document.pk}/se-over/").content.decode()
    assert says in page
    assert "Se over før du legger fram" in page
    assert "Beslutningsgrunnlag 2025, Innherred" in page
    assert "Frist 3. februar 2025" in page
    for section in now.form.sections:
        link = f'<a class="ds-link no-print" href="/dokument/{document.pk}/skjema/{section.key}/">Endre'
        assert f'{link}<span class="ds-sr-only"> {section.title}</span></a>' in page
    assert state(document) == State.DRAFT


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("2024-01-01", "2024-12-31", "Det er ferdig 31. desember 2024, men pengene er for 2025."),
        ("2027-08-01", "2028-06-15", "Det begynner 1. august 2027, men pengene er for 2025."),
        ("0202-01-01", "2025-12-31", "«1. januar 0202» har et år som ikke kan stemme. Sjekk året."),
    ],
)
def test_a_tiltak_lasts_into_the_year_that_it_has_money_in(
    world: World, document: Beslutningsgrunnlag, client: Client, start: str, end: str, says: str
) -> None:
    nina = world.act("nina", WINTER)
    reopen(document.pk, actor=nina, at=WINTER)
    now = Beslutningsgrunnlag.objects.get(pk=document.pk)
    item = f"tiltak.{now.answers['tiltak'][0]}"
    when = {f"{item}.start": start, f"{item}.end": end}
    saved = save_answers(document.pk, answers=when, revision=now.revision, actor=nina, at=WINTER)
    with pytest.raises(NotReady) as refused:
        freeze_for_signing(document.pk, revision=saved.revision, actor=nina, at=WINTER)
    (problem,) = refused.value.problems
    assert says in problem.text
    old = {f"{item}.start": "2019-01-01", f"{item}.end": "2025-12-31"}
    saved = save_answers(document.pk, answers=old, revision=saved.revision, actor=nina, at=WINTER)
    client.force_login(world.people["nina"])
    check = client.get(f"/beslutningsgrunnlag/{document.pk}/se-over/").content.decode()
    assert "Det begynte 1. januar 2019. Stemmer det?" in check
    freeze_for_signing(document.pk, revision=saved.revision, actor=nina, at=WINTER)


def test_an_item_added_after_it_was_put_forward_is_answered_kindly(
    world: World, document: Beslutningsgrunnlag, client: Client
) -> None:
    client.force_login(world.people["nina"])
    for act in ("ny/", f"{document.answers['tiltak'][0]}/fjern/"):
        answer = client.post(f"/dokument/{document.pk}/skjema/tiltak/{act}")
        assert answer.status_code == 409
        assert "Dokumentet kan ikke skrives i nå" in answer.content.decode()
    assert Beslutningsgrunnlag.objects.get(pk=document.pk).answers == document.answers


def test_what_waits_to_be_signed_says_when_all_must_have_done_so(
    world: World, document: Beslutningsgrunnlag, client: Client
) -> None:
    client.force_login(world.people["nina"])
    page = client.get(f"/beslutningsgrunnlag/{document.pk}/").content.decode()
    assert "Alle partene signerer den samme versjonen." in page
    assert ("Alle skal ha signert innen" in page, "Skal behandles innen" in page) == (True, False)
    assert '<span class="ds-tag" data-color="info">Til signering</span>' in page


@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_every_change_to_a_signature(
    world: World, document: Beslutningsgrunnlag, sql: str
) -> None:
    put_name(world, document, "nina")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format("beslutningsgrunnlag_signature"))


def test_whoever_signs_is_told_where_it_went(world: World, document: Beslutningsgrunnlag, client: Client) -> None:
    sha256, told = document.versions.latest("number").sha256, {}
    for name in ("nina", "tom", "dina"):
        client.force_login(world.people[name])
        answer = client.post(f"/beslutningsgrunnlag/{document.pk}/signer/", {"sha256": sha256}, follow=True)
        told[name] = [str(message) for message in answer.context["messages"]]
    waits = "Du har signert. Grunnlaget går til samarbeidsforum når alle har signert."
    assert told == {
        "nina": [waits],
        "tom": [waits],
        "dina": ["Du har signert. Nå har alle signert, og grunnlaget er sendt til samarbeidsforum."],
    }
