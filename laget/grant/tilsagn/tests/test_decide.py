"""One prepares, another decides. The letter says what was decided, to the krone, and everyone can read it."""

import io
import json
import re
from datetime import datetime, timedelta

import pikepdf
import pytest
import typst
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q
from django.test import Client

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.questions.actions import save_answers
from laget.base.questions.answers import NotReady
from laget.base.questions.models import Sending, Version
from laget.base.questions.paper import set_paper
from laget.base.questions.shown import as_shown
from laget.base.questions.states import State
from laget.grant.forum.lines import applications_in, planned_in
from laget.grant.innstilling.models import Innstilling, RecommendedAmount
from laget.grant.innstilling.paper import parts
from laget.grant.innstilling.queries import recommendations
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn, return_tilsagn
from laget.grant.tilsagn.letters import file_hash
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.permissions import can_give, can_propose, can_send
from laget.grant.tilsagn.queries import decidable_by, proposable_by, recommended_in, sendable_by
from laget.grant.tilsagn.round_actions import give_all, propose_all, send_all, send_all_now
from laget.need.tiltak.models import Tiltak
from testing.pdf import faults_in_pdf
from testing.people import AUTUMN, SINCE, World

APRIL: datetime = AUTUMN + timedelta(days=157)
GRANTED = {"all": None, "part": 40_000, "nothing": 0}
TITLES = {
    "all": "Tilsagn om tilskudd for 2025",
    "part": "Delvis tilsagn om tilskudd for 2025",
    "nothing": "Avslag på tilskudd for 2025",
}
XMP = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"


@pytest.fixture
def tilsagn(world: World) -> Tilsagn:
    """The one to Nord universitet, prepared by Eva with the amounts that the forum recommends."""
    world.carry("recommend")
    prepare_tilsagn(world.round, actor=world.act("eva", APRIL), at=APRIL)
    return Tilsagn.objects.get(subject=world.parties["Nord universitet"])


def test_the_tiltak_of_a_network_stand_by_title_wherever_they_are_listed(world: World, tilsagn: Tilsagn) -> None:
    ours = Tiltak.objects.filter(network__name="Innherred")
    titles = ["Ærlige samtaler", "Åpne dører"]
    for tiltak, title in zip(ours.order_by("-item"), titles, strict=True):
        Tiltak.objects.filter(pk=tiltak.pk).update(title=title)
    everywhere = {
        "forum": [each.tiltak for each in planned_in(applications_in(world.round))],
        "innstilling": [each.tiltak for each in recommendations(Innstilling.objects.get())],
        "tilsagn": [each.planned.tiltak for each in recommended_in(world.round) if each.planned],
    }
    for where, found in everywhere.items():
        assert list(dict.fromkeys(each.title for each in found if each in ours)) == titles, where


def decide(world: World, tilsagn: Tilsagn, amount: int | None = None) -> Letter:
    """As Eva proposed it, and Dag decides."""
    propose(world, tilsagn, amount)
    tilsagn.refresh_from_db()
    return give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("dag", APRIL), at=APRIL)


def propose(world: World, tilsagn: Tilsagn, amount: int | None = None) -> None:
    """Eva proposes it, with another amount in every line if one is given."""
    answers = {}
    if amount is not None:
        for line in tilsagn.given["items"]["lines"]:
            answers[f"lines.{line['id']}.amount"] = str(amount)
            answers[f"lines.{line['id']}.reason"] = "Det er ikke penger til alt."
            answers["grounds"] = "Vi kan ikke følge innstillingen fullt ut."
    eva = world.act("eva", APRIL)
    saved = save_answers(tilsagn.pk, answers=answers, revision=tilsagn.revision, actor=eva, at=APRIL)
    propose_tilsagn(tilsagn.pk, revision=saved.revision, actor=eva, at=APRIL)


def content(letter: Letter) -> bytes:
    with letter.file.open("rb") as file:
        return bytes(file.read())


