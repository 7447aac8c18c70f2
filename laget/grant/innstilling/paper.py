"""The tiltak of an innstilling on paper, each with the five things the mandate demands."""

from django.utils.translation import gettext as _

from laget.base.questions.models import Version
from laget.base.questions.paper import Part
from laget.base.questions.queries import as_in
from laget.base.ui.templatetags.ui import day, kr
from laget.grant.innstilling.models import Innstilling
from laget.grant.innstilling.queries import Recommendation, recommendations


def parts(innstilling: Innstilling, version: Version) -> list[Part]:
    """The tiltak as the version has them, whatever has been written since."""
    found, network = [Part(_("Tiltakene"))], ""
    for each in recommendations(as_in(innstilling, version)):
        if each.tiltak.network.name != network:
            network = each.tiltak.network.name
            found.append(Part(network))
        found += _of(each)
    return found


def _of(each: Recommendation) -> list[Part]:
    tiltak, owners, partners = each.tiltak, ", ".join(each.owners), ", ".join(each.partners)
    entries = [
        (_("Prioritert"), _("Ja") if each.recommended else _("Nei")),
        (_("Hvem er med, og hvor lenge"), f"{', '.join(each.target_groups)}. {day(tiltak.start)} – {day(tiltak.end)}"),
        (_("Hvem samarbeider"), _("%(owners)s og %(partners)s") % {"owners": owners, "partners": partners}),
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
