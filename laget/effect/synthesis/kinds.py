"""The kinds of document that a synthesis can be made of. A new kind is one line here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laget.need.surveys.actions import USUAL_K as K  # the fewest documents that figures are told of

__all__ = ["KINDS", "K", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What it is called, several at once; and how its documents count."""

    key: str
    plural: Promise
    adopted: bool = False  # only once a body has adopted it
    of_units: bool = False  # written by virksomheter, of whom fewer than k are never counted


KINDS: dict[str, Kind] = {
    each.key: each
    for each in (
        Kind("behovsmelding", _("behovsmeldinger")),
        Kind("beslutningsgrunnlag", _("beslutningsgrunnlag")),
        Kind("report", _("rapporter")),
        Kind("assessment", _("vurderinger fra virksomheter"), of_units=True),
        Kind("plan_description", _("prosjektbeskrivelser"), adopted=True),
        Kind("plan_project", _("prosjektplaner"), adopted=True),
        Kind("plan_measures", _("planer for kompetansetiltak"), adopted=True),
        Kind("plan_long_term", _("langsiktige planer"), adopted=True),
    )
}
