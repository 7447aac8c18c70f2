from collections.abc import Iterator

from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, layout_of, problems, value
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.models import Report


def what_is_wrong(report: Report) -> list[Problem]:
    """Everything that has to be mended before the report can be sent."""
    return [*problems(layout_of(report), report.answers), *_wrong_amounts(report)]


def _wrong_amounts(report: Report) -> Iterator[Problem]:
    layout, answers = layout_of(report), report.answers
    for item in layout.items(layout.section("lines"), answers):
        used, received = value(layout, answers, "lines.used", item=item.id), item.given["received"]
        if used is None:
            continue
        words = {"title": item.title, "used": kr(used), "received": kr(received), "left": kr(received - used)}
        if used > received:
            text = _("%(title)s: Dere har ført %(used)s, men fikk %(received)s. Før bare det tilskuddet dekket.")
            yield Problem(text % words, "lines", path=f"lines.{item.id}.used")
        if used < received and not value(layout, answers, "lines.explanation", item=item.id):
            text = _("%(title)s: %(left)s er ikke brukt. Skriv hva som skal skje med resten.")
            yield Problem(text % words, "lines", path=f"lines.{item.id}.explanation")
