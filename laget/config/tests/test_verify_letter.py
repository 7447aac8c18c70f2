"""Whoever has a letter can find out whether it is genuine. Of a thousand tampered with, every one is found."""

import io
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.ui.seal import certificate, read_seal, seal
from laget.config.cli import main
from laget.grant.corrections.actions import decide_correction, propose_correction
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import send_tilsagn
from laget.grant.tilsagn.tests.letters import APRIL, content, decided, of
from laget.grant.tilsagn.verify import Finding, check
from testing.people import World

MUTANTS = 1000
Dice = random.Random


@pytest.fixture
def letter(world: World) -> Letter:
    letter = decided(world)
    send_tilsagn(of(letter).pk, actor=world.act("eva", APRIL), at=APRIL)
    return letter


def verify(tmp_path: Path, file: bytes) -> int:
    path = tmp_path / "brev.pdf"
    path.write_bytes(file)
    return main(["verify", str(path)])


def test_a_file_full_of_references_takes_no_more_queries_than_one(letter: Letter) -> None:
    counted = []
    for n in (1, 50_000):
        file = b" ".join(b"2031/%08X" % i for i in range(n))
        with CaptureQueriesContext(connection) as queries:
            found = check(file)
        assert (found.finding, "Laget har sett etter de første 100." in found.why) == (Finding.UNKNOWN, n > 1)
        counted.append(len(queries))
    assert counted == [2, 2]
    among = b" ".join([b"2031/0000000A", letter.reference.encode(), b"2031/0000000B"])
    assert check(among).letter == letter


# -- Ways to tamper ------------------------------------------------------------------------------------


def flip_a_bit(pdf: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(pdf))
    return pdf[:at] + bytes([pdf[at] ^ (1 << dice.randrange(8))]) + pdf[at + 1 :]


def change_the_seals_padding(pdf: bytes, dice: Dice) -> bytes:
    """Inside the seal itself, where the signature does not reach."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    at = dice.randrange(end - 200, end)
    return pdf[:at] + dice.choice(b"123456789ABCDEF").to_bytes() + pdf[at + 1 :]


def cut_off(pdf: bytes, dice: Dice) -> bytes:
    return pdf[: dice.randrange(len(pdf))]


def take_out(pdf: bytes, dice: Dice) -> bytes:
    at, length = dice.randrange(len(pdf) - 50), dice.randint(1, 50)
    return pdf[:at] + pdf[at + length :]


def add_after_the_end(pdf: bytes, dice: Dice) -> bytes:
    return pdf + dice.choice([b"\n", b"%%EOF\n", b" ", dice.randbytes(dice.randint(1, 40))])


def update_it(pdf: bytes, dice: Dice) -> bytes:
    """An incremental update that turns a page, as a PDF program would."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(dice.choice([90, 180, 270]))  # type: ignore[no-untyped-call]
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def save_anew(pdf: bytes, dice: Dice) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return _saved(file, dice)


def turn_the_pages(pdf: bytes, dice: Dice) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.pages.append(file.pages[0])
        file.pages.reverse()
        return _saved(file, dice)


def swap_the_data(pdf: bytes, dice: Dice) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.attachments["tilsagn.json"] = f'{{"granted": {dice.randint(1, 10**7)}}}'.encode()
        return _saved(file, dice)