def text_in(pdf: bytes) -> str:
    """What a screen reader is given: the text of every marked piece, in order."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return " ".join(" ".join(_text_of(found) for found in file.pages).split())


def _text_of(found: pikepdf.Page) -> str:
    maps = {name: _unicode(font) for name, font in found.Resources.Font.items()}
    words, now = [], dict[bytes, str]()
    for step in pikepdf.parse_content_stream(found):
        operands, operator = list(step.operands), step.operator
        if str(operator) == "Tf":
            now = maps[str(operands[0])]
        elif str(operator) in ("TJ", "Tj"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            words.append("".join(now.get(codes[n : n + 2], "") for n in range(0, len(codes), 2)))
    return " ".join(words)


def _unicode(font: pikepdf.Object) -> dict[bytes, str]:
    """The font's own table from codes to letters."""
    table, found = font.ToUnicode.read_bytes().decode("latin-1"), {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + n).to_bytes(2, "big")] = chr(int(letter, 16) + n)
    return found


def spaced(amount: int) -> str:
    return f"{amount:,} kr".replace(",", " ")


def test_who_prepared_it_neither_sees_the_button_nor_can_use_it(world: World, tilsagn: Tilsagn, client: Client) -> None:
    HeldRole.objects.create(person=world.people["eva"], role=Role.DECIDER, party=world.county, valid_from=SINCE)
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("eva", APRIL), at=APRIL)
    button, address = "Vedta tilsagnet", f"/tilsagn/{tilsagn.pk}/"
    client.force_login(world.people["eva"])
    assert button not in client.get(address).content.decode()
    assert client.post(f"{address}vedta/").status_code == 404
    client.post(f"/tilsagn/runde/{world.round.pk}/vedta/")
    with pytest.raises(PermissionDenied):
        give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("eva", APRIL), at=APRIL)
    assert Tilsagn.objects.get(pk=tilsagn.pk).state == State.PROPOSED
    client.force_login(world.people["dag"])
    assert button in client.get(address).content.decode()
    client.post(f"{address}vedta/")
    assert Tilsagn.objects.get(pk=tilsagn.pk).decided_by == world.people["dag"]


@pytest.mark.parametrize(("amount", "says", "button"), [
    (None, "Forslaget er å innvilge", "Vedta tilsagnet"),
    (0, "Forslaget er avslag: ingenting av de", "Vedta avslaget"),
])  # fmt: skip
def test_who_decides_sees_what_it_comes_to(
    world: World, tilsagn: Tilsagn, client: Client, amount: int | None, says: str, button: str
) -> None:
    propose(world, tilsagn, amount)
    client.force_login(world.people["dag"])
    page = client.get(f"/tilsagn/{tilsagn.pk}/").content.decode()
    assert (says in page, button in page) == (True, True)
    assert "Tilpasset i fellesskapet, Innherred" in page  # as the letter says it


def test_one_who_is_recommended_nothing_gets_grounds_for_that(world: World) -> None:
    world.carry("recommend")
    nord = world.parties["Nord universitet"]
    RecommendedAmount.objects.filter(Q(planned__recipient=nord) | Q(earmark__recipient=nord)).update(amount=0)
    prepare_tilsagn(world.round, actor=world.act("eva", APRIL), at=APRIL)
    found = {each.subject.name: each.answers["grounds"] for each in Tilsagn.objects.select_related("subject")}
    assert "Hvorfor det ikke blir tilskudd, står ved hvert beløp." in found["Nord universitet"]
    assert found["Fosen"].endswith("Tiltakene er innenfor kriteriene.")


def test_who_has_written_in_it_does_not_decide_either(world: World, tilsagn: Tilsagn) -> None:
    HeldRole.objects.create(person=world.people["dag"], role=Role.CASE_OFFICER, party=world.county, valid_from=SINCE)
    dag = world.act("dag", APRIL)
    saved = save_answers(tilsagn.pk, answers={"grounds": "Mine ord."}, revision=0, actor=dag, at=APRIL)
    propose_tilsagn(tilsagn.pk, revision=saved.revision, actor=world.act("eva", APRIL), at=APRIL)
    with pytest.raises(PermissionDenied):
        give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=dag, at=APRIL)


