"""The year in scenes: each leaves some papers in the states that are tried there.

Everything typed carries a canary, so that a paper that shows where it shouldn't is found by its words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Party
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.models import Round
from laget.base.cycle.reading import parse_county_file
from laget.base.cycle.setup import create_county
from laget.base.questions.models import Document
from laget.config.sample.world import partner_numbers
from laget.config.sample.year import SampleYear
from laget.config.tests.matrix.calls import Callers
from laget.config.tests.matrix.cast import FORUM, MORE_PEOPLE, NOT_TODAY, SHORT_NAMES, oslo_file
from laget.config.tests.matrix.things import Heard
from laget.effect.reports.actions import approve_report, ask_for_reports, return_report, submit_report
from laget.effect.reports.models import Report
from laget.grant.beslutningsgrunnlag.actions import (
    ask_partnerships,
    freeze_for_signing,
    reopen,
    return_beslutningsgrunnlag,
    sign,
)
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.innstilling.actions import open_innstilling, return_innstilling, submit_innstilling
from laget.grant.innstilling.models import Innstilling
from laget.grant.tilsagn.actions import (
    give_tilsagn,
    prepare_tilsagn,
    propose_tilsagn,
    return_tilsagn,
    send_tilsagn,
)
from laget.grant.tilsagn.models import Tilsagn
from laget.need.assessments.actions import return_assessment, submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import return_behovsmelding, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.result_actions import keep_source
from laget.need.voices.actions import close_listening, open_listening, register_voice
from laget.need.voices.models import Listening
from laget.need.voices.said import Said
from testing import collecting
from testing.people import AUTUMN, SINCE, YEAR, World, _owner_with_units, build_world
from testing.surveys import frozen_survey

# A question of each form whose answer is carried on to no other paper.
FREE_TEXT = {
    "assessment": "have",
    "behovsmelding": "situation",
    "beslutningsgrunnlag": "summary",
    "innstilling": "dissent",
    "tilsagn": "conditions",
    "report": "deviations",
}


def canary(document: UUID) -> str:
    """Letters alone: digits in a row look like a number that tells who someone is, and are refused as such."""
    return "kanari" + document.hex.translate(_AS_LETTERS)


_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class SingingYear(SampleYear):
    """The sample's year, with a canary in every paper that is written in."""

    def write(self, document: Document, answers: dict[str, Any], actor: Actor, at: datetime) -> None:
        sung = {FREE_TEXT[document.kind]: f"Dette står bare her: {canary(document.pk)}."}
        super().write(document, {**answers, **sung}, actor, at)


@dataclass(frozen=True)
class Scene:
    name: str
    play: Callable[["Stage"], None]
    papers: tuple[tuple[str, str], ...] = ()  # (kind, about), every address tried
    acts_on: tuple[tuple[str, str], ...] = ()  # only what is done with it
    due: frozenset[str] = frozenset()  # what there is to do with the round itself


def papers_of(kind: str, *abouts: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, about) for about in abouts)


@dataclass
class Stage:
    """The two counties at one moment of the year."""

    world: World = field(default_factory=build_world)
    oslo: County = field(init=False)
    oslo_round: Round = field(init=False)
    callers: Callers = field(init=False)
    listenings: dict[str, Listening] = field(init=False)
    heard: ClassVar = {
        unit: Heard(unit, open=unit != "Havhesten barnehage")
        for unit in ("Solbakken barnehage", "Havhesten barnehage", "Furuset barnehage")
    }

    def __post_init__(self) -> None:
        self.sample = SingingYear(self.world.county, YEAR)
        self.oslo = _build_oslo(self.world)
        self.oslo_sample = SingingYear(self.oslo, YEAR)
        self.oslo_sample.open()
        self.oslo_round = self.oslo_sample.round
        self.round = self.world.round
        self.callers = Callers(self.world.people)
        self.listenings = {unit: _listen(self, unit, open=heard.open) for unit, heard in self.heard.items()}

    def act(self, name: str, at: datetime = AUTUMN) -> Actor:
        return self.world.act(name, at)

    def get(self, kind: type[Any], about: str) -> Any:
        return kind.objects.get(round=self.round, subject=self.world.parties[about])

    def document(self, kind: str, about: str) -> Document:
        return Document.objects.get(kind=kind, round=self.round, subject=self.world.parties[about])


