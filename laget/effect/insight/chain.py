"""The picture in five steps, as the red thread runs: need, tiltak, money, people, change."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laget.base.ui.templatetags.ui import kr, number
from laget.effect.insight.change_queries import Shift
from laget.effect.insight.money_queries import Money
from laget.effect.insight.nation_queries import Sums
from laget.effect.insight.picture_queries import Scope, Span
from laget.effect.uptake.models import Attended

NOTHING = "–"
CHANGE, COUNTIES, NETWORKS = "#endring", "#fylkene", "#under"  # places on the page itself


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, its figure, what that is, and where the rows under it stand."""

    name: str
    figure: str
    says: str
    under: str  # the last part of an address, or a place on the page

    @property
    def is_on_the_page(self) -> bool:
        return self.under.startswith("#")

    @property
    def is_reached(self) -> bool:
        return self.figure not in ("0", kr(0), NOTHING)


def chain_of(
    scope: Scope, *, sent: Counter[str], money: Money, attended: Attended | None, shifts: Sequence[Shift]
) -> list[Step]:
    first = [_need(scope, sent), _tiltak(money.tiltak, "tiltak")]
    if scope.span is Span.PARTNER:
        money_step = _money(money.granted, _("innvilget dere"), "tildelinger")
        return [*first, money_step, _by_network(_("Folk")), _by_network(_("Endring"))]
    money_step = _money(money.granted, _recipients(money.recipients), "tildelinger")
    return [*first, money_step, _people(attended), _change(shifts)]


def chain_of_country(sums: Sums, shifts: Sequence[Shift], *, whole: bool) -> list[Step]:
    """All counties together. Others than Statsforvalteren see what is public."""
    n = sums.counties
    where = ngettext("innvilget i %(n)d fylke", "innvilget i %(n)d fylker", n) % {"n": n}
    public = [_tiltak(sums.tiltak, COUNTIES), _money(sums.granted, where, COUNTIES)]
    if not whole:
        return public
    need = Step(_("Behov"), number(sums.needs), _needs(sums.needs), COUNTIES)
    return [need, *public, _came(sums.came, sums.units, COUNTIES), _change(shifts)]


def _need(scope: Scope, sent: Counter[str]) -> Step:
    if scope.span in (Span.UNIT, Span.OWNER):
        n = sent["assessment"]
        return Step(_("Behov"), number(n), ngettext("vurdering sendt", "vurderinger sendt", n), "vurderinger")
    n = sent["behovsmelding"]
    return Step(_("Behov"), number(n), _needs(n), "behov")


def _needs(n: int) -> str:
    return ngettext("behovsmelding sendt", "behovsmeldinger sendt", n)


def _tiltak(n: int, under: str) -> Step:
    return Step(_("Tiltak"), number(n), _("med tilskudd"), under)


def _recipients(n: int) -> str:
    return ngettext("innvilget til %(n)d mottaker", "innvilget til %(n)d mottakere", n) % {"n": n}


def _money(granted: int, says: str, under: str) -> Step:
    return Step(_("Penger"), kr(granted), says, under)


def _by_network(name: str) -> Step:
    """What is hidden in one network could be found from a sum of them."""
    return Step(name, NOTHING, _("står ved hvert nettverk"), NETWORKS)


def _people(attended: Attended | None) -> Step:
    if attended is None:
        return Step(_("Folk"), NOTHING, _("ingen frammøter er talt"), "arrangementer")
    return _came(attended.number, attended.public_units + attended.private_units, "arrangementer")


def _came(people: int | None, units: int, under: str) -> Step:
    says = ngettext("frammøter, fra %(n)d virksomhet", "frammøter, fra %(n)d virksomheter", units) % {"n": units}
    figure = number(people) if people is not None else _("Skjermet") if units else NOTHING
    return Step(_("Folk"), figure, says, under)


def _change(shifts: Sequence[Shift]) -> Step:
    compared = [each for each in shifts if each.measures]
    if not compared:
        return Step(_("Endring"), NOTHING, _("ingen kartlegginger å sammenligne"), CHANGE)
    up, down = sum(each.up for each in compared), sum(each.down for each in compared)
    figure = _("%(up)d opp, %(down)d ned") % {"up": up, "down": down}
    n = sum(len(each.measures) for each in compared)
    return Step(_("Endring"), figure, ngettext("av %(n)d område", "av %(n)d områder", n) % {"n": n}, CHANGE)
