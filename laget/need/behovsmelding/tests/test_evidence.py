"""From result to need: what a leader chooses is frozen with the assessment, and follows it to the owner."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.audit.models import Entry
from laget.base.audit.verify import verify
from laget.base.questions.actions import NoLongerOpen, save_answers
from laget.base.questions.answers import NotReady
from laget.base.questions.evidence import Evidence, evidence_in
from laget.base.questions.models import Version
from laget.base.questions.tests.test_many_writers import READY
from laget.base.ui.templatetags.ui import decimals
from laget.need.assessments.actions import EvidenceChanged, choose_evidence, submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import Level, ReleasedGroup, Survey
from laget.need.voices.said import Said
from laget.need.voices.tests.scene import begin, close, hear
from testing.pdf import text_of_pdf
from testing.people import AUTUMN, World
from testing.surveys import frozen_survey

pytestmark = pytest.mark.django_db
FOUND = Evidence("g1:scale:vision", "Kartlegging", "Solbakken barnehage", "Visjon", "2024-10-22", "0" * 64)


@pytest.fixture
def assessment(world: World) -> Assessment:
    ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
    found = Assessment.objects.get(subject__name="Solbakken barnehage")
    save_answers(found.pk, answers=READY, revision=0, actor=world.act("kari"), at=AUTUMN)
    return Assessment.objects.get(pk=found.pk)


def choose(client: Client, assessment: Assessment, survey: Survey, *figures: str) -> ReleasedGroup:
    """Tick some figures of the unit's own result, and take them along."""
    group = ReleasedGroup.objects.get(release__survey=survey, party=assessment.party_id, layer="")
    ticked = [f"g{group.pk}:{figure}" for figure in figures]
    revision = Assessment.objects.get(pk=assessment.pk).revision
    address = f"/vurdering/{assessment.pk}/funn/?gruppe={group.pk}"
    assert client.post(address, {"evidence": ticked, "revision": revision}).status_code == 302
    return group


def test_what_is_chosen_is_kept_as_it_was_shown(world: World, client: Client, assessment: Assessment) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["kari"])
    group = choose(client, assessment, survey, "scale:vision", "item:vision_1")
    area, statement = evidence_in(Assessment.objects.get(pk=assessment.pk).given)
    frozen = group.figures["scales"]["vision"]
    assert (area.text, area.group, area.title) == ("Visjon", "Solbakken barnehage", survey.title)
    assert (area.n, area.mean, area.spread, area.span) == (frozen["n"], frozen["mean"], frozen["sd"], "1–5")
    assert (area.sha256, area.dated) == (group.release.sha256, "2024-10-22")
    assert statement.text == "Vi har en felles forståelse av hva inkludering betyr hos oss."
    page = client.get(f"/vurdering/{assessment.pk}/").content.decode()
    assert f"{decimals(area.mean)} på en skala fra 1–5." in page
    assert group.release.sha256[:16] in page
    writing = client.get(f"/dokument/{assessment.pk}/skjema/swot/").content.decode()
    assert "Se funnene fra kartleggingen" in writing
    assert f"{decimals(area.mean)} på en skala fra 1–5." in writing


def test_what_is_asked_in_several_parts_says_in_which(world: World, client: Client, assessment: Assessment) -> None:
    survey = frozen_survey(world, instrument="competence_map")
    client.force_login(world.people["kari"])
    choose(client, assessment, survey, "item:needs_autism")
    [found] = evidence_in(Assessment.objects.get(pk=assessment.pk).given)
    assert found.text == "Hva trenger vi mer av? Autismespekteret"


def test_it_is_part_of_what_is_sent_and_of_what_the_owner_builds_on(
    world: World, client: Client, assessment: Assessment
) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["kari"])
    group = choose(client, assessment, survey, "scale:vision")
    client.post(f"/vurdering/{assessment.pk}/send/", {"revision": assessment.revision + 1})
    version = Version.objects.get(document=assessment.pk)
    assert [each["id"] for each in version.content["given"]["evidence"]] == [f"g{group.pk}:scale:vision"]
    figure = f"{decimals(group.figures['scales']['vision']['mean'])} på en skala fra 1–5."
    sent = client.get(f"/dokument/{assessment.pk}/versjon/1/").content.decode()
    paper = text_of_pdf(client.get(f"/dokument/{assessment.pk}/versjon/1/pdf/").content)
    assert figure in sent
    assert figure in paper.replace("\n", " ")
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    client.force_login(world.people["ola"])
    page = client.get(f"/behovsmelding/{need.pk}/").content.decode()
    assert "Dette viser kartleggingen" in page
    assert figure in page