def _listen(stage: Stage, unit: str, *, open: bool) -> Listening:
    """Six children heard on one theme, with a canary among the words."""
    party, leaders = stage.world.parties[unit].pk, ("kari", "per", "oline")
    actor = next(each for each in map(stage.act, leaders) if each.holds(Role.UNIT_LEADER, at=party))
    listening = open_listening(party, first=AUTUMN.date(), last=AUTUMN.date(), actor=actor, at=AUTUMN)
    register_voice(
        listening.pk,
        theme="community",
        way="talk",
        said=Said(6, 4, 1, 1, f"Dette står bare her: {canary(listening.pk)}."),
        revision=0,
        actor=actor,
        at=AUTUMN,
    )
    if not open:
        close_listening(listening.pk, actor=actor, at=AUTUMN)
    return Listening.objects.get(pk=listening.pk)


# -- What happens -----------------------------------------------------------------------------------


def _opened(_stage: Stage) -> None:
    pass


def _asked(stage: Stage) -> None:
    stage.sample.ask_owners()
    for assessment in stage.sample._unsent(Assessment):
        leader = stage.sample.acting(Role.UNIT_LEADER, assessment.party_id, AUTUMN)
        if leader:
            stage.sample.write(assessment, stage.sample._assessment(assessment), leader[0], AUTUMN)


def _assessed(stage: Stage) -> None:
    for name, virksomhet in (
        ("kari", "Solbakken barnehage"),
        ("per", "Havhesten barnehage"),
        ("frida", "Fjordgløtt barnehage"),
    ):
        assessment = stage.get(Assessment, virksomhet)
        submit_assessment(assessment.pk, revision=assessment.revision, actor=stage.act(name), at=AUTUMN)
    returned = stage.get(Assessment, "Fjordgløtt barnehage")
    return_assessment(returned.pk, reason="Si mer.", actor=stage.act("frode"), at=AUTUMN)
    for behovsmelding in stage.sample._unsent(Behovsmelding):
        owner = stage.sample.act(Role.OWNER, behovsmelding.party_id, AUTUMN)
        stage.sample.write(behovsmelding, stage.sample._behovsmelding(behovsmelding), owner, AUTUMN)


def _needs_stated(stage: Stage) -> None:
    for name, owner in (("ola", "Inderøy kommune"), ("frode", "Fjordgløtt SA"), ("pia", "Ørland kommune")):
        behovsmelding = stage.get(Behovsmelding, owner)
        submit_behovsmelding(behovsmelding.pk, revision=behovsmelding.revision, actor=stage.act(name), at=AUTUMN)
    returned = stage.get(Behovsmelding, "Fjordgløtt SA")
    return_behovsmelding(returned.pk, reason="Si mer.", actor=stage.act("nina"), at=AUTUMN)


def _adopted(stage: Stage) -> None:
    stage.sample.adopt_frames()


def _planned(stage: Stage) -> None:
    ask_partnerships(stage.round, actor=stage.act("arne"), at=AUTUMN)
    for document in stage.sample._unsent(Beslutningsgrunnlag):
        if document.given["sources"]:
            writer = stage.sample.act(Role.COORDINATOR, document.party_id, AUTUMN)
            stage.sample._write_plan(document, writer, AUTUMN)
            if document.subject.name == "Fosen":
                _leave_out_hinn(stage, document, writer)


def _signing(stage: Stage) -> None:
    _freeze(stage, "Innherred", "nina")
    _freeze(stage, "Fosen", "pål")
    _sign(stage, "Innherred", "sam")


