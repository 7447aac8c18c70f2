"""Everyone who has signed up, as a spreadsheet: for the name tags, the food, and the room."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laget.base.actors.models import Kind, Sector
from laget.base.ui.spreadsheet import Sheet
from laget.effect.events.models import LAYER_CHOICES, Event, SignUp
from laget.effect.events.states import Place


def sheets(event: Event, rows: QuerySet[SignUp]) -> list[Sheet]:
    headings = [_("Navn"), _("E-post"), _("Målgruppe"), _("Kommer fra"), _("Type"), _("Status")]
    return [Sheet(event.title, headings, _lines(rows))]


def _lines(rows: QuerySet[SignUp]) -> Iterator[list[Any]]:
    layers, places, came = dict(LAYER_CHOICES), _words(Place), _("Møtt")
    kinds = {
        (kind, sector): f"{word}, {label.lower()}"
        for kind, word in _words(Kind).items()
        for sector, label in _words(Sector).items()
    }
    along = ("name", "email", "layer", "party__name", "party__organisation__kind", "party__organisation__sector")
    for name, email, layer, party, kind, sector, place, attended in rows.values_list(*along, "place", "attended_at"):
        yield [name, email, layers[layer], party, kinds.get((kind, sector), ""), came if attended else places[place]]


def _words(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}