@pytest.mark.parametrize("name", ["dag", "eva", "ada", "siri", "nina", "tom", "kari"])
def test_what_waits_for_one_is_the_same_asked_one_by_one_and_all_at_once(world: World, name: str) -> None:
    world.carry("recommend")
    prepare_tilsagn(world.round, actor=world.act("eva", APRIL), at=APRIL)
    HeldRole.objects.create(person=world.people["eva"], role=Role.DECIDER, party=world.county, valid_from=SINCE)
    HeldRole.objects.create(person=world.people["dag"], role=Role.CASE_OFFICER, party=world.county, valid_from=SINCE)
    again = Tilsagn.objects.order_by("subject__sort_key")[5]
    propose_tilsagn(again.pk, revision=again.revision, actor=world.act("dag", APRIL), at=APRIL)
    return_tilsagn(again.pk, reason="Si mer.", actor=world.act("eva", APRIL), at=APRIL)
    for n, each in enumerate(Tilsagn.objects.order_by("subject__sort_key")[:6]):
        writer = world.act("dag" if n == 1 else "eva", APRIL)
        saved = save_answers(each.pk, answers={"conditions": "Si fra."}, revision=0, actor=writer, at=APRIL)
        propose_tilsagn(each.pk, revision=saved.revision, actor=world.act("eva", APRIL), at=APRIL)
    actor = world.act(name, APRIL)
    one_by_one = {each.pk for each in Tilsagn.objects.all() if can_give(actor, each)}
    assert set(decidable_by(actor).values_list("pk", flat=True)) == one_by_one
    assert len(one_by_one) == (4 if name == "dag" else 0)
    for may, at_once in ((can_propose, proposable_by), (can_send, sendable_by)):
        one_by_one = {each.pk for each in Tilsagn.objects.all() if may(actor, each)}
        assert set(at_once(actor).values_list("pk", flat=True)) == one_by_one


def test_what_is_decided_at_once_leaves_out_what_one_has_ever_proposed(
    world: World, tilsagn: Tilsagn, client: Client
) -> None:
    HeldRole.objects.create(person=world.people["dag"], role=Role.CASE_OFFICER, party=world.county, valid_from=SINCE)
    HeldRole.objects.create(person=world.people["eva"], role=Role.DECIDER, party=world.county, valid_from=SINCE)
    dag, eva = world.act("dag", APRIL), world.act("eva", APRIL)
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=dag, at=APRIL)
    return_tilsagn(tilsagn.pk, reason="Si mer.", actor=eva, at=APRIL)
    shown = as_shown(proposable_by(eva))
    assert propose_all(world.round, shown=shown, actor=eva, at=APRIL) == (Tilsagn.objects.count(), 0)
    client.force_login(world.people["dag"])
    press(client, world, "vedta")
    left = Tilsagn.objects.filter(state=State.PROPOSED)
    assert [each.subject for each in left] == [world.parties["Nord universitet"]]


def test_what_is_decided_is_what_was_read(world: World, tilsagn: Tilsagn, client: Client) -> None:
    propose(world, tilsagn)
    seen = tilsagn.revision
    return_tilsagn(tilsagn.pk, reason="Se på beløpet.", actor=world.act("dag", APRIL), at=APRIL)
    eva = world.act("eva", APRIL)
    save_answers(tilsagn.pk, answers={"grounds": "Noe annet."}, revision=seen, actor=eva, at=APRIL)
    propose_tilsagn(tilsagn.pk, revision=seen + 1, actor=eva, at=APRIL)
    client.force_login(world.people["dag"])
    page = client.post(f"/tilsagn/{tilsagn.pk}/vedta/", {"revision": seen}, follow=True).content.decode()
    assert "Noen har endret dokumentet siden du så over det." in page
    assert not Letter.objects.exists()


def test_all_that_is_decided_at_once_is_what_was_shown_or_nothing_is(
    world: World, tilsagn: Tilsagn, client: Client
) -> None:
    eva, dag = world.act("eva", APRIL), world.act("dag", APRIL)
    first, *others = Tilsagn.objects.exclude(pk=tilsagn.pk).order_by("subject__sort_key")
    for each in (first, *others[:2]):
        propose_tilsagn(each.pk, revision=each.revision, actor=eva, at=APRIL)
    client.force_login(world.people["dag"])
    page = shown_on(client, world, "vedta")
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=eva, at=APRIL)  # one more
    return_tilsagn(first.pk, reason="Si mer.", actor=dag, at=APRIL)  # one less
    changed = others[0]
    return_tilsagn(changed.pk, reason="Rett det.", actor=dag, at=APRIL)  # one is written anew
    saved = save_answers(changed.pk, answers={"conditions": "Si fra."}, revision=0, actor=eva, at=APRIL)
    propose_tilsagn(changed.pk, revision=saved.revision, actor=eva, at=APRIL)
    said = press(client, world, "vedta", page)
    assert "Ingenting er gjort, for noe er endret siden du åpnet siden:" in said
    assert "Nord universitet er kommet til." in said
    assert f"{changed.subject.name} er endret." in said
    assert f"{first.subject.name} venter ikke lenger." in said
    assert said.count(" er endret.") == 1
    assert not Tilsagn.objects.filter(state=State.GIVEN).exists()
    assert not Letter.objects.exists()
    assert "3 tilsagn er vedtatt." in press(client, world, "vedta")


