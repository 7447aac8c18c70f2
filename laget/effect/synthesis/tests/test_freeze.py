"""Who makes a synthesis, that it never changes once frozen, and that nothing comes out that few have said."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole
from laget.base.actors.models import Party
from laget.base.audit.models import Entry
from laget.base.cycle.models import FormVersion
from laget.base.questions.actions import content_hash
from laget.base.questions.models import Document, Sending, Version
from laget.base.questions.queries import visible_to as documents_visible_to
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.synthesis import actions, queries
from laget.effect.synthesis.actions import Selection
from laget.effect.synthesis.models import Frozen, Synthesis
from laget.effect.synthesis.picture import picture_of
from laget.need.plans.actions import revise_plan
from laget.need.plans.models import Plan
from testing.pdf import faults_in_pdf, plain, text_of_pdf
from testing.people import AUTUMN, PEOPLE, World, build_world
from testing.syntheses import NAMES, adopt, describe, said_by, sum_up

KIND = "plan_description"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Twenty municipalities have described their project: ten in Innherred, ten in Fosen."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        describe(world)
        yield world
        transaction.set_rollback(True)


def made(world: World, name: str = "arne", party: str = "", out: Any = ()) -> Synthesis:
    whose = world.parties[party] if party else world.forum
    pks = [Document.objects.get(subject__name=NAMES[i], kind=KIND).pk for i in out]
    chosen = Selection(KIND, "Slik begynner kommunene", left_out=pks)
    return actions.make_synthesis(whose, selection=chosen, actor=world.act(name), at=AUTUMN)


def freeze(world: World, synthesis: Synthesis, audience: str, name: str = "arne") -> Frozen:
    actor = world.act(name)
    seen = picture_of(synthesis, actor, audience=audience).sha256
    return actions.freeze_synthesis(synthesis.pk, audience=audience, seen=seen, actor=actor, at=AUTUMN)


def readers_of(world: World, synthesis: Synthesis) -> set[str]:
    return {name for name in PEOPLE if queries.visible_to(world.act(name)).filter(pk=synthesis.pk)}


def asked_in(content: dict[str, Any]) -> set[str]:
    return {piece["question"] for section in content["sections"] for piece in section["pieces"]}


def test_the_secretary_koordinators_and_case_officers_make_them_and_nobody_else(world: World, db: None) -> None:
    makers = {"arne": "Samarbeidsforum i Trøndelag", "nina": "Innherred", "pål": "Fosen", "eva": "Trøndelag"}
    for name in PEOPLE:
        for party in set(makers.values()):
            if makers.get(name) == party:
                made(world, name, party)
            else:
                with pytest.raises(PermissionDenied):
                    made(world, name, party)


def test_whoever_makes_one_may_read_every_document_in_it(world: World, db: None) -> None:
    """So two drafts that differ by one document tell nothing that its maker can't read there."""
    for name, party in (("arne", ""), ("eva", "Trøndelag"), ("nina", "Innherred"), ("pål", "Fosen")):
        actor = world.act(name)
        found = {each.pk for each in queries.selected(actor, made(world, name, party))}
        assert found
        assert found <= set(documents_visible_to(actor, Document.objects.all()).values_list("pk", flat=True)), name
    with_drafts = {each.pk for each in queries.selected(world.act("ola"), made(world))}
    assert with_drafts <= set(
        documents_visible_to(world.act("ola"), Document.objects.all()).values_list("pk", flat=True)
    )


def test_a_draft_is_for_those_who_make_it_and_a_frozen_one_for_those_it_was_published_to(
    world: World, db: None
) -> None:
    synthesis = made(world)
    assert readers_of(world, synthesis) == {"arne"}
    assert not queries.open_to_all().exists()
    freeze(world, synthesis, "public")
    assert readers_of(world, synthesis) == set(PEOPLE)
    assert f'href="/oppsummeringer/apne/{synthesis.pk}/"' in Client().get("/oppsummeringer/apne/").content.decode()
    page = Client().get(f"/oppsummeringer/apne/{synthesis.pk}/")
    text = page.content.decode()
    assert (page.status_code, "19 av 20" in text, "Det som skiller seg ut" in text) == (200, True, False)
    assert faults_in_pdf(Client().get(f"/oppsummeringer/apne/{synthesis.pk}/?som=pdf").content) == []