def seal_it_anew(pdf: bytes, _dice: Dice) -> bytes:
    """With the very same certificate: a file that we could have made, but didn't."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.Root.AcroForm, file.Root.Perms
        for page in file.pages:
            page.Annots = pikepdf.Array()
        out = io.BytesIO()
        file.save(out)
    return seal(out.getvalue(), reason="Vedtak")


def _saved(file: pikepdf.Pdf, dice: Dice) -> bytes:
    out = io.BytesIO()
    file.save(out, linearize=dice.random() < 0.5, deterministic_id=True)
    return out.getvalue()


CHEAP = (flip_a_bit, flip_a_bit, flip_a_bit, change_the_seals_padding, cut_off, take_out, add_after_the_end)
DEAR = (update_it, save_anew, turn_the_pages, swap_the_data, seal_it_anew)


def mutants(pdf: bytes, number: int) -> list[tuple[str, bytes]]:
    """Different from the letter and from each other, each with the name of what was done."""
    dice, found = Dice(1814), dict[bytes, str]()
    while len(found) < number:
        way: Callable[[bytes, Dice], bytes] = dice.choice(DEAR if dice.random() < 0.1 else CHEAP)
        found.setdefault(way(pdf, dice), way.__name__)
        found.pop(pdf, None)
    return [(name, mutant) for mutant, name in found.items()]


# -- What is found ------------------------------------------------------------------------------------


def test_a_letter_is_genuine(letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(tmp_path, content(letter)) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["Brevet er ekte.", "Seglet er helt, og revisjonsloggen har fila."]
    assert said[2] == f"Det er {letter.reference} til {letter.recipient.name}, datert 10. april 2025."
    assert said[-1] == f"SHA-256: {letter.sha256}"


def test_one_that_is_replaced_is_genuine_and_says_so(
    world: World, letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = propose_correction(
        letter, what="Navnet.", texts={"recipient": "Nord"}, actor=world.act("eva", APRIL), at=APRIL
    )
    decide_correction(made.pk, actor=world.act("dag", APRIL), at=APRIL)
    assert verify(tmp_path, content(letter)) == 0
    assert "Det er ERSTATTET av et senere brev, datert 10. april 2025." in capsys.readouterr().out.splitlines()


def test_a_thousand_that_were_tampered_with_are_all_found(letter: Letter) -> None:
    tampered = mutants(content(letter), MUTANTS)
    found = Counter((name, check(mutant).finding) for name, mutant in tampered)
    assert [name for (name, finding) in found if finding is Finding.GENUINE] == []
    assert found.total() == MUTANTS
    assert {name for name, _finding in found} == {way.__name__ for way in (*CHEAP, *DEAR)}
    # Which letter it was is known too, but where it has been cut short before the place that says so.
    assert {name for name, finding in found if finding is Finding.UNKNOWN} <= {"cut_off"}


@pytest.mark.parametrize("way", dict.fromkeys((*CHEAP, *DEAR)))
def test_the_command_says_that_it_is_not_genuine(
    letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: Callable[[bytes, Dice], bytes]
) -> None:
    assert verify(tmp_path, way(content(letter), Dice(5))) in {1, 2}
    assert "Brevet er ekte." not in capsys.readouterr().out


def test_what_was_done_is_said_where_it_can_be_seen(letter: Letter) -> None:
    pdf = content(letter)
    assert check(pdf + b" ").why == "Noe er lagt til etter at brevet ble forseglet."
    assert check(pdf[:-1]).why == "Slutten av fila mangler."
    changed = check(pdf.replace(b"endobj", b"endobJ", 1))
    assert changed.why == "Innholdet er et annet enn da brevet ble forseglet."
    assert changed.letter == letter


def test_the_seal_alone_sees_what_is_added(letter: Letter) -> None:
    """A second lock: whoever has only the file, and asks another program, is told as well."""
    pdf = content(letter)
    assert read_seal(pdf) is not None
    for way in (update_it, save_anew, swap_the_data):
        changed = read_seal(way(pdf, Dice(5)))
        assert changed is None or not changed.intact


@pytest.mark.parametrize("file", [b"", b"Hei", b"%PDF-1.7\n%%EOF\n", b"2025/00000000"])
def test_something_else_is_unknown(
    letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: bytes
) -> None:
    assert verify(tmp_path, file) == 2
    assert "Ukjent fil. Den kan ikke regnes som et ekte brev." in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said_so(
    letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "borte.pdf")]) == 3
    assert "Kan ikke lese" in capsys.readouterr().err


def test_a_letter_that_is_not_sent_is_told_of_to_none_but_who_has_it(world: World) -> None:
    letter = decided(world)
    pdf = content(letter)
    assert check(pdf).finding is Finding.GENUINE
    assert check(pdf + b" ").finding is Finding.UNKNOWN


def as_owner_of_the_database(sql: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_a_letter_slipped_into_the_database_is_not_in_the_chain(letter: Letter) -> None:
    forged = swap_the_data(content(letter), Dice(5))
    letter.file.storage.save(f"forged-{letter.sha256}.pdf", io.BytesIO(forged))
    assert check(forged).finding is Finding.CHANGED
    digest = check(forged).sha256
    as_owner_of_the_database("UPDATE tilsagn_letter SET sha256 = %s WHERE id = %s", digest, letter.pk)
    assert (
        check(forged).why == "Fila ligger i Laget, men revisjonsloggen har den ikke. Da kan den ikke regnes som ekte."
    )
    as_owner_of_the_database(
        "UPDATE audit_entry SET detail = jsonb_set(detail, '{letter}', to_jsonb(%s::text)) WHERE act = 'give'", digest
    )
    assert check(forged).finding is Finding.CHANGED


def test_the_seal_is_that_of_the_decision(letter: Letter) -> None:
    verdict = check(content(letter))
    assert verdict.entry is not None
    assert verdict.entry.detail["seal"] == certificate()


# -- The page ------------------------------------------------------------------------------------------


def post(client: Client, file: bytes) -> tuple[int, str]:
    answer = client.post("/tilsagn/sjekk-brev/", {"file": SimpleUploadedFile("brev.pdf", file)})
    return answer.status_code, answer.content.decode()


def test_the_page_tells_anyone_without_signing_in(letter: Letter, client: Client) -> None:
    status, page = post(client, content(letter))
    assert (status, "<h2" in page, "Brevet er ekte</h2>" in page) == (200, True, True)
    status, page = post(client, content(letter) + b" ")
    assert (status, "Brevet er ikke ekte</h2>" in page) == (200, True)
    status, page = post(client, b"Hei")
    assert (status, "Vi kjenner ikke denne fila</h2>" in page) == (200, True)
    assert client.cookies == {}


def test_the_page_refuses_what_is_too_large_and_keeps_nothing(
    letter: Letter, client: Client, tmp_path: Path, settings: object
) -> None:
    status, page = post(client, b"0" * 2_700_000)
    assert (status, "Fila er for stor til å være et brev fra Laget." in page) == (413, True)
    assert client.post("/tilsagn/sjekk-brev/").status_code == 422
