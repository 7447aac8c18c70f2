"""The scheme's year on the sample data: the same actions as the pages, done by the people whose turn it is.

Each step takes up what has not been done yet, so a year can be carried a bit at a time, also after
someone has done parts of it by hand.
"""

import random
import tomllib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Forum
from laget.base.actors.queries import competence_networks
from laget.base.cycle.actions import open_round
from laget.base.cycle.models import Round
from laget.base.questions import actions as questions
from laget.base.questions.models import Document
from laget.base.questions.states import WRITABLE, State
from laget.config.sample import carrying_out
from laget.config.sample.dice import dice_of, unused_in
from laget.config.sample.meeting import hold_meeting
from laget.config.sample.money import pay, settle
from laget.config.sample.reports import approve
from laget.effect.reports.actions import ask_for_reports, submit_report
from laget.effect.reports.models import Report
from laget.grant.allocation.actions import adopt_allocation
from laget.grant.allocation.models import Allocation
from laget.grant.allocation.queries import inputs_for
from laget.grant.beslutningsgrunnlag.actions import ask_partnerships, freeze_for_signing, sign
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.beslutningsgrunnlag.queries import sides_of
from laget.grant.forum.queries import decided_lines
from laget.grant.innstilling.actions import open_innstilling, submit_innstilling
from laget.grant.innstilling.models import Innstilling
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn
from laget.grant.tilsagn.models import Tilsagn
from laget.grant.tilsagn.outbox import send_tilsagn
from laget.need.assessments.actions import submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import ask_owners, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding

TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
SWOT = ("strengths", "weaknesses", "opportunities", "threats", "priorities")
OSLO = ZoneInfo("Europe/Oslo")


def beginning(year: int) -> datetime:
    """When the county was put in place, well before the round of a budget year began."""
    return datetime(year - 1, 8, 15, 9, tzinfo=OSLO)


def is_barnehage(document: Document) -> bool:
    """Whether it is about a barnehage, or an owner of no other virksomheter."""
    return "barnehage" in document.subject.name.lower()


