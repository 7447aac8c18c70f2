"""The year in scenes: each leaves some papers in the states that are tried there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions.models import Document
from laget.config.sample.reports import approve, ask_more, judge
from laget.config.tests.matrix.carried import carry_out
from laget.config.tests.matrix.cast import FORUM
from laget.config.tests.matrix.followed import follow
from laget.config.tests.matrix.gathered import gather
from laget.config.tests.matrix.grouped import bring_together
from laget.config.tests.matrix.meetings import meet
from laget.config.tests.matrix.offered import offer
from laget.config.tests.matrix.plans_scene import PLANS, plan
from laget.config.tests.matrix.ranked import rank
from laget.config.tests.matrix.stage import Stage, canary
from laget.config.tests.matrix.summed import sum_up
from laget.effect.archive.actions import keep_journal
from laget.effect.reports.actions import ask_for_reports, submit_report
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
)
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.outbox import send_tilsagn
from laget.need.assessments.actions import return_assessment, submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import return_behovsmelding, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.result_actions import keep_source
from testing import collecting
from testing.money import pay_and_change
from testing.people import AUTUMN, YEAR, World
from testing.surveys import frozen_survey


@dataclass(frozen=True)
class Scene:
    name: str
    play: Callable[[Stage], None]
    papers: tuple[tuple[str, str], ...] = ()  # (kind, about), every address tried
    acts_on: tuple[tuple[str, str], ...] = ()  # only what is done with it
    due: frozenset[str] = frozenset()  # what there is to do with the round itself


def papers_of(kind: str, *abouts: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, about) for about in abouts)


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
        give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=stage.act("dag"), at=AUTUMN)


def _sent(stage: Stage) -> None:
    """DMMH's is still here, Fosen's waits in the outbox, and Nord's has been refused by the mail server."""
    eva, parties = stage.act("eva"), stage.world.parties
    for tilsagn in Tilsagn.objects.filter(round=stage.round, state="given").exclude(subject=parties["DMMH"]):
        wait = timedelta(minutes=30) if tilsagn.subject == parties["Fosen"] else timedelta(0)
        send_tilsagn(tilsagn.pk, actor=eva, at=AUTUMN, wait=wait)
    Letter.objects.filter(tilsagn__subject=parties["Nord universitet"]).update(delivery=Letter.Delivery.FAILED)


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
    ask_more(returned, {"done": f"Si mer. {canary(returned.pk)}"}, actor=stage.act("eva"), at=AUTUMN)
    judge(stage.get(Report, "Innherred"), actor=stage.act("eva"), at=AUTUMN)


def _approved(stage: Stage) -> None:
    approve(stage.get(Report, "Innherred"), actor=stage.act("eva"), at=AUTUMN)
    stage.oslo_sample.carry("send")
    _ask_in_surveys(stage.world)
    meet(stage.world)
    rank(stage.world)
    pay_and_change(stage.world)
    gather(stage.world)
    plan(stage.world)
    bring_together(stage.world)
    carry_out(stage.world)
    offer(stage.world)
    follow(stage.world)
    for county in (stage.world.county, stage.oslo):
        keep_journal(county.pk, at=AFTER_THE_MEETING)
    sum_up(stage.world)


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
    submit_innstilling(innstilling.pk, revision=innstilling.revision, actor=stage.act("siri"), at=AFTER_THE_MEETING)


def _propose(stage: Stage, recipient: str, name: str) -> None:
    tilsagn = stage.get(Tilsagn, recipient)
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=stage.act(name), at=AUTUMN)


_FORUM = "Samarbeidsforum i Trøndelag"
AFTER_THE_MEETING = AUTUMN.replace(year=2025, month=3, day=13)
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
    Scene("sent", _sent, papers_of("tilsagn", "Innherred", "Nord universitet", "Fosen"), due=frozenset({"report:ask"})),
    Scene("reporting", _reporting, papers_of("report", "Innherred", _FORUM)),
    Scene("reported", _reported, papers_of("report", "Innherred", "Nord universitet")),
    # Some got money afterwards, which they have not been asked to report on.
    Scene("approved", _approved, papers_of("report", "Innherred") + PLANS, due=frozenset({"report:ask"})),
)