def _signed(stage: Stage) -> None:
    for name in ("tom", "dina"):
        _sign(stage, "Innherred", name)
    for name in ("pål", "dina"):
        _sign(stage, "Fosen", name)
    fosen = stage.get(Beslutningsgrunnlag, "Fosen")
    return_beslutningsgrunnlag(fosen.pk, reason="Si mer.", actor=stage.act("arne"), at=AUTUMN)


def _recommending(stage: Stage) -> None:
    """Fosen's has been sent, come back, been frozen and been taken back: a draft that was sent once."""
    _freeze(stage, "Fosen", "pål")
    reopen(stage.get(Beslutningsgrunnlag, "Fosen").pk, actor=stage.act("pål"), at=AUTUMN)
    innstilling = open_innstilling(stage.round, actor=stage.act("arne"), at=AUTUMN)
    stage.sample.write(innstilling, stage.sample._innstilling(innstilling), stage.act("arne"), AUTUMN)


def _recommended(stage: Stage) -> None:
    _freeze(stage, "Fosen", "pål")
    for name in ("pål", "dina"):
        _sign(stage, "Fosen", name)
    open_innstilling(stage.round, actor=stage.act("siri"), at=AUTUMN)
    _send_innstilling(stage)


def _recommendation_returned(stage: Stage) -> None:
    innstilling = Innstilling.objects.get(round=stage.round)
    return_innstilling(innstilling.pk, reason="Si mer.", actor=stage.act("eva"), at=AUTUMN)


def _prepared(stage: Stage) -> None:
    _send_innstilling(stage)
    prepare_tilsagn(stage.round, actor=stage.act("eva"), at=AUTUMN)
    for tilsagn in stage.sample._unsent(Tilsagn):
        writer = "doris" if tilsagn.subject.name == "Fosen" else "eva"
        stage.sample.write(tilsagn, {}, stage.act(writer), AUTUMN)


def _proposed(stage: Stage) -> None:
    """Doris wrote in Fosen's, proposed DMMH's, and proposed Nord's before it came back and Eva did."""
    for name, recipient in (
        ("eva", "Innherred"),
        ("eva", "Fosen"),
        ("doris", "DMMH"),
        ("doris", "Nord universitet"),
        ("eva", "Levanger/Verdal"),
        ("eva", FORUM[stage.world.county.name]),
        ("eva", "Værnes"),
    ):
        _propose(stage, recipient, name)
    for recipient in ("Nord universitet", "Levanger/Verdal"):
        returned = stage.get(Tilsagn, recipient)
        return_tilsagn(returned.pk, reason="Si mer.", actor=stage.act("dag"), at=AUTUMN)
    _propose(stage, "Nord universitet", "eva")


def _given(stage: Stage) -> None:
    for tilsagn in Tilsagn.objects.filter(round=stage.round, state="proposed").exclude(
        subject=stage.world.parties["Værnes"]
    ):
        give_tilsagn(tilsagn.pk, actor=stage.act("dag"), at=AUTUMN)


def _sent(stage: Stage) -> None:
    for tilsagn in Tilsagn.objects.filter(round=stage.round, state="given").exclude(
        subject=stage.world.parties["DMMH"]
    ):
        send_tilsagn(tilsagn.pk, actor=stage.act("eva"), at=AUTUMN)


def _reporting(stage: Stage) -> None:
    ask_for_reports(stage.round, actor=stage.act("eva"), at=AUTUMN)
    for name, recipient in _REPORTERS:
        report = stage.get(Report, recipient)
        report = next(each for each in stage.sample._unsent(Report) if each.pk == report.pk)
        stage.sample.write(report, stage.sample._report(report), stage.act(name), AUTUMN)


