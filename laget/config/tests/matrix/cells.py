"""The cells of the matrix: which addresses are tried in a scene, with what is posted there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from laget.base.cycle.models import Round
from laget.base.questions.models import Document
from laget.config.tests.matrix.cast import BY_NAME, OSLO, TRONDELAG
from laget.config.tests.matrix.papers import Papers
from laget.config.tests.matrix.policy import OUTBOX_ACTS
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import KINDS, PLAN_KINDS, ROUTES
from laget.config.tests.matrix.scenes import Scene
from laget.config.tests.matrix.stage import FREE_TEXT, Stage
from laget.config.tests.matrix.things import RoundNow
from laget.grant.allocation.models import Allocation
from laget.grant.forum.models import Meeting
from laget.grant.tilsagn.models import Letter, Tilsagn

UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
PLANNING = {"title": "Møte", "day": "2099-03-12", "hour": "10:00", "place": "Steinkjer"}
VERSION_ROUTES = ("questions:version", "questions:paper", "questions:word")
# The section that holds the question in FREE_TEXT.
SECTION = {
    "assessment": "now",
    "behovsmelding": "need",
    "beslutningsgrunnlag": "need",
    "innstilling": "assessment",
    "tilsagn": "decision",
    "report": "done",
    "plan_description": "goals",
    "plan_project": "background",
    "plan_measures": "background",
    "plan_long_term": "looking_back",
}


@dataclass(frozen=True)
class Cell:
    """One address, and what the policy knows of the thing it names: None when there is no such thing."""

    route: str
    address: str
    thing: Any = None
    posted: Mapping[str, Any] = field(default_factory=dict)


def space_of(kind: str) -> str:
    """Where its pages are: those of every plan are in one place."""
    return "plan" if kind in PLAN_KINDS else kind


def paper_routes(kind: str) -> list[str]:
    """Those of the kind itself, and of every document."""
    space = space_of(kind)
    own = [name for name, route in ROUTES.items() if name.startswith(f"{space}:") and route.on is On.PAPER]
    return [*own, "questions:history"]


def of_paper(document: Document, papers: Papers) -> Iterator[Cell]:
    """Every address of one document."""
    paper, posted = papers.of(document), _posted(document)
    for name in paper_routes(document.kind):
        yield Cell(name, reverse(name, args=[document.pk]), paper, posted)
    for number, version in papers.versions(document):
        for name in VERSION_ROUTES:
            yield Cell(name, reverse(name, args=[document.pk, number]), version)
    if not document.versions.exists():
        for name in VERSION_ROUTES:
            yield Cell(name, reverse(name, args=[document.pk, 1]))
    yield Cell("questions:file", reverse("questions:file", args=[document.pk, UNKNOWN]))
    for file, version in papers.files(document):
        yield Cell("questions:file", reverse("questions:file", args=[document.pk, file]), version)
    section = SECTION[document.kind]
    answers = _answers_in(document, section)
    yield Cell("questions:section", reverse("questions:section", args=[document.pk, section]), paper, answers)
    if document.kind == "beslutningsgrunnlag":
        yield from _of_tiltak(document, papers)


def _of_tiltak(document: Document, papers: Papers) -> Iterator[Cell]:
    paper, item = papers.of(document), document.answers["tiltak"][0]
    typed = {path: answer for path, answer in document.answers.items() if path.startswith(f"tiltak.{item}.")}
    typed |= {f"tiltak.{item}.title": "Et annet navn", "revision": document.revision}
    yield Cell("questions:add_item", reverse("questions:add_item", args=[document.pk, "tiltak"]), paper)
    for name in ("questions:item", "questions:remove_item"):
        yield Cell(name, reverse(name, args=[document.pk, "tiltak", item]), paper, typed)


def of_no_paper(kind: str) -> Iterator[Cell]:
    """The same addresses of a document that isn't there."""
    for name in paper_routes(kind):
        yield Cell(name, reverse(name, args=[UNKNOWN]))
    for name in VERSION_ROUTES:
        yield Cell(name, reverse(name, args=[UNKNOWN, 1]))
    yield Cell("questions:file", reverse("questions:file", args=[UNKNOWN, UNKNOWN]))
    for name in ("questions:section", "questions:add_item"):
        yield Cell(name, reverse(name, args=[UNKNOWN, SECTION[kind]]))
    for name in ("questions:item", "questions:remove_item"):
        yield Cell(name, reverse(name, args=[UNKNOWN, "tiltak", "1"]))


