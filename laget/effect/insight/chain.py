"""The picture in five steps, as the red thread runs: need, tiltak, money, people, change."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laget.base.ui.templatetags.ui import kr, number
from laget.effect.insight.change_queries import Shift
from laget.effect.insight.money_queries import Money
from laget.effect.insight.picture_queries import Scope, Span
from laget.effect.uptake.models import Attended

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, its figure, what that is, and where the rows under it stand."""

    name: str
    figure: str
    says: str
    under: str  # the last part of an address, or a place on the page

    @property
    def is_reached(self) -> bool:
        return self.figure not in ("0", NOTHING)


def chain_of(
    scope: Scope, *, sent: Counter[str], money: Money, attended: Attended | None, shifts: Sequence[Shift]
) -> list[Step]:
    return [_need(scope, sent), _tiltak(money), _money(money), _people(attended), _change(shifts)]


def _need(scope: Scope, sent: Counter[str]) -> Step:
    if scope.span in (Span.UNIT, Span.OWNER):
        n = sent["assessment"]
        return Step(_("Behov"), number(n), ngettext("vurdering sendt", "vurderinger sendt", n), "vurderinger")
    n = sent["behovsmelding"]
    return Step(_("Behov"), number(n), ngettext("behovsmelding sendt", "behovsmeldinger sendt", n), "behov")


def _tiltak(money: Money) -> Step:
    return Step(_("Tiltak"), number(money.tiltak), _("med tilskudd"), "tiltak")


def _money(money: Money) -> Step:
    n = money.recipients
    says = ngettext("innvilget til %(n)d mottaker", "innvilget til %(n)d mottakere", n) % {"n": n}
    return Step(_("Penger"), kr(money.granted), says, "tildelinger")


def _people(attended: Attended | None) -> Step:
    if attended is None:
        return Step(_("Folk"), NOTHING, _("ingen frammøter er talt"), "arrangementer")
    units = attended.public_units + attended.private_units
    says = ngettext("frammøter, fra %(n)d virksomhet", "frammøter, fra %(n)d virksomheter", units) % {"n": units}
    figure = _("Skjermet") if attended.number is None else number(attended.number)
    return Step(_("Folk"), figure, says, "arrangementer")


def _change(shifts: Sequence[Shift]) -> Step:
    compared = [each for each in shifts if each.measures]
    if not compared:
        return Step(_("Endring"), NOTHING, _("ingen kartlegginger å sammenligne"), "#endring")
    up, down = sum(each.up for each in compared), sum(each.down for each in compared)
    figure = _("%(up)d opp, %(down)d ned") % {"up": up, "down": down}
    n = sum(len(each.measures) for each in compared)
    return Step(_("Endring"), figure, ngettext("av %(n)d område", "av %(n)d områder", n) % {"n": n}, "#endring")