def _reported(stage: Stage) -> None:
    for name, recipient in _REPORTERS:
        report = stage.get(Report, recipient)
        submit_report(report.pk, revision=report.revision, actor=stage.act(name), at=AUTUMN)
    returned = stage.get(Report, "Nord universitet")
    return_report(returned.pk, reason="Si mer.", actor=stage.act("eva"), at=AUTUMN)


def _approved(stage: Stage) -> None:
    approve_report(stage.get(Report, "Innherred").pk, actor=stage.act("eva"), at=AUTUMN)
    stage.oslo_sample.carry("send")
    _ask_in_surveys(stage.world)


def _ask_in_surveys(world: World) -> None:
    """One to come, one that is open, one that is counted, and one where anyone with the link may answer."""
    staff = {Layer.STAFF: 12}
    collecting.planned(world, by="eva", asker="Trøndelag", asked={"Solbakken barnehage": staff, "Opphaug skole": staff})
    collecting.opened(world, asked={"Solbakken barnehage": staff, "Fjordgløtt barnehage": staff})
    frozen_survey(world, instrument="standpoint_school", remark="Mer tid")
    keep_source(
        world.parties["Solbakken barnehage"].pk,
        title="Foreldreundersøkelsen",
        source="Udir",
        dated=AUTUMN.date(),
        rows=[("Trives", 62.5, "prosent")],
        actor=world.act("kari"),
        at=AUTUMN,
    )
    collecting.opened(world, by="pia", asker="Ørland kommune", asked={"Opphaug skole": staff}, by_link=True)


_REPORTERS = (("nina", "Innherred"), ("tom", "Nord universitet"), ("arne", "Samarbeidsforum i Trøndelag"))


def _leave_out_hinn(stage: Stage, document: Document, writer: Actor) -> None:
    """HINN writes it with Fosen, but takes part in none of its tiltak: it has no side to sign for."""
    document.refresh_from_db()
    dmmh, hinn = stage.world.parties["DMMH"].pk, stage.world.parties["HINN"].pk
    for item in document.answers["tiltak"]:
        path = f"tiltak.{item}"
        answers = {f"{path}.partners": [str(dmmh)], f"{path}.budget.{hinn}.{YEAR}": None}
        stage.sample.write(document, answers, writer, AUTUMN)


def _freeze(stage: Stage, network: str, name: str) -> None:
    document = stage.get(Beslutningsgrunnlag, network)
    freeze_for_signing(document.pk, revision=document.revision, actor=stage.act(name), at=AUTUMN)


def _sign(stage: Stage, network: str, name: str) -> None:
    document = stage.get(Beslutningsgrunnlag, network)
    sign(document.pk, sha256=document.versions.last().sha256, actor=stage.act(name), at=AUTUMN)


def _send_innstilling(stage: Stage) -> None:
    innstilling = Innstilling.objects.get(round=stage.round)
    submit_innstilling(innstilling.pk, revision=innstilling.revision, actor=stage.act("siri"), at=AUTUMN)


def _propose(stage: Stage, recipient: str, name: str) -> None:
    tilsagn = stage.get(Tilsagn, recipient)
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=stage.act(name), at=AUTUMN)


# -- Who is there ------------------------------------------------------------------------------------