class SampleYear:
    """One round of one sample county, carried by its people."""

    def __init__(
        self, county: County, year: int, *, progress: Callable[[str, Iterable[Any]], Iterable[Any]] | None = None
    ) -> None:
        self.county, self.year = county, year
        self.each = progress or (lambda _label, things: things)
        self._actors: dict[tuple[Role, UUID, date], list[Actor]] = {}

    @cached_property
    def round(self) -> Round:
        return Round.objects.select_related("rule_set", "county").get(county=self.county, year=self.year)

    @cached_property
    def forum(self) -> Forum:
        return Forum.objects.get(county=self.county)

    @property
    def reason_for_less(self) -> str:
        return str(TEXTS["innstilling"]["less"])

    def carry(self, until: str = "settle") -> None:
        """Every step, in order, up to and including the one named."""
        for step in STEPS:
            getattr(self, step)()
            if step == until:
                return

    # -- The steps ------------------------------------------------------------------------------

    def open(self) -> None:
        if not Round.objects.filter(county=self.county, year=self.year).exists():
            at = self.at(date(self.year - 1, 9, 1))
            open_round(self.county, year=self.year, actor=self.act(Role.CASE_OFFICER, self.county.pk, at), at=at)

    def ask_owners(self) -> None:
        at = self.at(date(self.year - 1, 10, 1))
        networks = [n for n in competence_networks(self.county) if self.acting(Role.COORDINATOR, n.pk, at)]
        for network in self.each("Ber om behov", networks):
            ask_owners(self.round, network=network, actor=self.act(Role.COORDINATOR, network.pk, at), at=at)

    def assess(self, *, send: bool = True) -> None:
        for assessment in self.each("Vurderinger", self._unsent(Assessment)):
            at = self.before("assessment", assessment)
            for actor in self.acting(Role.UNIT_LEADER, assessment.party_id, at)[:1]:
                self.write(assessment, self._assessment(assessment), actor, at)
                if send:
                    submit_assessment(assessment.pk, revision=assessment.revision, actor=actor, at=at)

    def state_needs(self) -> None:
        for behovsmelding in self.each("Behovsmeldinger", self._unsent(Behovsmelding)):
            at = self.before("behovsmelding", behovsmelding)
            actor = self.act(Role.OWNER, behovsmelding.party_id, at)
            if behovsmelding.given.get("sources"):
                self.write(behovsmelding, self._behovsmelding(behovsmelding), actor, at)
                submit_behovsmelding(behovsmelding.pk, revision=behovsmelding.revision, actor=actor, at=at)

    def adopt_frames(self) -> None:
        if Allocation.objects.filter(round=self.round).exists():
            return
        deadline = self.round.deadline("allocation")
        at = self.at(deadline.last)
        actor = self.act(Role.FORUM_LEADER, self.forum.pk, at)
        reference = f"Møte {deadline.last.day}. januar {self.year}, sak 2"
        adopt_allocation(
            self.round, inputs=inputs_for(self.round, day=at.date()), reference=reference, actor=actor, at=at
        )

    def plan(self) -> None:
        at = self.at(self.round.deadline("allocation").last + timedelta(days=1))
        ask_partnerships(self.round, actor=self.act(Role.FORUM_SECRETARY, self.forum.pk, at), at=at)
        for document in self.each("Beslutningsgrunnlag", self._unsent(Beslutningsgrunnlag)):
            at = self.before("beslutningsgrunnlag", document)
            if document.given.get("sources"):  # a network where nobody has stated a need has nothing to plan
                actor = self.act(Role.COORDINATOR, document.party_id, at)
                self._write_plan(document, actor, at)
                freeze_for_signing(document.pk, revision=document.revision, actor=actor, at=at)

    def sign(self) -> None:
        waiting = Beslutningsgrunnlag.objects.filter(round=self.round, state=State.SIGNING).select_related(
            "round__rule_set"
        )
        for document in self.each("Signaturer", list(waiting)):
            version = document.versions.latest("number")
            signed = set(version.signatures.values_list("party", flat=True))
            taken = set(version.signatures.values_list("person", flat=True))
            for side in sides_of(version):
                if side not in signed:
                    at = self.before("beslutningsgrunnlag", document)
                    role = Role.COORDINATOR if side == document.party_id else Role.PARTNER
                    actor = next(a for a in self.acting(role, side, at) if a.person.pk not in taken)
                    taken.add(actor.person.pk)
                    sign(document.pk, sha256=version.sha256, actor=actor, at=at)

    def meet(self) -> None:
        """The forum decides in its room, where it has one: without people in its seats it writes as it agrees."""
        hold_meeting(self)

    def recommend(self) -> None:
        at = self.at(self.round.deadline("forum_spring").last)
        secretary = self.act(Role.FORUM_SECRETARY, self.forum.pk, at)
        innstilling = open_innstilling(self.round, actor=secretary, at=at)
        if innstilling.state in WRITABLE:
            self.write(innstilling, self._innstilling(innstilling), secretary, at)
            leader = self.act(Role.FORUM_LEADER, self.forum.pk, at)
            submit_innstilling(innstilling.pk, revision=innstilling.revision, actor=leader, at=at)

    def decide(self) -> None:
        at = self.at(self.round.deadline("tilsagn").applies - timedelta(days=5))
        officer, decider = self.act(Role.CASE_OFFICER, self.county.pk, at), self.act(Role.DECIDER, self.county.pk, at)
        if Innstilling.objects.filter(round=self.round, state=State.SUBMITTED).exists():
            prepare_tilsagn(self.round, actor=officer, at=at)
        for n, tilsagn in enumerate(self.each("Tilsagn", self._unsent(Tilsagn))):
            if n == 3 and self.year > 2024:
                self.write(tilsagn, self._grant_less(tilsagn), officer, at)
            propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=officer, at=at)
        for tilsagn in self.each("Vedtak", list(Tilsagn.objects.filter(round=self.round, state=State.PROPOSED))):
            give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=decider, at=at)

    def send(self) -> None:
        at = self.at(self.round.deadline("tilsagn").applies)
        officer = self.act(Role.CASE_OFFICER, self.county.pk, at)
        for tilsagn in self.each("Brev", list(Tilsagn.objects.filter(round=self.round, state=State.GIVEN))):
            send_tilsagn(tilsagn.pk, actor=officer, at=at)
        if Tilsagn.objects.filter(round=self.round, state=State.SENT).exists():
            ask_for_reports(self.round, actor=officer, at=at)

    def pay(self) -> None:
        at = self.at(self.round.deadline("tilsagn").applies + timedelta(days=14))
        officer, decider = self.act(Role.CASE_OFFICER, self.county.pk, at), self.act(Role.DECIDER, self.county.pk, at)
        pay(self.county, officer=officer, decider=decider, at=at)

    def deliver(self) -> None:
        begun = self.at(self.round.deadline("tilsagn").applies + timedelta(days=21))
        carrying_out.begin(self, at=begun)
        ended = self.at(self.round.deadline("report").applies - timedelta(days=14))
        carrying_out.end(self, TEXTS["report"], at=max(begun, ended))

    def report(self) -> None:
        for report in self.each("Rapporter", self._unsent(Report)):
            at = self.before("report", report)
            for actor in [a for role in _REPORTERS for a in self.acting(role, report.party_id, at)][:1]:
                self.write(report, self._report(report), actor, at)
                submit_report(report.pk, revision=report.revision, actor=actor, at=at)

    def approve(self) -> None:
        at = self.at(self.round.deadline("report").applies + timedelta(days=14))
        officer = self.act(Role.CASE_OFFICER, self.county.pk, at)
        sent = Report.objects.filter(round=self.round, state=State.SUBMITTED).select_related("round__rule_set__stored")
        for report in self.each("Godkjenner", list(sent)):
            approve(report, actor=officer, at=at)

    def settle(self) -> None:
        at = self.at(self.round.deadline("report").applies + timedelta(days=60))
        officer, decider = self.act(Role.CASE_OFFICER, self.county.pk, at), self.act(Role.DECIDER, self.county.pk, at)
        settle(self.round, officer=officer, decider=decider, reasons=TEXTS["change"], at=at)

    # -- Who and when ---------------------------------------------------------------------------

    def at(self, day: date) -> datetime:
        return datetime.combine(day, time(10, 30), OSLO)

    def before(self, step: str, document: Document) -> datetime:
        """Some days before the deadline, not everyone on the same."""
        return self.at(self.round.deadline(step).applies - timedelta(days=1 + dice_of(document).randrange(9)))

    def acting(self, role: Role, party: UUID, at: datetime) -> list[Actor]:
        key = (role, party, at.date())
        if key not in self._actors:
            held = HeldRole.objects.at(at.date()).filter(role=role, party=party).select_related("person").order_by("pk")
            self._actors[key] = [actor_for(each.person, day=at.date()) for each in held]
        return self._actors[key]

    def act(self, role: Role, party: UUID, at: datetime) -> Actor:
        return self.acting(role, party, at)[0]

    def write(self, document: Document, answers: dict[str, Any], actor: Actor, at: datetime) -> None:
        saved = questions.save_answers(document.pk, answers=answers, revision=document.revision, actor=actor, at=at)
        document.revision = saved.revision

    def _unsent(self, kind: type[Document]) -> list[Any]:
        related = ("round__rule_set", "party", "subject", "network", "owner")
        found: QuerySet[Document] = QuerySet(kind).filter(round=self.round, state__in=WRITABLE).select_related(*related)
        return list(found.order_by("subject__sort_key", "pk"))

    # -- What they write ------------------------------------------------------------------------

    def _theme(self, document: Document) -> dict[str, Any]:
        """A network has two themes in common, so that needs overlap as they do. A barnehage has no classroom."""
        themes = [each for each in TEXTS["themes"] if not (is_barnehage(document) and each.get("of_schools"))]
        own = random.Random(document.network.key if document.network else document.subject.name)
        in_common = [each for each in own.sample(TEXTS["themes"], 2) if each in themes]
        chosen: dict[str, Any] = dice_of(document).choice(in_common or themes)
        return chosen

    def _assessment(self, assessment: Assessment) -> dict[str, Any]:
        theme, dice, text = self._theme(assessment), dice_of(assessment), TEXTS["assessment"]
        file = self.round.file
        mastery = {
            f"challenges.{key}": dice.choice(["rare", "mastered", "need"]) for key, _ in file.lists["challenges"][:8]
        }
        needed = {f"challenges.{key}": "need" for key in theme["challenges"]}
        return {
            **mastery,
            **needed,
            **{key: text[key] for key in ("have", "good_at", "not_mastered", *SWOT, "children", "how")},
            "lack": theme["lack"],
            "need": theme["need"],
            "target_groups": ["kindergarten", "ppt"] if is_barnehage(assessment) else ["school", "sfo", "ppt"],
            "level": dice.choice(["all", "all", "some", "few"]),
            "took_part": ["staff", "leaders", *dice.sample(["representatives", "parents", "children"], 2)],
            "staff": str(dice.randint(6, 48)),
        }

    def _behovsmelding(self, behovsmelding: Behovsmelding) -> dict[str, Any]:
        theme, dice, text = self._theme(behovsmelding), dice_of(behovsmelding), TEXTS["behovsmelding"]
        return {
            **{key: text[key] for key in text},
            "assessments": [source["id"] for source in behovsmelding.given["sources"]],
            "need": theme["need"],
            "challenges": theme["challenges"],
            "target_groups": ["kindergarten", "school", "sfo", "ppt", "leaders"],
            "level": "all",
            "goal": theme["goal"],
            "statped": dice.choice(["yes", "no"]),
            "amount": str(10_000 * (8 + 4 * len(behovsmelding.given["sources"]) + dice.randint(0, 9))),
        }

    def _write_plan(self, document: Beslutningsgrunnlag, actor: Actor, at: datetime) -> None:
        text, sources = TEXTS["beslutningsgrunnlag"], [source["id"] for source in document.given["sources"]]
        themes = random.Random(document.subject.name).sample(TEXTS["themes"], 2 if len(sources) > 1 else 1)
        general = {
            key: text[key]
            for key in ("summary", "priorities", "together", "teacher_education", "other_schemes", "coordination")
        }
        self.write(
            document, {**general, "long_term_plan": "yes", "spor": ["3"] if len(themes) == 2 else ["2"]}, actor, at
        )
        frame = document.given["ceiling"]["amount"]
        for n, theme in enumerate(themes):
            item = questions.add_item(document.pk, section="tiltak", actor=actor, at=at)
            document.revision += 1
            amount = frame * 6 // 10 if n == 0 and len(themes) == 2 else frame - (frame * 6 // 10 if n else 0)
            self.write(
                document, self._tiltak(document, item, theme, sources, amount, last=n == len(themes) - 1), actor, at
            )

    def _tiltak(
        self,
        document: Beslutningsgrunnlag,
        item: str,
        theme: dict[str, Any],
        sources: list[str],
        amount: int,
        *,
        last: bool,
    ) -> dict[str, Any]:
        partners = [key for key, _name in document.given["lists"]["partners"]]
        offered = document.given["lists"]["catalogue"]
        for_partners = amount * 45 // 100
        budget = {document.given["lists"]["recipients"][0][0]: amount - for_partners}
        for n, partner in enumerate(partners):
            budget[partner] = for_partners * (n + 1) // len(partners) - for_partners * n // len(partners)
        answers = {
            "title": theme["title"],
            "description": theme["description"],
            "needs": sources if last else sources[: max(1, len(sources) * 2 // 3)],
            "partners": partners,
            "contributors": ["statped"] if "Statped" in theme["description"] else None,
            **({"catalogue": [offered[0][0]]} if offered else {}),
            "target_groups": ["kindergarten", "school", "sfo", "ppt", "leaders"],
            "level": "some" if "Ressurspersoner" in theme["description"] else "all",
            "start": f"{self.year}-08-15",
            "end": f"{self.year + 1}-06-15",
            **{f"criteria.{c.key}": TEXTS["beslutningsgrunnlag"][c.key] for c in self.round.rules.criteria},
            **{f"budget.{who}.{self.year}": str(kroner) for who, kroner in budget.items()},
        }
        if last and document.subject.name == "Fosen":  # one that goes on into the next year
            answers[f"budget.{document.party_id}.{self.year + 1}"] = "120000"
        return {f"tiltak.{item}.{key}": answer for key, answer in answers.items()}

    def _innstilling(self, innstilling: Innstilling) -> dict[str, Any]:
        text = TEXTS["innstilling"]
        meeting = self.round.deadline("forum_spring").first
        answers: dict[str, Any] = {key: text[key] for key in ("priorities", "criteria")}
        if decided_lines(self.round):  # then it says already what was decided, how and when
            return answers
        answers |= {"agreement": "agreed", "meeting": meeting.isoformat()}
        planned = [line for line in innstilling.given["items"]["lines"] if line["id"].startswith("p")]
        for line in planned[4:5]:
            answers |= {
                f"lines.{line['id']}.amount": str(line["amount"] * 9 // 10),
                f"lines.{line['id']}.reason": text["less"],
            }
        return answers

    def _grant_less(self, tilsagn: Tilsagn) -> dict[str, Any]:
        line = tilsagn.given["items"]["lines"][0]
        less = line["recommended"] // 10_000 * 10_000
        if less == line["recommended"]:
            return {}
        text = TEXTS["tilsagn"]
        changed = {f"lines.{line['id']}.amount": str(less), f"lines.{line['id']}.reason": text["less"]}
        return {**changed, "grounds": text["grounds"]}

    def _report(self, report: Report) -> dict[str, Any]:
        text, theme, dice = TEXTS["report"], self._theme(report), dice_of(report)
        answers: dict[str, Any] = {
            key: text[key] for key in ("done", "deviations", "evidence", "teacher_education", "next")
        }
        answers["changed"] = theme["changed"]
        left = unused_in(report, dice)
        for line in report.given["items"]["lines"]:
            unused = left[line["id"]]
            answers[f"lines.{line['id']}.used"] = str(line["received"] - unused)
            answers[f"lines.{line['id']}.carried_out"] = "changed" if unused else "as_planned"
            if unused:
                answers[f"lines.{line['id']}.explanation"] = text["unused"]
        for group in ("kindergarten", "school", "ppt", "leaders"):
            answers[f"participants.{group}.public"] = str(dice.randint(8, 90))
        answers["participants.kindergarten.private"] = str(dice.randint(2, 25))
        return answers


STEPS = (
    *("open", "ask_owners", "assess", "state_needs", "adopt_frames", "plan", "sign", "meet", "recommend"),
    *("decide", "send", "pay", "deliver", "report", "approve", "settle"),
)  # fmt: skip
_REPORTERS = (Role.COORDINATOR, Role.PARTNER, Role.FORUM_SECRETARY)
