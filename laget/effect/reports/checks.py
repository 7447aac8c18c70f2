from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, value
from laget.base.questions.models import Document
from laget.base.questions.structure import Layout
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.given import LINES, to_fetch


def what_does_not_hold(report: Document, layout: Layout, _day: date) -> Iterator[Problem]:
    """What can't be reported as it stands."""
    yield from (Problem(_said(each), LINES) for each in to_fetch(report))
    yield from _wrong_amounts(report, layout)


def _said(change: str) -> str:
    return _("Tilskuddet er endret. %(what)s Hent de nye beløpene på siden til rapporten først.") % {"what": change}


def _wrong_amounts(report: Document, layout: Layout) -> Iterator[Problem]:
    answers = report.answers
    for item in layout.items(layout.section(LINES), answers):
        used, received = value(layout, answers, f"{LINES}.used", item=item.id), item.given["received"]
        if used is None:
            continue
        words = {"title": item.title, "used": kr(used), "received": kr(received), "left": kr(received - used)}
        if used > received:
            text = _("%(title)s: Dere har ført %(used)s, men fikk %(received)s. Før bare det tilskuddet dekket.")
            yield Problem(text % words, LINES, path=f"{LINES}.{item.id}.used")
        if used < received and not value(layout, answers, f"{LINES}.explanation", item=item.id):
            text = _("%(title)s: %(left)s er ikke brukt. Skriv hva som skal skje med resten.")
            yield Problem(text % words, LINES, path=f"{LINES}.{item.id}.explanation")
