"""A result to take away: the same typed values as the page, as CSV, spreadsheet and paper."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from laget.base.questions.paper import TEMPLATE, Part
from laget.base.ui.pdf import compile_pdf
from laget.base.ui.spreadsheet import MEDIA_TYPE, Sheet, csv_of, workbook
from laget.base.ui.templatetags.ui import day, decimals
from laget.need.surveys.other_sources import shown_number
from laget.need.surveys.result_chart import chart_of
from laget.need.surveys.result_queries import Result
from laget.need.surveys.results import Change
from laget.need.surveys.words import change, hidden
from laget.rules.change import Mean
from laget.rules.names import slug

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. The first column says what the row is about."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def file_of(result: Result, kind: str) -> HttpResponse:
    """The result as "csv", "xlsx" or "pdf"."""
    content, media = MAKERS[kind](result)
    response = HttpResponse(content, content_type=media)
    name = slug(f"{result.survey.title} {result.name}")
    response["Content-Disposition"] = f'{"inline" if kind == "pdf" else "attachment"}; filename="{name}.{kind}"'
    return response


def tables_of(result: Result) -> list[Table]:
    """Everything that the page shows, but for the drawing. What may not be shown says so."""
    found = [_facts(result)]
    if result.group.shown:
        found += [
            _measures(result),
            _topics(result),
            _layers(result),
            _statements(result),
            _answers(result),
            _remarks(result),
        ]
    found.append(_other_sources(result))
    return [table for table in found if table.rows]


def as_csv(result: Result) -> bytes:
    """One figure on a line: the table, the row, the column and the value. As Excel in Norway reads it."""
    rows = (
        (table.title, str(row[0]), heading, _in_words(cell))
        for table in tables_of(result)
        for row in table.rows
        for heading, cell in zip(table.headings[1:], row[1:], strict=True)
    )
    return csv_of([_("Tabell"), _("Rad"), _("Kolonne"), _("Verdi")], rows)


def as_spreadsheet(result: Result) -> bytes:
    sheets = (
        Sheet(t.title, t.headings, [[_to_two(cell) for cell in row] for row in t.rows], frozenset(range(9)))
        for t in tables_of(result)
    )
    return workbook(sheets)


def as_paper(result: Result) -> bytes:
    facts, *tables = tables_of(result)
    rows = [(str(name), _in_words(value)) for name, value in facts.rows]
    parts = [Part(facts.title, entries=rows), *(_on_paper(table) for table in tables)]
    if result.measures:
        parts.insert(1, Part(_("Profilen"), chart=chart_of(result)))
    data = {
        "title": f"{result.survey.title}, {result.name}",
        "author": result.survey.party.name,
        "over": _("Resultat · %(survey)s") % {"survey": result.survey.title},
        "heading": result.name,
        "status": " ".join(_what_to_know(result)),
        "footer": f"SHA-256 {result.release.sha256[:16]}",
        "parts": [asdict(part) for part in parts],
    }
    return compile_pdf(TEMPLATE, data, on=localdate(result.release.frozen_at))


MAKERS: dict[str, Callable[[Result], tuple[bytes, str]]] = {
    "csv": lambda result: (as_csv(result), "text/csv; charset=utf-8"),
    "xlsx": lambda result: (as_spreadsheet(result), MEDIA_TYPE),
    "pdf": lambda result: (as_paper(result), "application/pdf"),
}


def _facts(result: Result) -> Table:
    rows: list[tuple[str, Cell]] = [
        (_("Kartlegging"), result.survey.title),
        (_("Gruppe"), result.name),
        (_("Svarte"), hidden() if result.n is None else result.n),
    ]
    if result.group.shown and result.invited is not None:
        rows.append((_("Invitert"), result.invited))
    rows += [(_("Talt opp"), day(result.release.frozen_at)), (_("Fingeravtrykk"), result.release.sha256)]
    return Table(_("Om resultatet"), [_("Hva"), _("Verdi")], rows)


def _measures(result: Result) -> Table:
    headings = [_("Område"), *_figure_headings(), *(_change_headings() if result.since else ()), *result.beside]
    rows = [
        [m.title, *_figure(m.figure), *(_moved(m.change) if result.since else ()), *(_mean(each) for each in m.beside)]
        for m in result.measures
    ]
    return Table(_("Områder"), headings, rows)


def _topics(result: Result) -> Table:
    if not (topics := result.topics):
        return Table("", [], [])
    rows = [[row.title, *(_mean(each) for each in row.figures)] for row in topics.rows]
    return Table(_("Tema for tema"), [_("Tema"), *topics.layers], rows)


def _layers(result: Result) -> Table:
    if not result.side:
        return Table("", [], [])
    rows = [[row.title, *(_mean(each) for each in row.figures)] for row in result.side.rows]
    return Table(_("Lagene side om side"), [_("Område"), *result.side.layers], rows)


def _statements(result: Result) -> Table:
    headings = [_("Påstand"), *_figure_headings(), *(_change_headings() if result.since else ())]
    rows = [
        [each.title, *_figure(each.figure), *(_moved(each.change) if result.since else ())]
        for part in result.parts
        for each in part.statements
    ]
    return Table(_("Påstander"), headings, rows)


def _answers(result: Result) -> Table:
    rows: list[list[Cell]] = []
    for part in result.parts:
        for statement in part.statements:
            rows += [[f"{statement.title} – {share.label}", share.number] for share in statement.shares]
        for question in part.choices:
            rows += [
                [f"{question.title} – {what}", hidden() if number is None else number]
                for what, number, _of in question.rows
            ]
    return Table(_("Svar"), [_("Spørsmål og svar"), _("Antall")], rows)


def _remarks(result: Result) -> Table:
    rows = [[question, words] for question, said in result.remarks for words in said]
    return Table(_("Med egne ord"), [_("Spørsmål"), _("Svar")], rows)


def _other_sources(result: Result) -> Table:
    rows = [
        [f"{source.title} – {label}", shown_number(number), unit, f"{source.source}, {day(source.dated)}"]
        for source in result.sources
        for label, number, unit in source.rows
    ]
    return Table(_("Andre kilder"), [_("Hva"), _("Tall"), _("Enhet"), _("Kilde")], rows)


def _figure_headings() -> list[str]:
    return [_("Svarte"), _("Gjennomsnitt"), _("Spredning")]


def _change_headings() -> list[str]:
    return [_("Forrige gang"), _("Endring")]


def _figure(figure: Mean | None) -> list[Cell]:
    return [figure.n, figure.mean, figure.sd] if figure else [hidden()] * 3


def _mean(figure: Mean | None) -> Cell:
    return figure.mean if figure else hidden()


def _moved(found: Change | None) -> list[Cell]:
    return [found.before.mean if found else "–", change(found)]


def _on_paper(table: Table) -> Part:
    amounts = [False, *(not isinstance(cell, str) or cell == hidden() for cell in table.rows[0][1:])]
    return Part(
        table.title, 2, headings=table.headings, amounts=amounts, rows=[[_in_words(c) for c in r] for r in table.rows]
    )


def _in_words(cell: Cell) -> str:
    return decimals(cell) if isinstance(cell, float) else str(cell)


def _to_two(cell: Cell) -> Cell:
    return round(cell, 2) if isinstance(cell, float) else cell


def _what_to_know(result: Result) -> Iterator[str]:
    yield _("Talt opp %(day)s.") % {"day": day(result.release.frozen_at)}
    if not result.group.shown:
        yield why_hidden(result.release.k)


def why_hidden(k: int) -> str:
    return _(
        "Skjermet: Enten svarte færre enn %(k)d, eller så kunne tallene sammen med andre grupper ha røpet "
        "hva noen få svarte."
    ) % {"k": k}
