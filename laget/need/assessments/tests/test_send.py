"""What is sent is frozen for ever; it can come back with a reason, and the next version shows what changed."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from laget.base.audit.models import Entry
from laget.base.questions.actions import content_hash, save_answers
from laget.base.questions.answers import NotReady
from laget.base.questions.models import Return, Version
from laget.need.assessments.actions import return_assessment, submit_assessment
from laget.need.assessments.models import Assessment
from testing.people import AUTUMN, World

ANSWERS = {
    "lack": "Vi mangler felles rutiner.",
    "not_mastered": "Skolevegring.",
    "need": "Vi trenger kompetanse i tidlig innsats.",
    "target_groups": ["kindergarten"],
    "took_part": ["staff", "leaders"],
    "how": "Personalmøte.",
}
REASON = "Si mer om hvem som trenger kompetansen."
LATER = AUTUMN + timedelta(days=2)


@pytest.fixture
def sent(world: World) -> Assessment:
    world.carry("ask_owners")
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    save_answers(assessment.pk, answers=ANSWERS, revision=0, actor=world.act("knut"), at=AUTUMN)
    submit_assessment(assessment.pk, revision=1, actor=world.act("kari"), at=AUTUMN)
    return Assessment.objects.get(pk=assessment.pk)


def send_again(world: World, assessment: Assessment) -> Version:
    """Ola sends it back, Kari says more, and sends it again."""
    return_assessment(assessment.pk, reason=REASON, actor=world.act("ola"), at=LATER)
    more = {"need": "Vi trenger mye kompetanse i tidlig innsats."}
    save_answers(assessment.pk, answers=more, revision=1, actor=world.act("kari"), at=LATER)
    return submit_assessment(assessment.pk, revision=2, actor=world.act("kari"), at=LATER)


def test_it_is_sent_back_on_its_page_and_not_without_a_reason(world: World, sent: Assessment, client: Client) -> None:
    client.force_login(world.people["ola"])
    page = sent.get_absolute_url()
    assert "De som skrev det, får se dette." in client.get(page).content.decode()
    refused = client.post(f"{page}send-tilbake/", {"reason": " "}, follow=True).content.decode()
    assert "Skriv hva som må endres, og hvorfor." in refused
    assert not Return.objects.exists()
    done = client.post(f"{page}send-tilbake/", {"reason": REASON}, follow=True).content.decode()
    assert "Vurderingen er sendt tilbake." in done
    assert Return.objects.get().reason == REASON


def test_a_version_says_who_sent_what_and_has_its_hash(world: World, sent: Assessment) -> None:
    version = sent.versions.get()
    assert (version.number, version.frozen_by, version.frozen_at) == (1, world.people["kari"], AUTUMN)
    assert version.frozen_by_role == "Leder i virksomheten, Solbakken barnehage"
    assert version.content["answers"] == ANSWERS
    assert version.sha256 == content_hash(version.content)
    assert Entry.objects.get(act="submit", about=str(sent.pk)).detail == {"sha256": version.sha256}


@pytest.mark.parametrize("table", ["questions_version", "questions_return"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_every_change_to_what_was_sent(
    world: World, sent: Assessment, table: str, sql: str
) -> None:
    return_assessment(sent.pk, reason=REASON, actor=world.act("ola"), at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format(table))


def test_what_came_back_says_why_and_can_be_written_in_again(world: World, sent: Assessment, client: Client) -> None:
    return_assessment(sent.pk, reason=REASON, actor=world.act("ola"), at=LATER)
    client.force_login(world.people["kari"])
    text = client.get(f"/vurdering/{sent.pk}/").content.decode()
    assert (REASON in text, "Sendt tilbake av Ola" in text, "Skriv del for del" in text) == (True, True, True)
    assert Return.objects.get().version == sent.versions.get()


def test_the_next_version_shows_what_changed(world: World, sent: Assessment, client: Client) -> None:
    assert send_again(world, sent).number == 2
    client.force_login(world.people["ola"])
    text = client.get(f"/dokument/{sent.pk}/versjon/2/").content.decode()
    assert "Endret siden versjon 1" in text
    assert [words.strip() for words in re.findall("<ins>(.*?)</ins>", text)] == ["mye"]
    assert "Innholdet stemmer med fingeravtrykket." in text
    assert REASON in client.get(f"/dokument/{sent.pk}/versjon/1/").content.decode()


def test_what_is_sent_is_what_the_sender_looked_at(world: World, sent: Assessment) -> None:
    return_assessment(sent.pk, reason=REASON, actor=world.act("ola"), at=LATER)
    save_answers(sent.pk, answers={"need": "Nytt"}, revision=1, actor=world.act("knut"), at=LATER)
    with pytest.raises(NotReady, match="Noen har endret dokumentet siden du så over det"):
        submit_assessment(sent.pk, revision=1, actor=world.act("kari"), at=LATER)
    assert sent.versions.count() == 1


def test_what_is_missing_is_named_before_it_is_sent(world: World, client: Client) -> None:
    world.carry("ask_owners")
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    client.force_login(world.people["kari"])
    text = client.get(f"/vurdering/{assessment.pk}/se-over/").content.decode()
    assert "Hva mangler vi? Mangler svar." in text
    answer = client.post(f"/vurdering/{assessment.pk}/send/", {"revision": "0"}, follow=True)
    assert "Hva mangler vi? Mangler svar." in answer.content.decode()
    assert not assessment.versions.exists()


@pytest.mark.parametrize(
    ("took_part", "missing"),
    [(["staff"], "ledere"), (["children"], "ansatte og ledere"), (["staff", "leaders"], ""), ([], "")],
)
def test_that_staff_or_leaders_did_not_take_part_is_said_before_it_is_sent(
    world: World, client: Client, took_part: list[str], missing: str
) -> None:
    world.carry("ask_owners")
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    answers = {**ANSWERS, "took_part": took_part}
    save_answers(assessment.pk, answers=answers, revision=0, actor=world.act("kari"), at=AUTUMN)
    client.force_login(world.people["kari"])
    page = client.get(f"/vurdering/{assessment.pk}/se-over/").content.decode()
    says = f"Dere har ikke krysset av for {missing} under «Hvem har vært med på vurderingen?»."
    assert ("Dere har ikke krysset av" in page, says in page) == (bool(missing), bool(missing))
    assert page.count("Send til Inderøy kommune") == (2 if took_part else 0)  # it stops nobody


def test_the_history_names_every_act_with_who_and_in_what_role(world: World, sent: Assessment, client: Client) -> None:
    send_again(world, sent)
    client.force_login(world.people["kari"])
    lines = client.get(f"/dokument/{sent.pk}/historikk/").context["lines"]
    assert [(line["entry"].actor_name, str(line["act"])) for line in lines] == [
        ("Kari", "sendte"), ("Kari", "lagret"), ("Ola", "sendte tilbake"), ("Kari", "sendte"), ("Knut", "lagret"),
        ("Nina", "opprettet"),
    ]  # fmt: skip
    assert lines[4]["entry"].role == "Ansatt i virksomheten, Solbakken barnehage"
    client.force_login(world.people["pia"])
    assert client.get(f"/dokument/{sent.pk}/historikk/").status_code == 404


@pytest.mark.parametrize("act", ["ny/", "3f2a1b00/fjern/"])
def test_an_item_is_added_only_where_there_are_items(world: World, client: Client, act: str) -> None:
    world.carry("ask_owners")
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    client.force_login(world.people["kari"])
    assert client.post(f"/dokument/{assessment.pk}/skjema/need/{act}").status_code == 404
    assert Assessment.objects.get(pk=assessment.pk).answers == {}


def test_two_who_write_the_same_see_both_texts_and_nothing_is_lost(world: World, client: Client) -> None:
    world.carry("ask_owners")
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    theirs, mine = "Vi trenger kompetanse i lek.", "Vi trenger kompetanse i språk."
    save_answers(assessment.pk, answers={"need": theirs}, revision=0, actor=world.act("knut"), at=AUTUMN)
    client.force_login(world.people["kari"])
    address, typed = f"/dokument/{assessment.pk}/skjema/need/", {"need": mine, "revision": "0", "page": "hers"}
    clash = client.post(address, typed)
    text = clash.content.decode()
    assert clash.status_code == 409
    assert (theirs in text, f">\n{mine}</textarea>" in text, "Knut skrev" in text) == (True, True, True)
    assert (re.findall("<del>(.*?)</del>", text), re.findall("<ins>(.*?)</ins>", text)) == (["lek."], ["språk."])
    assert Assessment.objects.get(pk=assessment.pk).answers == {"need": theirs}
    assert client.post(address, typed | {"revision": "1"}).status_code == 302
    now = Assessment.objects.get(pk=assessment.pk)
    assert (now.answers, now.revision) == ({"need": mine}, 2)


def test_a_draft_saves_itself_and_counts_its_revisions(world: World, client: Client) -> None:
    world.carry("ask_owners")
    assessment = Assessment.objects.get(subject__name="Solbakken barnehage")
    client.force_login(world.people["knut"])
    for n, words in enumerate(("Lek", "Lek og", "Lek og språk"), start=1):
        typed = {"need": words, "revision": "0", "page": "his"}
        answer = client.post(f"/dokument/{assessment.pk}/skjema/need/", typed, headers={"HX-Request": "true"})
        assert (answer.status_code, "Lagret kl." in answer.content.decode()) == (200, True)
        now = Assessment.objects.get(pk=assessment.pk)
        assert (now.revision, now.answers["need"]) == (n, words)
