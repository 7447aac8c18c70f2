"""The data sets: what each is called, what it is made of, and how it comes as a file."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from laget.base.ui.spreadsheet import harmless
from laget.effect.opened import queries, rows

LICENCE = "Norsk lisens for offentlige data (NLOD) 2.0"
LICENCE_ADDRESS = "https://data.norge.no/nlod/no/2.0"
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a file is narrowed down to."""

    county: str = ""
    year: int | None = None

    @property
    def how(self) -> dict[str, Any]:
        """As queries want it."""
        return {"county": self.county, "year": self.year}


@dataclass(frozen=True, slots=True)
class DataSet:
    title: Promise
    about: Promise
    row: type[Schema]
    found: Callable[[Chosen], Sequence[Any] | QuerySet[Any, Any]]  # what there is a line of, to be cut into pages
    lines: Callable[[Any], Sequence[Schema]]  # some of it, or all, written out


DATASETS: dict[str, DataSet] = {
    "tildelinger": DataSet(
        _("Tildelinger"),
        _("Hva hver mottaker har fått innvilget for hvert tiltak og hvert år, med begrunnelse."),
        rows.AwardRow,
        lambda chosen: queries.narrowed(queries.open_amounts(), **chosen.how).values_list(*queries.COLUMNS),
        lambda found: rows.award_rows(queries.Granted(*each) for each in found),
    ),
    "tiltak": DataSet(
        _("Tiltak"),
        _("Tiltakene som har fått penger: hvem som søkte, hvem de gjelder, og hvem som har meldt behovet."),
        rows.TiltakRow,
        lambda chosen: rows.by_tiltak(queries.granted(**chosen.how)),
        rows.tiltak_rows,
    ),
    "mottakere": DataSet(
        _("Mottakere"),
        _("De som har fått penger, med organisasjonsnummer og summen av det de har fått."),
        rows.RecipientRow,
        lambda chosen: rows.by_recipient(queries.granted(**chosen.how)),
        rows.recipient_rows,
    ),
    "nokkeltall": DataSet(
        _("Nøkkeltall"),
        _("Sum, tildelinger, mottakere og tiltak for hver ordning, hvert fylke og hvert år."),
        rows.KeyFigureRow,
        lambda chosen: rows.by_year(queries.granted(**chosen.how)),
        rows.key_figure_rows,
    ),
    "runder": DataSet(
        _("Runder"),
        _("Hvert budsjettår for hver ordning i hvert fylke, med forskriften runden går etter."),
        rows.RoundRow,
        lambda chosen: queries.open_rounds(**chosen.how),
        rows.round_rows,
    ),
}


class File(Schema):
    """What a JSON file says of itself. `items` are the lines."""

    title: str
    licence: str
    licence_address: str
    made: datetime
    source: str = Field(description="der fila er hentet")
    schema_address: str = Field(description="skjemaet som fila følger")
    count: int


def as_json(dataset: DataSet, found: Sequence[Schema], *, source: str, schema: str, made: datetime) -> dict[str, Any]:
    about = File(
        title=str(dataset.title),
        licence=LICENCE,
        licence_address=LICENCE_ADDRESS,
        made=made.replace(microsecond=0),
        source=source,
        schema_address=schema,
        count=len(found),
    )
    return {**about.model_dump(mode="json"), "items": [each.model_dump(mode="json") for each in found]}


def as_csv(dataset: DataSet, found: Sequence[Schema]) -> str:
    """As RFC 4180 has it. A list in a field is set apart by semicolons."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(dataset.row.model_fields)
    for each in found:
        lines.writerow([_cell(value) for value in each.model_dump(mode="json").values()])
    return written.getvalue()


def schema_of(dataset: DataSet, *, address: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the file with its lines."""
    file = File.model_json_schema()
    row = dataset.row.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": str(dataset.title),
        "description": str(dataset.about),
        "type": "object",
        "properties": {
            **file["properties"],
            "items": {"type": "array", "items": {**row, "additionalProperties": False}},
        },
        "required": [*file["required"], "items"],
        "additionalProperties": False,
    }


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return harmless("; ".join(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value)