def test_letters_sent_at_once_are_those_that_were_shown(world: World, tilsagn: Tilsagn, client: Client) -> None:
    eva, dag = world.act("eva", APRIL), world.act("dag", APRIL)
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=eva, at=APRIL)
    give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=dag, at=APRIL)
    client.force_login(world.people["eva"])
    page = shown_on(client, world, "send")
    late = Tilsagn.objects.exclude(pk=tilsagn.pk)[0]
    propose_tilsagn(late.pk, revision=late.revision, actor=eva, at=APRIL)
    give_tilsagn(late.pk, revision=late.revision, actor=dag, at=APRIL)
    assert f"{late.subject.name} er kommet til." in press(client, world, "send", page)
    assert set(Letter.objects.values_list("delivery", flat=True)) == {Letter.Delivery.READY}
    send_all(world.round, shown=as_shown(sendable_by(eva)), actor=eva, at=APRIL, wait=timedelta(minutes=30))
    seen, unseen = Letter.objects.get(tilsagn=tilsagn), Letter.objects.get(tilsagn=late)
    assert send_all_now(world.round, shown=[seen.pk], actor=eva, at=APRIL) == 1
    assert Letter.objects.get(pk=unseen.pk).delivery == Letter.Delivery.QUEUED


def shown_on(client: Client, world: World, act: str) -> str:
    """What the form for this act on the round's page holds."""
    address = f"/tilsagn/runde/{world.round.pk}/"
    page = client.get(address).content.decode()
    found = re.search(rf'action="{address}{act}/".*?name="shown" value="([^"]*)"', page)
    assert found
    return found[1]


def press(client: Client, world: World, act: str, shown: str | None = None) -> str:
    """Press its button, on the page as it is now or as it was; and what is said then."""
    shown = shown_on(client, world, act) if shown is None else shown
    address = f"/tilsagn/runde/{world.round.pk}/{act}/"
    return client.post(address, {"shown": shown}, follow=True).content.decode()


def test_what_is_sent_at_once_is_sent_or_none_of_it_is(world: World, tilsagn: Tilsagn) -> None:
    eva, dag = world.act("eva", APRIL), world.act("dag", APRIL)
    propose_all(world.round, shown=as_shown(proposable_by(eva)), actor=eva, at=APRIL)
    given = give_all(world.round, shown=as_shown(decidable_by(dag)), actor=dag, at=APRIL)
    last = Letter.objects.order_by("tilsagn").last()
    assert last
    assert last.version
    Sending.objects.create(version=last.version, at=APRIL)  # as if someone had sent it by hand
    with pytest.raises(IntegrityError):
        send_all(world.round, shown=as_shown(sendable_by(eva)), actor=eva, at=APRIL)
    assert Tilsagn.objects.filter(state=State.GIVEN).count() == given


def test_less_than_applied_for_needs_a_reason(world: World, tilsagn: Tilsagn) -> None:
    line = tilsagn.given["items"]["lines"][0]
    less = {f"lines.{line['id']}.amount": "0", f"lines.{line['id']}.reason": None}
    eva = world.act("eva", APRIL)
    saved = save_answers(tilsagn.pk, answers=less, revision=0, actor=eva, at=APRIL)
    with pytest.raises(NotReady, match=re.escape(f"{line['title']}: Skriv hvorfor beløpet er lavere enn søkt.")):
        propose_tilsagn(tilsagn.pk, revision=saved.revision, actor=eva, at=APRIL)


