from collections.abc import Iterator

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, layout_of, problems, value
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.given import LINES, to_fetch
from laget.effect.reports.models import Report


def what_is_wrong(report: Report) -> list[Problem]:
    """Everything that has to be mended before the report can be sent."""
    changed = [Problem(_said(each), LINES) for each in to_fetch(report)]
    return [*changed, *problems(layout_of(report), report.answers), *_wrong_amounts(report)]


def _said(change: str) -> str:
    return _("Tilskuddet er endret. %(what)s Hent de nye beløpene på siden til rapporten først.") % {"what": change}


def _wrong_amounts(report: Report) -> Iterator[Problem]:
    layout, answers = layout_of(report), report.answers
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
