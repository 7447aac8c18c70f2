"""The profile on paper: the same lines and marks as on the page, with what they show in words."""

from django.utils.translation import gettext as _

from laget.base.questions.paper import Chart, ChartLine
from laget.need.surveys.drawing import DrawnLine, draw
from laget.need.surveys.result_queries import Result
from laget.need.surveys.templatetags.result_words import mean


def chart_of(result: Result) -> Chart:
    """Of a result that is shown, with at least one measure."""
    drawing = draw(result.measures, result.beside)
    shown = ". ".join(f"{each.title}: {mean(each.figure)}" for each in result.measures)
    legend = [("dot", result.name), ("reach", _("Spredning: her ligger de fleste av svarene")), *drawing.shapes]
    if result.since:
        legend.append(("ring", _("Forrige gang")))
    return Chart(
        alt=_("Profilen til %(name)s. %(shown)s.") % {"name": result.name, "shown": shown},
        caption=" ".join(part for part in (_("Profilen."), result.span) if part),
        lines=[_line(each) for each in drawing.lines],
        legend=legend,
    )


def _line(drawn: DrawnLine) -> ChartLine:
    title = " ".join(words for _place, words in drawn.words)
    return ChartLine(title, mean(drawn.value), [(mark.shape, mark.x) for mark in drawn.marks], drawn.reach)
