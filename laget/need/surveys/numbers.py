"""How many people are asked: a table of units and layers, typed or read out of a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.actors.files import BadFile, Fault, rows_of
from laget.base.actors.models import Organisation
from laget.base.ui.spreadsheet import Sheet
from laget.need.surveys.actions import Asked
from laget.need.surveys.instrument_file import Instrument, Layer, layer_name

MOST = 2000  # people of one layer in one unit
NUMBER = "organisasjonsnummer"

Typed = dict[tuple[UUID, Layer], str]


@dataclass(frozen=True, slots=True)
class Cell:
    name: str  # of the field
    label: str
    typed: str
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    unit: Organisation
    cells: list[Cell]


def layers_asked(instrument: Instrument) -> list[Layer]:
    """Those that the instrument has questions for."""
    return [layer for layer in Layer if instrument.for_layer(layer)]


def names_of(layers: Iterable[Layer]) -> list[str]:
    return [layer_name(layer) for layer in layers]


def field_name(unit: Organisation, layer: Layer) -> str:
    return f"antall-{unit.pk}-{layer.value}"


def typed_in(posted: Mapping[str, str], units: Iterable[Organisation], layers: Iterable[Layer]) -> Typed:
    layers = list(layers)
    return {(unit.pk, layer): posted.get(field_name(unit, layer), "").strip() for unit in units for layer in layers}


def last_time(invited: Mapping[UUID, Mapping[str, int]], layers: Iterable[Layer]) -> Typed:
    """What was typed the last time the unit was asked."""
    layers = list(layers)
    return {(unit, layer): str(known.get(layer, "")) for unit, known in invited.items() for layer in layers}


def read_file(content: bytes, *, name: str, units: Iterable[Organisation], layers: Iterable[Layer]) -> Typed:
    """Numbers out of a CSV or XLSX with a column of organisasjonsnummer, and one for each layer. Raises BadFile.

    A unit that is not in the file is left as it is. What is wrong with a number is said in the table.
    """
    rows, layers = rows_of(content, name=name), list(layers)
    heading = {text.strip().lower(): place for place, text in enumerate(rows[0])}
    columns = {layer: heading.get(layer_name(layer).lower()) for layer in layers}
    if NUMBER not in heading or not any(place is not None for place in columns.values()):
        wanted = _("Første linje skal ha «Organisasjonsnummer» og en eller flere av: %(names)s.")
        raise BadFile([Fault(1, "", wanted % {"names": ", ".join(names_of(layers))})])
    by_number = {unit.number: unit for unit in units}
    found, faults = _read(rows[1:], by_number, heading[NUMBER], columns)
    if faults:
        raise BadFile(faults)
    return found


def _read(
    rows: list[list[str]], by_number: Mapping[str, Organisation], at: int, columns: Mapping[Layer, int | None]
) -> tuple[Typed, list[Fault]]:
    found: Typed = {}
    faults: list[Fault] = []
    for line, cells in enumerate(rows, start=2):
        number = _cell(cells, at).replace(" ", "")
        if not any(cells):
            continue
        if number not in by_number:
            text = _("«%(number)s» er ikke en av virksomhetene du kan spørre.") % {"number": number}
            faults.append(Fault(line, NUMBER, text))
            continue
        for layer, place in columns.items():
            if place is not None:
                found[by_number[number].pk, layer] = _cell(cells, place)
    return found, faults


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def table(typed: Typed, units: Iterable[Organisation], layers: Iterable[Layer], *, checked: bool) -> list[Row]:
    layers = list(layers)
    return [Row(unit, [_table_cell(typed, unit, layer, checked=checked) for layer in layers]) for unit in units]


def _table_cell(typed: Typed, unit: Organisation, layer: Layer, *, checked: bool) -> Cell:
    text = typed.get((unit.pk, layer), "")
    wrong = checked and _number(text) is None
    problem = _("Skriv et helt tall, 0 til %(most)d.") % {"most": MOST} if wrong else ""
    return Cell(field_name(unit, layer), layer_name(layer), text, problem)


def asked(typed: Typed, units: Iterable[Organisation], *, by_link: bool) -> Iterator[Asked]:
    """The units where somebody is asked. The numbers have been checked."""
    for unit in units:
        invited = {layer: _number(typed.get((unit.pk, layer), "")) or 0 for layer in Layer}
        if any(invited.values()):
            yield Asked(unit, invited, by_link=by_link)


def sheet(typed: Typed, units: Iterable[Organisation], layers: Iterable[Layer]) -> Sheet:
    """What one fills in and reads in again."""
    layers = list(layers)
    rows = [
        [unit.number, unit.name, *(_number(typed.get((unit.pk, layer), "")) or None for layer in layers)]
        for unit in units
    ]
    headings = [_("Organisasjonsnummer"), _("Navn"), *names_of(layers)]
    return Sheet(_("Hvor mange"), headings, rows, plain=frozenset(range(2, 2 + len(layers))))


def _number(text: str) -> int | None:
    """0 where nothing is typed, None where it is no number that can be used."""
    if not text:
        return 0
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) <= MOST else None
