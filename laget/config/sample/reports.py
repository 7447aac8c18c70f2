"""Reports read by Statsforvalteren: every section found good enough, or more asked for in some of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from laget.base.accounts.actor import Actor
from laget.effect.reports.judging_actions import Said, Typed, approve_report, ask_for_more, keep_judgements
from laget.effect.reports.models import Report, Ruling, Verdict


def judge(report: Report, *, missing: Mapping[str, str] | None = None, actor: Actor, at: datetime) -> None:
    """Say of every section what it is: {section: what is missing there}, and the others good enough."""
    version, found = report.versions.latest("number"), missing or {}
    opened = {each.section: Said(each.verdict, each.remark) for each in version.judgements.all()}
    typed = {
        section.key: Typed(
            Said(Verdict.MORE, found[section.key]) if section.key in found else Said(Verdict.ENOUGH),
            opened.get(section.key, Said()),
        )
        for section in report.form.sections
    }
    keep_judgements(report.pk, typed=typed, version=version.number, actor=actor, at=at)


def approve(report: Report, *, actor: Actor, at: datetime) -> Ruling:
    judge(report, actor=actor, at=at)
    return approve_report(report.pk, actor=actor, at=at)


def ask_more(report: Report, missing: Mapping[str, str], *, actor: Actor, at: datetime) -> Ruling:
    judge(report, missing=missing, actor=actor, at=at)
    return ask_for_more(report.pk, due=(at + timedelta(days=14)).date(), actor=actor, at=at)
