"""The tiltak of an innstilling on paper, each with the five things the mandate demands."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from laget.base.actors.models import Network
from laget.base.questions.models import Version
from laget.base.questions.paper import Part
from laget.base.questions.queries import as_in
from laget.base.ui.templatetags.ui import day, kr, number
from laget.grant.innstilling.models import Innstilling
from laget.grant.innstilling.queries import Recommendation, by_network, recommendations, sums_of


def parts(innstilling: Innstilling, version: Version) -> list[Part]:
    """The tiltak as the version has them, whatever has been written since."""
    found = recommendations(as_in(innstilling, version))
    networks = by_network(found)
    return [
        _in_short(networks, found) if len(networks) > 1 else Part(_("Tiltakene")),
        *(part for network, theirs in networks.items() for part in _of_network(network, theirs)),
    ]


def _in_short(networks: Mapping[Network, Sequence[Recommendation]], found: Sequence[Recommendation]) -> Part:
    """What each network has applied for, and is recommended."""
    return Part(
        _("Tiltakene"),
        headings=[_("Nettverk"), _("Tiltak"), _("Prioritert"), _("Søkt"), _("Anbefalt")],
        amounts=[False, True, True, True, True],
        rows=[
            *(_row(network.name, theirs) for network, theirs in networks.items()),
            _row(_("Sum"), found),
            *([_of_which(year), "", "", kr(asked), kr(amount)] for year, asked, amount in sums_of(found).by_year),
        ],
    )


def _row(name: str, found: Sequence[Recommendation]) -> list[str]:
    sums = sums_of(found)
    return [name, number(sums.tiltak), number(sums.prioritised), kr(sums.applied), kr(sums.recommended)]


def _of_which(year: int) -> str:
    return _("Av dette i %(year)s") % {"year": year}


def _of_network(network: Network, found: Sequence[Recommendation]) -> list[Part]:
    return [Part(network.name), *(part for each in found for part in _of(each))]


def _of(each: Recommendation) -> list[Part]:
    tiltak = each.tiltak
    entries = [
        (_("Prioritert"), _("Ja") if each.recommended else _("Nei")),
        (_("Hvem er med, og hvor lenge"), f"{', '.join(each.target_groups)}. {day(tiltak.start)} – {day(tiltak.end)}"),
        (_("Hvem samarbeider"), each.together),
        *((criterion, evidence) for criterion, evidence in each.criteria if evidence),
    ]
    split = Part(
        _("Slik fordeles pengene til %(title)s") % {"title": tiltak.title},
        3,
        headings=[_("Mottaker"), _("År"), _("Søkt"), _("Anbefalt")],
        amounts=[False, False, True, True],
        rows=[[who, str(year), kr(applied), kr(amount)] for who, year, applied, amount in each.split],
    )
    return [Part(tiltak.title, 3, entries=entries), split]