def test_other_than_what_is_recommended_needs_other_grounds(world: World, tilsagn: Tilsagn) -> None:
    line, eva = tilsagn.given["items"]["lines"][0], world.act("eva", APRIL)
    less = {f"lines.{line['id']}.amount": str(line["recommended"] - 1), f"lines.{line['id']}.reason": "Rundet ned."}
    saved = save_answers(tilsagn.pk, answers=less, revision=tilsagn.revision, actor=eva, at=APRIL)
    with pytest.raises(NotReady) as refused:
        propose_tilsagn(tilsagn.pk, revision=saved.revision, actor=eva, at=APRIL)
    said = f"{line['title']}: Beløpet er et annet enn forumet har anbefalt. Skriv hvorfor i begrunnelsen."
    assert [problem.text for problem in refused.value.problems] == [said]
    grounds = {"grounds": "Vi runder ned."}
    saved = save_answers(tilsagn.pk, answers=grounds, revision=saved.revision, actor=eva, at=APRIL)
    assert propose_tilsagn(tilsagn.pk, revision=saved.revision, actor=eva, at=APRIL).content["answers"]["grounds"]


@pytest.mark.parametrize("how_much", GRANTED)
def test_the_letter_says_what_was_decided_to_the_krone(world: World, tilsagn: Tilsagn, how_much: str) -> None:
    letter = decide(world, tilsagn, GRANTED[how_much])
    pdf, amounts = content(letter), list(tilsagn.amounts.select_related("recommended"))
    text = text_in(pdf)
    assert letter.sha256 == file_hash(pdf)
    assert TITLES[how_much] in text
    assert spaced(sum(each.amount for each in amounts)) in text
    for each in amounts:
        assert spaced(each.amount) in text
        assert spaced(each.recommended.applied) in text
        assert (how_much == "all") or each.amount == GRANTED[how_much]
    assert ("Kontroll" in text, "Klage" in text) == (how_much != "nothing", True)
    assert "Vedtatt av Dag, forberedt av Eva" in text
    assert "Tilpasset i fellesskapet, Innherred" in text  # a UH may have it in several networks
    with pikepdf.open(io.BytesIO(pdf)) as file:
        data = json.loads(file.attachments["tilsagn.json"].get_file().read_bytes())
    assert [(line["name"], line["granted"]) for line in data["amounts"]] == [
        (each.recommended.full_name, each.amount) for each in sorted(amounts, key=lambda each: each.pk)
    ]
    assert letter.version
    assert data["version"] == letter.version.sha256
    assert data["granted"] == sum(each.amount for each in amounts)


@pytest.mark.parametrize("how_much", GRANTED)
def test_the_letter_is_for_the_archive_and_for_everyone(world: World, tilsagn: Tilsagn, how_much: str) -> None:
    assert faults_in_pdf(content(decide(world, tilsagn, GRANTED[how_much]))) == []


def test_every_kind_of_document_is_for_the_archive_and_for_everyone(world: World) -> None:
    world.carry("report")
    kinds = set()
    for version in Version.objects.order_by("document__kind", "pk").distinct("document__kind"):
        document = version.document
        kinds.add(document.kind)
        more = parts(Innstilling.objects.get(pk=document.pk), version) if document.kind == "innstilling" else ()
        assert faults_in_pdf(set_paper(document, version, on=version.frozen_on, parts=more)) == []
    assert kinds == {"assessment", "behovsmelding", "beslutningsgrunnlag", "innstilling", "tilsagn", "report"}


def test_the_validator_finds_what_is_wrong() -> None:
    plain = typst.compile(b"#set page(width: 5cm)\nHei")
    assert {profile for profile, _rule, _message in faults_in_pdf(plain)} == {"ua-1", "pdfa-3a"}


def test_the_letter_is_tagged_named_and_carries_its_fonts_and_its_data(world: World, tilsagn: Tilsagn) -> None:
    pdf = content(decide(world, tilsagn))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        archive, readers = XMP
        with file.open_metadata() as meta:
            assert (meta[f"{archive}part"], meta[f"{archive}conformance"], meta[f"{readers}part"]) == ("3", "A", "1")
            assert meta["dc:title"] == "Tilsagn om tilskudd for 2025, Nord universitet"
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "nb-NO"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        fonts = [font for each in file.pages for font in each.Resources.Font.values()]
        described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert fonts
        assert all("/FontFile2" in each or "/FontFile3" in each for each in described)
        (attached,) = file.Root.AF
        assert str(attached.AFRelationship) == "/Data"


@pytest.mark.parametrize("sql", ["UPDATE {} SET amount = 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_every_change_to_what_was_granted(world: World, tilsagn: Tilsagn, sql: str) -> None:
    decide(world, tilsagn)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format("tilsagn_grantedamount"))