def _posted(document: Document) -> dict[str, Any]:
    """What the forms on a document's pages hold between them: none minds what belongs to another."""
    last = document.versions.last()
    judged: dict[str, Any] = {}
    if document.kind == "report":
        judged = {f"{each.key}-verdict": "enough" for each in document.form.sections}
        judged |= {"version": last.number if last else 1, "do": "approve"}
    decided = {"body": "Kommunestyret", "decided_on": "2024-11-01", "public": "yes"}
    followed_up = {"item": "measures.00000001", "measures-00000001-status": "on_track"}
    reviewed = {f"{part}-0000000{risk}": "3" for part in "pc" for risk in (1, 2)}
    return {
        **judged,
        **decided,
        **followed_up,
        **reviewed,
        "held_on": "2024-11-01",
        "revision": document.revision,
        "reason": "Si mer.",
        "sha256": last.sha256 if last else "",
    }


def _answers_in(document: Document, section: str) -> dict[str, Any]:
    keys = {question.key for each in document.form.sections if each.key == section for question in each.questions}
    answers = {path: answer for path, answer in document.answers.items() if path.split(".")[0] in keys}
    text = FREE_TEXT[document.kind]
    return {**answers, text: f"{answers.get(text, '')} Mer.", "revision": document.revision}


# -- Rounds -------------------------------------------------------------------------------------------


def round_now(stage: Stage, papers: Papers, scene: Scene, county: str) -> RoundNow:
    round = stage.round if county == TRONDELAG else stage.oslo_round
    return RoundNow(
        county=county,
        adopted=Allocation.objects.filter(round=round).exists(),
        due=scene.due if county == TRONDELAG else frozenset(),
        tilsagn=tuple(p for p in papers.by_pk.values() if p.kind == "tilsagn" and p.county == county),
    )


def of_rounds(names: Iterable[str], stage: Stage, papers: Papers, scene: Scene) -> Iterator[Cell]:
    """Addresses of our round and the other county's, and of no round. An overview is tried as a spreadsheet too."""
    names = list(names)
    adopting = _what_the_workbench_holds(stage) if "allocation:adopt" in names else {}
    planned = Meeting.objects.filter(state="planned").first()
    review = {"meeting": planned.pk if planned else ""}
    posted: dict[str, Mapping[str, Any]] = {"allocation:adopt": adopting, "forum:plan": PLANNING}
    posted["report_review:put_on_agenda"] = review
    for round, county in ((stage.round, TRONDELAG), (stage.oslo_round, OSLO)):
        now = round_now(stage, papers, scene, county)
        for name in names:
            address = reverse(name, args=[round.pk])
            yield Cell(name, address, now, posted.get(name) or _shown_of(name, round))
            if name in {*(f"{kind}:round" for kind in KINDS), "report_review:round"}:
                yield Cell(name, f"{address}?som=xlsx", now)
    for name in names:
        yield Cell(name, reverse(name, args=[0]))


def _shown_of(name: str, round: Round) -> dict[str, str]:
    """What the page with this act on many at once has in front of whoever may do it."""
    letters = Letter.objects.filter(round=round)
    unsent = letters.filter(replaces=None, delivery__in=("ready", "stopped"))
    tilsagn = Tilsagn.objects.filter(round=round)
    documents = {
        "tilsagn:propose_all": tilsagn.filter(state__in=("draft", "returned")),
        "tilsagn:give_all": tilsagn.filter(state="proposed"),
        "tilsagn:send_all": tilsagn.filter(state="given", letters__in=unsent),
    }
    if name in documents:
        return {"shown": " ".join(f"{each.pk}:{each.revision}" for each in documents[name])}
    return {"shown": " ".join(str(each.pk) for each in letters)} if name in OUTBOX_ACTS else {}


def _what_the_workbench_holds(stage: Stage) -> dict[str, str]:
    """What the forum's leader is asked whether to adopt: the key as it is, and what it comes to."""
    page = reverse("allocation:round", args=[stage.round.pk])
    key = _fields_on(page, stage) | {"unit": "1", "vedta": "1"}
    return _fields_on(f"{page}?{urlencode(key)}", stage) | {"reference": "Møte 8. januar, sak 2"}


def _fields_on(page: str, stage: Stage) -> dict[str, str]:
    shown = stage.callers.call(BY_NAME["siri"], "GET", page)
    fields = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', shown.body.decode())
    return {name: unescape(value) for name, value in fields}
