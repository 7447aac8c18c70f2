"""Reports on a year's money: asked for, sent, judged section by section, and taken or sent back."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.base.questions.answers import NotReady, layout_of
from laget.base.questions.models import Edit, Version
from laget.base.questions.queries import remarks_on
from laget.config.sample.reports import judge
from laget.config.sample.year import SampleYear
from laget.config.tests.lives.common import LEAVES, document, officers, round_of, wait
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.effect.reports import states as of_reports
from laget.effect.reports.actions import ask_for_reports, submit_report
from laget.effect.reports.judging_actions import approve_report, ask_for_more
from laget.effect.reports.models import Report
from laget.rules.ledger import CannotBook

# -- Who ------------------------------------------------------------------------------------------------


def _reporters(life: Life, thing: Thing) -> frozenset[str]:
    party = Report.objects.values_list("party", flat=True).get(pk=thing.pk)
    return life.holders(Role.COORDINATOR, Role.PARTNER, at=party)


def _judges(life: Life, thing: Thing) -> frozenset[str]:
    """None of those who have ever written in it, or sent it."""
    wrote = set(Edit.objects.filter(document=thing.pk).values_list("person", flat=True))
    wrote |= set(Version.objects.filter(document=thing.pk).values_list("frozen_by", flat=True))
    return frozenset(name for name in life.officers() if life.world.people[name].pk not in wrote)


# -- What -----------------------------------------------------------------------------------------------


@transaction.atomic
def _report(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    """All is used, some, nothing, or more than there was. One that came back is written in where more is asked for."""
    found = document(Report, thing)
    if found.writable:
        sample = SampleYear(life.world.county, found.round.year)
        answers = sample._report(found)
        share = draw("of ten", (0, 3, 10, 10, 11))
        for line in found.given["items"]["lines"]:
            answers[f"lines.{line['id']}.used"] = str(line["received"] * share // 10)
            answers[f"lines.{line['id']}.explanation"] = "Resten går til neste år."
        if asked := remarks_on(found):
            sections = {path: layout_of(found).section_of(path) for path in answers}
            answers = {path: answers[path] for path, section in sections.items() if section and section.key in asked}
        sample.write(found, answers, actor, life.at)
    submit_report(found.pk, revision=found.revision, actor=actor, at=life.at)


@transaction.atomic
def _ask_more(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    """In one section, which is judged so first; or in none, which is refused."""
    found = document(Report, thing)
    if thing.state == "submitted":
        sections = [section.key for section in found.form.sections]
        missing = draw("missing in", (*sections, "none"))
        judge(found, missing={missing: "Skriv mer her."}, actor=actor, at=life.at)
    due = (life.at + timedelta(days=14)).date()
    ask_for_more(thing.pk, due=due, actor=actor, at=life.at, wait=wait(draw))


@transaction.atomic
def _approve(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    if thing.state == "submitted":
        judge(document(Report, thing), actor=actor, at=life.at)
    approve_report(thing.pk, actor=actor, at=life.at)


def _ask(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    ask_for_reports(round_of(thing), actor=actor, at=life.at)


def _is_next(_life: Life, thing: Thing) -> bool:
    return Round.objects.get(pk=thing.id).year == 2026 and not Report.objects.filter(round=int(thing.id)).exists()


REPORT_MOVES = (
    Move(
        "report",
        "submit",
        _reporters,
        _report,
        of_reports.TRANSITIONS,
        also={"save": 1},
        refusals=(NotReady,),
        weight=2,
    ),
    Move(
        "report",
        "return",
        _judges,
        _ask_more,
        of_reports.TRANSITIONS,
        also={"judge": 1, **LEAVES},
        refusals=(NotReady,),
        out_of_turn=(PermissionDenied,),
    ),
    Move(
        "report",
        "approve",
        _judges,
        _approve,
        of_reports.TRANSITIONS,
        also={"judge": 1},
        refusals=(CannotBook,),
        out_of_turn=(PermissionDenied,),
        weight=2,
    ),
    Move("round", "open", officers, _ask, during=frozenset({"open"}), makes="report", also={"open": 40}, on=_is_next),
)
