"""A report judged by the one who reads it: section by section while reading, and then answered as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from laget.base.accounts.actor import Actor
from laget.base.audit.record import record
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.questions import actions
from laget.base.questions.answers import NotReady, Problem
from laget.base.questions.merging import NOWHERE, Tab
from laget.base.questions.models import Version
from laget.base.questions.states import Act, State
from laget.base.ui.seal import certificate
from laget.effect.reports.actions import writing_task
from laget.effect.reports.models import Judgement, Report, Ruling, Verdict
from laget.effect.reports.permissions import judges
from laget.effect.reports.states import TRANSITIONS
from laget.grant.changes.unused import keep_asking
from laget.grant.changes.withheld import ask_whether_to_release
from laget.grant.ledger import actions as ledger_actions
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.notices import Notice, write
from laget.grant.tilsagn.outbox import put_in_outbox
from laget.rules.ledger import Entry, Kind
from laget.rules.transitions import state_after

LONGEST = 2000  # characters of a remark; a longer one is kept, and said to be too long before it is sent


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict on a section, and what is missing there."""

    verdict: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page holds for a section, and what it held when it was opened."""

    now: Said
    opened: Said


@transaction.atomic
def keep_judgements(
    pk: UUID, *, typed: Mapping[str, Typed], version: int, tab: Tab = NOWHERE, actor: Actor, at: datetime
) -> dict[str, Judgement]:
    """Save what has been judged so far, for those who read. Returns those that clash, and were not saved, as they are.

    `version` is the number of the one that was read. Raises NoLongerOpen when it has been sent anew, or when it has
    been answered and something is new: what a page saves by itself may come after what was pressed there. Where the
    page has judged by what it sent later, that stands.
    """
    report = _to_judge(pk, actor=actor)
    read = report.versions.latest("number")
    if read.number != version:
        raise actions.NoLongerOpen
    known = {each.section: each for each in read.judgements.select_related("person")}
    changed, clashing = {}, {}
    for section in (each.key for each in report.form.sections if each.key in typed):
        before, new = known.get(section), typed[section]
        stands = Said(before.verdict, before.remark) if before else Said()
        is_own = before is not None and tab.is_own(before.page)
        if new.now == stands or (new.now == new.opened and not is_own):
            continue
        if before and tab.is_passed_by(before.page, before.turn):
            continue
        if before and stands != new.opened and not is_own:
            clashing[section] = before
            continue
        changed[section] = new.now
    if report.state != State.SUBMITTED and (changed or clashing):
        raise actions.NoLongerOpen
    for section, said in changed.items():
        Judgement.objects.update_or_create(
            version=read,
            section=section,
            defaults={**_fields(said), "page": tab.page, "turn": tab.turn, "person": actor.person, "at": at},
        )
    if changed:
        record(
            "judge",
            chain=report.round.file.county.code,
            kind="judgement",
            about=read.pk,
            by=actor.by(report.county_id),
            at=at,
            detail={"sections": list(changed)},
        )
    return clashing


@transaction.atomic
def ask_for_more(pk: UUID, *, due: date, actor: Actor, at: datetime, wait: timedelta = timedelta(0)) -> Ruling:
    """Send the report back for the sections that need more, each with its remark, and a new last day. The others stand.

    The recipient gets the task and a letter. Raises NotReady, NoSeal, and TransitionNotAllowed when it isn't there.
    """
    report = _to_judge(pk, actor=actor)
    state_after(TRANSITIONS, State(report.state), Act.RETURN)
    version = report.versions.latest("number")
    found = _judged(report, version)
    _refuse_unless_something_is_missing(report, found)
    before, after = actions.move(report, Act.RETURN, TRANSITIONS, at=at)
    report.due = due
    report.save(update_fields=["due"])
    by = actor.by(report.county_id)
    remarks = {each.section: each.remark for each in found.values() if each.verdict == Verdict.MORE}
    reason = _("Noen deler av rapporten trenger mer før den kan godkjennes.")
    actions.send_back(version, reason=reason, remarks=remarks, by=by, actor=actor, at=at)
    ruling = _rule(report, version, Ruling.Outcome.MORE, found, actor=actor, at=at, due=due.isoformat())
    close_tasks(about=pk, at=at)
    open_tasks([writing_task(report, at=at)])
    letter = write(_notice(report, remarks), prepared=actor.person.name, at=at)
    detail = {"ruling": ruling.sha256, "sections": sorted(remarks), "due": due.isoformat(), "letter": letter.sha256}
    actions.record_act(
        report, Act.RETURN, by=by, at=at, before=before, after=after, detail={**detail, "seal": certificate()}
    )
    put_in_outbox(letter, by=by, at=at, wait=wait)
    return ruling


@transaction.atomic
def approve_report(pk: UUID, *, actor: Actor, at: datetime) -> Ruling:
    """Take the report as it is, every section judged good enough: what it says is used, is used.

    Raises NotReady, TransitionNotAllowed when it isn't there, and CannotBook when the money has gone since.
    """
    report = _to_judge(pk, actor=actor)
    state_after(TRANSITIONS, State(report.state), Act.APPROVE)
    version = report.versions.latest("number")
    found = _judged(report, version)
    _refuse_unless_all_is_enough(report, found)
    before, after = actions.move(report, Act.APPROVE, TRANSITIONS, at=at)
    ruling = _rule(report, version, Ruling.Outcome.APPROVED, found, actor=actor, at=at)
    amounts = report.amounts.select_related("award__recipient", "award__given_in__rule_set__stored").order_by("pk")
    used = [Entry(each.award_id, each.year, Kind.USED, each.used) for each in amounts]
    ledger_actions.book(used, round=report.round, about=pk, at=at)
    close_tasks(about=pk, at=at)
    for amount in amounts:  # all of them: more may have been granted since it was sent
        keep_asking(amount.award, amount.year, at=at)
    ask_whether_to_release(report.subject_id, county=report.county_id, at=at)
    detail = {"ruling": ruling.sha256}
    by = actor.by(report.county_id)
    actions.record_act(report, Act.APPROVE, by=by, at=at, before=before, after=after, detail=detail)
    return ruling


def _to_judge(pk: UUID, *, actor: Actor) -> Report:
    """Locked, for one who may judge it."""
    report = actions.locked(Report, pk, actor=actor)
    if not judges(actor, report):
        raise PermissionDenied
    return report


def _fields(said: Said) -> dict[str, str]:
    return {"verdict": said.verdict, "remark": said.remark}


def _judged(report: Report, version: Version) -> dict[str, Judgement]:
    """By section, for those that have been judged; in the order of the form."""
    known = {each.section: each for each in version.judgements.exclude(verdict="")}
    return {section.key: known[section.key] for section in report.form.sections if section.key in known}


def _refuse_unless_something_is_missing(report: Report, found: Mapping[str, Judgement]) -> None:
    titles = {section.key: section.title for section in report.form.sections}
    problems = [*_not_judged(report, found)]
    problems += [
        Problem(text % {"title": titles[key], "n": len(each.remark) - LONGEST}, key)
        for key, each in found.items()
        if (text := _fault_in(each))
    ]
    if not problems and not any(each.verdict == Verdict.MORE for each in found.values()):
        problems = [Problem(_("Alle delene er gode nok. Godkjenn rapporten, eller velg «Trenger mer» ved en del."))]
    _refuse(problems)


def _refuse_unless_all_is_enough(report: Report, found: Mapping[str, Judgement]) -> None:
    titles = {section.key: section.title for section in report.form.sections}
    text = _("%(title)s trenger mer. Be om det, eller velg «Godt nok».")
    problems = [*_not_judged(report, found)]
    problems += [
        Problem(text % {"title": titles[key]}, key) for key, each in found.items() if each.verdict == Verdict.MORE
    ]
    _refuse(problems)


def _fault_in(each: Judgement) -> str:
    """What is wrong with a remark; nothing when it says what is missing, or nothing is."""
    if each.verdict == Verdict.MORE and not each.remark:
        return _("%(title)s: Skriv hva som mangler.")
    return _("%(title)s: Merknaden er %(n)d tegn for lang.") if len(each.remark) > LONGEST else ""


def _not_judged(report: Report, found: Mapping[str, Judgement]) -> Sequence[Problem]:
    text = _("%(title)s: Velg om delen er god nok eller trenger mer.")
    return [Problem(text % {"title": each.title}, each.key) for each in report.form.sections if each.key not in found]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise NotReady(problems)


def _rule(
    report: Report,
    version: Version,
    outcome: str,
    found: Mapping[str, Judgement],
    *,
    actor: Actor,
    at: datetime,
    **more: str,
) -> Ruling:
    titles = {section.key: section.title for section in report.form.sections}
    content: dict[str, Any] = {
        "version": version.sha256,
        "outcome": str(outcome),
        "sections": [
            {"section": key, "title": titles[key], "verdict": each.verdict, "remark": each.remark}
            for key, each in found.items()
        ],
        **more,
    }
    return Ruling.objects.create(
        version=version,
        outcome=outcome,
        content=content,
        sha256=actions.content_hash(content),
        at=at,
        person=actor.person,
        role=actor.by(report.county_id).role,
    )


def _notice(report: Report, remarks: Mapping[str, str]) -> Notice:
    language = report.subject.language_from(report.county)
    assert report.due
    with override(language):
        day = date_format(report.due, "j. F Y")
    missing = [f"{each.title}: {remarks[each.key]}" for each in report.form.sections if each.key in remarks]
    return Notice(
        kind=Letter.Kind.REPORT,
        about=report.pk,
        key="more",
        page=report.get_absolute_url(),
        round=report.round,
        recipient=report.subject,
        filled={"day": day, "year": report.round.year},
        grounds="\n".join(missing),
    )
