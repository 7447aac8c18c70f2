"""What Statsforvalteren tells Udir, as a spreadsheet and as JSON: docs/insight.md says what each figure is."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.actors.models import County
from laget.base.ui.spreadsheet import Sheet
from laget.effect.insight.steering_queries import Steering

_PLAIN = frozenset({0, 9, 10, 11, 12, 13})  # columns whose numbers aren't kroner


def headings() -> list[str]:
    first = [_("År"), _("Ordning"), _("Forskrift"), _("Fylkets tilskudd"), _("Bundet fra før"), _("Innvilget i år")]
    money = [_("Utbetalt"), _("Brukt"), _("Ikke brukt"), _("Tiltak"), _("Mottakere")]
    return [*first, *money, _("Offentlige enheter"), _("Private enheter"), _("Frammøter"), _("Temaer")]


def cells(line: Steering) -> tuple[Any, ...]:
    themes = ", ".join(f"{theme} ({number})" for theme, number in line.themes.items())
    first = (line.year, line.ordning_name, line.regulation, line.frame, line.bound, line.granted)
    money = (line.paid, line.used, line.unused, line.tiltak, line.recipients)
    return (*first, *money, line.public_units, line.private_units, line.participants, themes)


def sheets(lines: Sequence[Steering]) -> list[Sheet]:
    return [Sheet(_("Styringsinformasjon"), headings(), [cells(each) for each in lines], plain=_PLAIN)]


def as_json(county: County, lines: Sequence[Steering], *, at: datetime) -> dict[str, Any]:
    """Whole kroner. null is what isn't known, or would tell of fewer than five people."""
    return {
        "county": {"code": county.code, "name": county.name},
        "taken_out": timezone.localtime(at).isoformat(timespec="seconds"),
        "is_sample": county.is_sample,
        "years": [asdict(each) for each in lines],
    }
