"""What a report is given: what there is to report on. It may have become another since the report was opened."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.questions.models import Document
from laget.base.questions.queries import remarks_on
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Report
from laget.effect.reports.queries import awards_to_report
from laget.grant.ledger.models import Award
from laget.rules.ledger import Balance

LINES = "lines"  # the section of the money


def given(had: Sequence[tuple[Award, Balance]]) -> dict[str, Any]:
    """A line for each award, and the sum of them."""
    lines: list[dict[str, Any]] = [
        {
            "id": f"a{award.pk.hex}",
            "title": award.full_name,
            "group": "",
            "received": balance.right,
            "facts": [[_("Til disposisjon"), balance.right]],
        }
        for award, balance in had
    ]
    total = sum(line["received"] for line in lines)
    ceiling = {"name": _("Til disposisjon"), "used": _("Brukt"), "amount": total, "path": "lines.used"}
    return {"items": {LINES: lines}, "ceiling": ceiling}


def awards_of(report: Report) -> list[UUID]:
    return [UUID(line["id"][1:]) for line in report.given["items"][LINES]]


def to_fetch(report: Document) -> list[str]:
    """What has changed, for whoever writes it. Nothing when it came back for something else than the money."""
    remarks = remarks_on(report)
    return changed_since(report) if report.writable and (LINES in remarks or not remarks) else []


def changed_since(report: Document) -> list[str]:
    """What there is to report on that isn't as the report has it: each line in words."""
    new = {line["id"]: line for line in given(awards_to_report(report.round, report.subject_id))["items"][LINES]}
    old = {line["id"]: line for line in report.given["items"][LINES]}
    amounts = {each: (_received(old, each), _received(new, each)) for each in new | old}
    return [
        _("%(title)s: %(now)s, var %(before)s.")
        % {"title": (new | old)[each]["title"], "now": kr(now), "before": kr(was)}
        for each, (was, now) in amounts.items()
        if was != now
    ]


def _received(lines: dict[str, Any], each: str) -> int:
    return int(lines[each]["received"]) if each in lines else 0