def test_what_children_said_is_taken_along_in_bands_and_never_counts(
    world: World, client: Client, assessment: Assessment
) -> None:
    listening = begin(world)
    hear(world, listening, Said(9, 1, 1, 7, summary="Mange vil ha flere voksne ute."))
    hear(world, listening, Said(4, 0, 0, 4), theme="access")
    close(world, listening)
    client.force_login(world.people["kari"])
    page = client.get(f"/vurdering/{assessment.pk}/funn/").content.decode()
    assert f"v{listening.pk}:community" in page
    assert f"v{listening.pk}:access" not in page  # too few
    ticked = {"evidence": [f"v{listening.pk}:community"], "revision": 1}
    client.post(f"/vurdering/{assessment.pk}/funn/", ticked)
    submit_assessment(assessment.pk, revision=2, actor=world.act("kari"), at=AUTUMN)
    [kept] = Version.objects.get(document=assessment.pk).content["given"]["evidence"]
    assert kept["number"] == "5–9 barn: ikke godt. Barna har det ikke godt. De voksne har ikke svart ennå."
    assert (kept["n"], kept["mean"]) == (None, None)
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    client.force_login(world.people["ola"])
    page = client.get(f"/behovsmelding/{need.pk}/").content.decode()
    assert kept["number"] in page
    assert "flere voksne ute" not in page


def test_only_the_leader_chooses_and_only_while_it_is_written(
    world: World, client: Client, assessment: Assessment
) -> None:
    for who in ("knut", "ola", "nina", "eva"):
        client.force_login(world.people[who])
        assert client.get(f"/vurdering/{assessment.pk}/funn/").status_code == 404, who
        with pytest.raises(PermissionDenied):
            choose_evidence(assessment.pk, evidence=[FOUND], revision=1, actor=world.act(who), at=AUTUMN)
    submit_assessment(assessment.pk, revision=1, actor=world.act("kari"), at=AUTUMN)
    with pytest.raises(NoLongerOpen):
        choose_evidence(assessment.pk, evidence=[FOUND], revision=1, actor=world.act("kari"), at=AUTUMN)
    client.force_login(world.people["kari"])
    assert client.get(f"/vurdering/{assessment.pk}/funn/").headers["Location"] == f"/vurdering/{assessment.pk}/"


def test_what_is_hidden_or_anothers_can_not_be_chosen(world: World, client: Client, assessment: Assessment) -> None:
    survey = frozen_survey(world)
    other = ReleasedGroup.objects.get(release__survey=survey, name="Sakshaug skole", layer="")
    client.force_login(world.people["kari"])
    address = f"/vurdering/{assessment.pk}/funn/?gruppe={other.pk}"
    assert "Sakshaug" not in client.get(address).content.decode()
    client.post(address, {"evidence": [f"g{other.pk}:scale:vision", "g0:scale:vision", "tull"], "revision": 1})
    assert evidence_in(Assessment.objects.get(pk=assessment.pk).given) == []


def test_a_survey_one_has_no_part_in_offers_nothing(world: World, client: Client, assessment: Assessment) -> None:
    survey = frozen_survey(world, who="pia", party="Ørland kommune", invited={"Havhesten barnehage": {Layer.STAFF: 14}})
    wide = ReleasedGroup.objects.get(release__survey=survey, level=Level.MUNICIPALITY, layer="", sector="", kind="")
    assert wide.shown
    client.force_login(world.people["kari"])
    address = f"/vurdering/{assessment.pk}/funn/?gruppe={wide.pk}"
    assert f"g{wide.pk}:" not in client.get(address).content.decode()
    client.post(address, {"evidence": [f"g{wide.pk}:scale:vision"], "revision": 1})
    assert evidence_in(Assessment.objects.get(pk=assessment.pk).given) == []


def test_two_windows_do_not_undo_each_others_choice(world: World, assessment: Assessment) -> None:
    kari = world.act("kari")
    choose_evidence(assessment.pk, evidence=[FOUND], revision=1, actor=kari, at=AUTUMN)
    with pytest.raises(EvidenceChanged):
        choose_evidence(assessment.pk, evidence=[], revision=1, actor=kari, at=AUTUMN)
    assert evidence_in(Assessment.objects.get(pk=assessment.pk).given) == [FOUND]


def test_saving_an_answer_meanwhile_is_no_hindrance(world: World, assessment: Assessment) -> None:
    save_answers(assessment.pk, answers={"have": "Mer."}, revision=1, actor=world.act("knut"), at=AUTUMN)
    found = choose_evidence(assessment.pk, evidence=[FOUND], revision=1, actor=world.act("kari"), at=AUTUMN)
    assert (found.revision, found.answers["have"]) == (3, "Mer.")


def test_what_was_looked_over_before_the_choice_is_not_sent(world: World, assessment: Assessment) -> None:
    kari = world.act("kari")
    choose_evidence(assessment.pk, evidence=[FOUND], revision=1, actor=kari, at=AUTUMN)
    with pytest.raises(NotReady):
        submit_assessment(assessment.pk, revision=1, actor=kari, at=AUTUMN)


def test_the_choice_is_in_the_log_by_its_ids_and_hash(world: World, assessment: Assessment) -> None:
    choose_evidence(assessment.pk, evidence=[FOUND], revision=1, actor=world.act("kari"), at=AUTUMN)
    entry = Entry.objects.filter(about=str(assessment.pk)).latest("number")
    assert (entry.act, entry.actor_name) == ("choose", "Kari")
    assert (entry.detail["revision"], entry.detail["evidence"]) == (2, ["g1:scale:vision"])
    assert verify().ok
