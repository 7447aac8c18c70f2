"""The September review as a spreadsheet: the reports, their amounts, those who took part, and the county's money."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from laget.base.ui.spreadsheet import Sheet
from laget.effect.reports.review import Review, county_money, status_of
from laget.effect.reports.review_queries import CARRIED_OUT, labels

_COUNTS = frozenset({6, 7, 8})  # the columns of the reports that are not kroner


def sheets(review: Review) -> list[Sheet]:
    """What the page shows, as it is filtered."""
    money = [_("Til disposisjon"), _("Brukt"), _("Ikke brukt"), _("Ikke avgjort")]
    who = [_("Mottaker"), _("Nettverk")]
    tiltak = [_("Som planlagt"), _("Tiltak og andre beløp"), _("Deltakere"), _("Vurdering")]
    sectors = [label for _key, label in review.sectors]
    people = [(label, *numbers, together) for label, numbers, together in review.groups]
    parts = [(each.name, each.amount) for each in review.drawing]
    return [
        Sheet(_("Rapporter"), [*who, *money, *tiltak, *review.words.values()], _reports(review), plain=_COUNTS),
        Sheet(_("Beløp"), [*who, _("Til"), *money, _("Mot planen"), _("Vurdering")], _amounts(review)),
        Sheet(
            _("Deltakere"),
            [_("Gruppe"), *sectors, _("I alt")],
            people,
            plain=frozenset(range(1, len(sectors) + 2)),
        ),
        Sheet(_("Pengene"), [_("Post"), _("Beløp")], [*parts, *county_money(review)]),
    ]


def _reports(review: Review) -> Iterator[tuple[Any, ...]]:
    for line in review.lines:
        money = (line.received, line.used, line.unused, line.left)
        texts = (line.texts[key] for key in review.words)
        counts = (line.as_planned, len(line.amounts), line.people)
        yield (line.recipient, line.network, *money, *counts, status_of(line), *texts)


def _amounts(review: Review) -> Iterator[tuple[Any, ...]]:
    words = labels(review.forms, CARRIED_OUT)
    for line in review.lines:
        for each in line.amounts:
            money = (each.received, each.used, each.unused, each.left)
            yield (line.recipient, line.network, each.name, *money, words.get(each.outcome, ""), status_of(line))