def test_what_is_published_to_the_county_is_for_the_county(world: World, db: None) -> None:
    synthesis = made(world)
    freeze(world, synthesis, "county")
    client = Client()
    client.force_login(world.people["kari"])
    page = client.get(f"/oppsummeringer/{synthesis.pk}/").content.decode()
    assert ("Mange svarer" in page or "De fleste svarer" in page, "Hvem med hvem" in page) == (True, False)
    assert Client().get(f"/oppsummeringer/apne/{synthesis.pk}/").status_code == 404


def test_a_frozen_one_never_changes_whatever_is_sent_afterwards(world: World, db: None) -> None:
    synthesis = made(world)
    frozen = freeze(world, synthesis, "own")
    assert frozen.sha256 == content_hash(frozen.content)
    assert frozen.content["inner_sha256"] == content_hash(frozen.inner)
    assert sorted(frozen.rests_on.values_list("sha256", flat=True)) == sorted(
        each["sha256"] for each in frozen.content["sources"]
    )
    before = queries.visible_to(world.act("arne")).get(pk=synthesis.pk).frozen.content
    _say_more(world, 5)
    assert queries.visible_to(world.act("arne")).get(pk=synthesis.pk).frozen.content == before
    arne = world.act("arne")
    with pytest.raises(NotInOrder):
        actions.write_passage(synthesis.pk, section="need", text="Mer.", opened="", actor=arne, at=AUTUMN)
    for sql in ("UPDATE synthesis_frozen SET audience = 'public'", "DELETE FROM synthesis_frozen"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    acts = Entry.objects.filter(about=str(synthesis.pk)).order_by("number").values_list("act", flat=True)
    assert list(acts) == ["make", "freeze"]


def test_a_draft_follows_the_documents_and_is_frozen_as_it_was_looked_at(world: World, db: None) -> None:
    synthesis, arne = made(world), world.act("arne")
    seen = picture_of(synthesis, arne)
    _say_more(world, 5)
    now = picture_of(synthesis, arne)
    assert (now.sha256 != seen.sha256, now.content["n"]) == (True, 20)
    with pytest.raises(ChangedMeanwhile):
        actions.freeze_synthesis(synthesis.pk, audience="own", seen=seen.sha256, actor=arne, at=AUTUMN)


def test_the_sample_county_has_one_published_and_one_being_written(world: World, db: None) -> None:
    frozen, draft = sum_up(world.county, today=AUTUMN.date(), kind=KIND)
    assert [each.pk for each in queries.open_to_all()] == [frozen.pk]
    assert Frozen.objects.get().content["n"] == 20
    assert not Frozen.objects.filter(synthesis=draft.pk).exists()


def test_nobody_freezes_in_anothers_name(world: World, db: None) -> None:
    synthesis = made(world)
    values: dict[str, Any] = {
        "audience": "own",
        "content": {},
        "inner": {},
        "told": {},
        "sha256": "0" * 64,
        "at": AUTUMN,
        "role": "",
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        Frozen.objects.create(synthesis=synthesis, person=world.people["siri"], **values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_two_that_are_published_can_not_be_subtracted(world: World, db: None) -> None:
    """One municipality fewer would say what that one has answered, to those who may not read it."""
    freeze(world, made(world), "county")
    for out in ([3], [3, 4, 5, 6]):
        with pytest.raises(NotInOrder):
            freeze(world, made(world, out=out), "public")
    freeze(world, made(world, out=[3]), "own")  # for those who may read it, it is no secret
    freeze(world, made(world, out=range(5)), "county")
    with pytest.raises(NotInOrder):  # by itself 13 of 20, but three of the five that were left out
        freeze(world, made(world, out=[*range(3), *range(10, 14)]), "county")
    freeze(world, made(world), "county")  # the same once more tells nothing new
    _say_more(world, 5)
    with pytest.raises(NotInOrder):  # what it says now, and said then
        freeze(world, made(world), "county")


def test_a_question_that_few_have_answered_is_not_told_to_others(world: World, db: None) -> None:
    synthesis = made(world)
    assert "target_more" in asked_in(picture_of(synthesis, world.act("arne")).content)
    frozen = freeze(world, synthesis, "county")
    assert "target_more" not in asked_in(frozen.content)
    assert "Er det noen dere vil ha særlig oppmerksomhet på?" in frozen.content["left_out"]
    assert all(len(versions) >= 5 for question, versions in frozen.told.items())


def test_a_quotation_stands_word_for_word_with_its_source(world: World, db: None) -> None:
    synthesis, arne = made(world), world.act("arne")
    version = next(v for v in queries.versions_in(arne, synthesis) if v.document.subject.name == NAMES[0])
    words = "strever med språk"
    about: dict[str, Any] = {"version": version.pk, "question": "situation", "actor": arne, "at": AUTUMN}
    quotation = actions.quote(synthesis.pk, text=words, **about)
    with pytest.raises(NotInOrder):
        actions.quote(synthesis.pk, text="strever veldig med språk", **about)
    with pytest.raises(NotInOrder):
        actions.quote(synthesis.pk, text=words, **{**about, "question": "aim"})
    (need,) = [each for each in picture_of(synthesis, arne).content["sections"] if each["key"] == "need"]
    (quoted,) = need["quotations"]
    assert (quoted["whose"], quoted["sha256"], quoted["text"]) == (NAMES[0], version.sha256, words)
    synthesis.left_out.add(version.document)
    assert [each["quotations"] for each in picture_of(synthesis, arne).content["sections"] if each["quotations"]] == []
    synthesis.left_out.clear()
    other = made(world, "nina", "Innherred")
    with pytest.raises(PermissionDenied):  # Fosen's, which the koordinator of Innherred hasn't in hers
        actions.quote(other.pk, text=words, **{**about, "actor": world.act("nina")})
    actions.take_out(synthesis.pk, quotation=quotation.pk, actor=arne, at=AUTUMN)
    assert not synthesis.quotations.exists()


def test_two_who_write_in_the_same_section_lose_nothing(world: World, db: None) -> None:
    synthesis = made(world)
    also: dict[str, Any] = {"role": "forum_secretary", "party": world.forum, "valid_from": AUTUMN.date()}
    HeldRole.objects.create(person=world.people["siri"], **also)
    first, second = world.act("arne"), world.act("siri")
    write: dict[str, Any] = {"section": "need", "opened": "", "at": AUTUMN}
    assert actions.write_passage(synthesis.pk, text="Mange vil det samme.", actor=first, **write) is None
    theirs = actions.write_passage(synthesis.pk, text="Noe annet.", actor=second, **write)
    assert theirs
    assert (theirs.text, theirs.person) == ("Mange vil det samme.", world.people["arne"])
    both: dict[str, Any] = {**write, "opened": theirs.text}
    assert actions.write_passage(synthesis.pk, text="Begge deler.", actor=second, **both) is None
    assert synthesis.passages.get().text == "Begge deler."


def test_the_pages_from_selection_to_paper(world: World, db: None) -> None:
    client = Client()
    client.force_login(world.people["arne"])
    where = f"/oppsummeringer/ny/{world.forum.pk}/{KIND}/"
    shown = [str(pk) for pk in Document.objects.filter(kind=KIND).values_list("pk", flat=True)]
    assert client.post(where, {"shown": shown, "chosen": [], "title": "Ingen"}).status_code == 422
    assert client.post(where, {"shown": shown, "chosen": shown, "title": ""}).status_code == 422
    page = client.post(where, {"shown": shown, "chosen": shown, "title": "Slik begynner vi"})
    synthesis = Synthesis.objects.get(title="Slik begynner vi")
    at = f"/oppsummeringer/{synthesis.pk}/"
    assert page.headers["Location"] == at
    assert client.post(f"{at}temaer/", {"themes": "Språk uten kolon"}).status_code == 422
    assert client.post(f"{at}temaer/", {"themes": "Språk: språk, tale"}).status_code == 302
    assert "Noen andre har lagret dette" in client.post(f"{at}temaer/", {"themes": "Lek: lek"}).content.decode()
    assert "Noen andre har lagret dette" in client.post(f"{at}utvalg/", {"title": "Noe annet"}).content.decode()
    text = {"text": "Dette har vi lagt merke til.", "opened": ""}
    assert client.post(f"{at}del/need/", text, headers={"HX-Request": "true"}).status_code == 200
    assert client.post(f"{at}del/need/", {**text, "text": "Noe annet."}).status_code == 409
    assert client.get(f"{at}sitater/need/?om=situation").status_code == 200
    assert client.post(f"{at}frys/", {"for": "county", "seen": "0"}).status_code == 422
    seen = picture_of(Synthesis.objects.get(pk=synthesis.pk), world.act("arne"), audience="county").sha256
    assert client.post(f"{at}frys/", {"for": "county", "seen": seen}).status_code == 302
    paper = client.get(f"{at}?som=pdf").content
    said = plain(text_of_pdf(paper))
    assert faults_in_pdf(paper) == []
    assert "Dette har vi lagt merke til." in said
    assert "SHA-256" in said
    assert [client.get(f"{at}{page}/").status_code for page in ("utvalg", "temaer", "del/need", "frys")] == [404] * 4


def test_a_list_of_many_is_in_pages_and_each_keeps_what_the_others_left_out(world: World, db: None) -> None:
    needs = _many_behovsmeldinger(world, 60)
    client = Client()
    client.force_login(world.people["arne"])
    where = f"/oppsummeringer/ny/{world.forum.pk}/behovsmelding/"

    def ticked(page: Any, out: list[str]) -> dict[str, Any]:
        shown = [str(each.pk) for each, _chosen in page.context["documents"]]
        left_out = " ".join(map(str, page.context["left_out"]))
        return {"shown": shown, "chosen": [pk for pk in shown if pk not in out], "left_out": left_out, "title": "Mange"}

    first = client.get(where)
    assert ticked(first, [])["shown"] == needs[:50]
    second = client.post(f"{where}?side=2", ticked(first, needs[:1]) | {"turn": ""})
    assert (second.status_code, ticked(second, [])["shown"]) == (200, needs[50:])
    assert all(said in second.content.decode() for said in ("60 dokumenter", "Side 2 av 2", 'value="Mange"', needs[0]))
    made = client.post(f"{where}?side=2", ticked(second, needs[-1:]))
    synthesis = Synthesis.objects.get(title="Mange")
    assert made.headers["Location"] == synthesis.get_absolute_url()
    assert {str(each.pk) for each in synthesis.left_out.all()} == {needs[0], needs[-1]}
    anew = client.get(f"{synthesis.get_absolute_url()}utvalg/")
    assert [str(each.pk) for each, chosen in anew.context["documents"] if not chosen] == needs[:1]
    assert [str(pk) for pk in anew.context["left_out"]] == needs[-1:]


def _many_behovsmeldinger(world: World, number: int) -> list[str]:
    """Sent, and read by all in the county."""
    names = [f"Kommune {n:02}" for n in range(number)]
    parties = Party.objects.bulk_create(Party(county=world.county, name=name, sort_key=name) for name in names)
    asked = FormVersion.objects.get(round=world.round, kind="behovsmelding").stored
    about: dict[str, Any] = {"kind": "behovsmelding", "county": world.county, "round": world.round, "asked": asked}
    about |= {"party": world.county, "reach": "county", "state_since": AUTUMN}
    documents = Document.objects.bulk_create(Document(subject=each, **about) for each in parties)
    said: dict[str, Any] = {"number": 1, "content": {"form": asked.pk, "answers": {}}, "sha256": "0" * 64}
    said |= {"frozen_at": AUTUMN, "frozen_by": world.people["ola"], "frozen_by_role": "eier"}
    versions = Version.objects.bulk_create(Version(document=each, **said) for each in documents)
    Sending.objects.bulk_create(Sending(version=each, at=AUTUMN) for each in versions)
    return [str(each.pk) for each in documents]


def _say_more(world: World, number: int) -> None:
    """One of the municipalities revises its plan, and has it adopted anew."""
    plan = Plan.objects.get(subject__name=NAMES[number], kind=KIND)
    held = HeldRole.objects.select_related("person").get(party=plan.party_id)
    revise_plan(plan.pk, actor=actor_for(held.person, day=AUTUMN.date()), at=AUTUMN)
    plan.refresh_from_db()
    adopt(plan, {**said_by(number), "units_public": "39"}, held.person)