def _build_oslo(world: World) -> County:
    """The second county, with a person in every role that its year needs; then the rest of the cast."""
    file = parse_county_file(oslo_file())
    hinn = world.organisation("HINN").number
    fresh = (number for number in partner_numbers() if number > hinn)
    numbers = {key: hinn if key == "hinn" else next(fresh) for key in ("dmmh", "nord", "ntnu", "hinn")}
    oslo = create_county(file, by=SYSTEM, at=AUTUMN, numbers=numbers, sample=True)
    load_county_file(oslo_file(), county=oslo, by=SYSTEM, at=AUTUMN)
    _owner_with_units(oslo, "Oslo kommune", "0301", "innherred", ["Furuset barnehage"], [])
    world.parties.update((party.name, party) for party in Party.objects.filter(county=oslo))
    for county, prefix in ((world.county, ""), (oslo, "Oslos ")):
        for key, name in SHORT_NAMES.items():
            world.parties.update((prefix + name, party) for party in county.parties.filter(key=key))
    for name, roles in MORE_PEOPLE.items():
        person = Person.objects.create_user(f"{name}@laget.example", name=name.capitalize(), is_sample=True)
        world.people[name] = person
        for role, where in roles:
            HeldRole.objects.create(person=person, role=role, party=world.parties[where], valid_from=SINCE)
    Authenticator.objects.create(
        user=world.people["doris"], type=Authenticator.Type.WEBAUTHN, data={"name": "Doris sin nøkkel"}
    )
    today = timezone.localdate()
    for name in ("nils", "egil", "fia"):
        world.people[name] = Person.objects.create_user(f"{name}@laget.example", name=name.capitalize())
    for role, where in NOT_TODAY:
        held = {"role": role, "party": world.parties[where]}
        yesterday, soon = today - timedelta(days=1), today + timedelta(days=2)  # the tests may run past midnight
        HeldRole.objects.create(person=world.people["egil"], valid_from=SINCE, valid_to=yesterday, **held)
        HeldRole.objects.create(person=world.people["fia"], valid_from=soon, **held)
    return oslo


_FORUM = "Samarbeidsforum i Trøndelag"
_BEGIN = frozenset({"innstilling:begin"})
SCENES = (
    Scene("opened", _opened, due=frozenset({"behovsmelding:ask"})),
    Scene("asked", _asked, papers_of("assessment", "Solbakken barnehage")),
    Scene(
        "assessed",
        _assessed,
        papers_of("assessment", "Solbakken barnehage", "Fjordgløtt barnehage")
        + papers_of("behovsmelding", "Inderøy kommune"),
    ),
    Scene(
        "needs stated",
        _needs_stated,
        papers_of("behovsmelding", "Inderøy kommune", "Fjordgløtt SA"),
        due=frozenset({"allocation:adopt"}),
    ),
    Scene("adopted", _adopted, due=_BEGIN | {"beslutningsgrunnlag:ask"}),
    Scene("planned", _planned, papers_of("beslutningsgrunnlag", "Innherred"), due=_BEGIN),
    Scene(
        "signing",
        _signing,
        papers_of("beslutningsgrunnlag", "Innherred"),
        papers_of("beslutningsgrunnlag", "Fosen"),
        _BEGIN,
    ),
    Scene("signed", _signed, papers_of("beslutningsgrunnlag", "Innherred", "Fosen"), due=_BEGIN),
    Scene(
        "recommending",
        _recommending,
        papers_of("beslutningsgrunnlag", "Fosen") + papers_of("innstilling", _FORUM),
        due=_BEGIN,
    ),
    Scene(
        "recommended",
        _recommended,
        papers_of("beslutningsgrunnlag", "Innherred") + papers_of("innstilling", _FORUM),
        papers_of("beslutningsgrunnlag", "Fosen"),
        frozenset({"tilsagn:prepare"}),
    ),
    Scene("recommendation returned", _recommendation_returned, papers_of("innstilling", _FORUM), due=_BEGIN),
    Scene("prepared", _prepared, papers_of("innstilling", _FORUM) + papers_of("tilsagn", "Innherred")),
    Scene(
        "proposed",
        _proposed,
        papers_of("tilsagn", "Innherred"),
        papers_of("tilsagn", "Fosen", "DMMH", "Nord universitet", "Levanger/Verdal"),
    ),
    Scene("given", _given, papers_of("tilsagn", "Innherred")),
    Scene("sent", _sent, papers_of("tilsagn", "Innherred", "Nord universitet"), due=frozenset({"report:ask"})),
    Scene("reporting", _reporting, papers_of("report", "Innherred", _FORUM)),
    Scene("reported", _reported, papers_of("report", "Innherred", "Nord universitet")),
    Scene("approved", _approved, papers_of("report", "Innherred")),
)
