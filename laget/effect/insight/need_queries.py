"""The need in a picture: what has been assessed and said, and which units that covers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import Kind, Ownership
from laget.base.questions.models import Document, Reach
from laget.effect.delivery.models import Development, Joining
from laget.effect.delivery.states import PuljeState
from laget.effect.events.models import SignUp
from laget.effect.insight.picture_queries import Choice, Scope, Span
from laget.need.surveys.models import SurveyUnit
from laget.need.surveys.queries import of_need
from laget.need.surveys.states import State

# The field of a document that says where it belongs, by how wide the picture is.
_PLACE = {
    Span.UNIT: "subject",
    Span.OWNER: "owner",
    Span.NETWORK: "network",
    Span.COUNTY: "county",
    Span.PARTNER: "subject",  # its own report; need is that of its networks
}
_BELOW = {
    Span.UNIT: "subject",
    Span.OWNER: "subject",
    Span.NETWORK: "owner",
    Span.COUNTY: "network",
    Span.PARTNER: "network",
}


def sent_in(scope: Scope, choice: Choice, kind: str) -> QuerySet[Document]:
    """The documents of a kind that have been sent, of the year."""
    found = Document.objects.filter(kind=kind, round__in=[each.pk for each in choice.rounds]).exclude(
        reach=Reach.AUTHORS
    )
    if scope.span is Span.PARTNER and kind != "report":
        return found.filter(network__in=scope.networks.values("pk")).order_by("subject__sort_key", "pk")
    place = "subject" if scope.span is Span.OWNER and kind != "assessment" else _PLACE[scope.span]
    return found.filter(**{place: scope.party.pk}).order_by("subject__sort_key", "pk")


def many_sent(scope: Scope, choice: Choice) -> Counter[str]:
    """How many of each kind have been sent. One query."""
    kinds = ("assessment", "behovsmelding", "report")
    each = [Q(pk__in=sent_in(scope, choice, kind).order_by().values("pk")) for kind in kinds]
    found = Document.objects.filter(each[0] | each[1] | each[2]).order_by().values_list("kind")
    return Counter(dict(found.annotate(Count("pk"))))


def sent_below(scope: Scope, choice: Choice) -> dict[UUID, Counter[str]]:
    """How many of each kind have been sent from each of those right below it: networks, owners or units. One query."""
    below = _BELOW[scope.span]
    found: dict[UUID, Counter[str]] = {}
    for kind in ("assessment", "behovsmelding"):
        by = "subject" if below == "owner" and kind == "behovsmelding" else below
        for party, number in sent_in(scope, choice, kind).order_by().values_list(by).annotate(Count("pk")):
            if party:
                found.setdefault(party, Counter())[kind] = number
    return found


# -- Which units ---------------------------------------------------------------------------------------------


class Cover:
    """What a unit has been part of in a year, as it stands in an address."""

    BOTH, NEED, TILTAK, NEITHER = "begge", "behov", "tiltak", "ingen"


COVERS: Mapping[str, Promise] = {
    Cover.BOTH: _("Har vurdert og vært med i noe"),
    Cover.NEED: _("Har bare vurdert"),
    Cover.TILTAK: _("Har bare vært med i noe"),
    Cover.NEITHER: _("Ingen av delene"),
}
OWNERSHIP: Mapping[str, Promise] = {
    Kind.MUNICIPALITY: _("Kommunale"),
    Kind.COUNTY_MUNICIPALITY: _("Fylkeskommunale"),
    Kind.PRIVATE_OWNER: _("Private"),
    "": _("Uten eier i Laget"),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """Units of one sort of owner, by what they have been part of."""

    key: str
    name: str
    by_cover: Mapping[str, int]

    @property
    def units(self) -> int:
        return sum(self.by_cover.values())

    @property
    def assessed(self) -> int:
        return self.by_cover[Cover.BOTH] + self.by_cover[Cover.NEED]

    @property
    def took_part(self) -> int:
        return self.by_cover[Cover.BOTH] + self.by_cover[Cover.TILTAK]


def units_with_cover(scope: Scope, choice: Choice) -> QuerySet[Any]:
    """Each unit with its owner, and whether it has assessed and taken part in the year."""
    rounds = [each.pk for each in choice.rounds]
    sent = Document.objects.filter(kind="assessment", subject=OuterRef("pk"), round__in=rounds)
    # A kartlegging in the autumn before is of this year's need.
    asked = SurveyUnit.objects.filter(
        of_need(), party=OuterRef("pk"), survey__state=State.FROZEN, survey__opens__year=choice.year - 1, answered__gt=0
    )
    came = SignUp.objects.filter(
        party=OuterRef("pk"), attended_at__isnull=False, event__begins__year=choice.year, event__county=scope.county
    )
    joined = Joining.objects.filter(units=OuterRef("pk"), left_at=None, pulje__begins_on__year=choice.year)
    develops = Development.objects.filter(unit=OuterRef("pk"), begun_at__year__lte=choice.year)
    still = Q(finished_at=None) | Q(finished_at__year__gte=choice.year)
    owner = Ownership.objects.at(scope.day).filter(organisation=OuterRef("pk")).order_by("-pk")
    return scope.units.annotate(
        owner_kind=Subquery(owner.values("owner__kind")[:1]),
        owner_name=Subquery(owner.values("owner__name")[:1]),
        has_sent=Exists(sent.exclude(reach=Reach.AUTHORS)),
        was_asked=Exists(asked),
        took_part=Exists(came)
        | Exists(joined.exclude(pulje__state=PuljeState.CANCELLED))
        | Exists(develops.filter(still)),
    )


def with_cover(units: QuerySet[Any], cover: str) -> QuerySet[Any]:
    """Those of them that have been part of so much."""
    assessed, took_part = Q(has_sent=True) | Q(was_asked=True), Q(took_part=True)
    conditions = {
        Cover.BOTH: assessed & took_part,
        Cover.NEED: assessed & ~took_part,
        Cover.TILTAK: took_part & ~assessed,
        Cover.NEITHER: ~assessed & ~took_part,
    }
    return units.filter(conditions[cover])


def cover_of(*, has_sent: bool, was_asked: bool, took_part: bool) -> str:
    if has_sent or was_asked:
        return Cover.BOTH if took_part else Cover.NEED
    return Cover.TILTAK if took_part else Cover.NEITHER


def coverage(scope: Scope, choice: Choice) -> list[Covered]:
    """The units by sort of owner. One query."""
    rows = units_with_cover(scope, choice).order_by()
    return covered(
        (each or "", cover_of(has_sent=a, was_asked=b, took_part=c))
        for each, a, b, c in rows.values_list("owner_kind", "has_sent", "was_asked", "took_part")
    )


def covered(units: Iterable[tuple[str, str]]) -> list[Covered]:
    found: dict[str, Counter[str]] = {}
    for kind, cover in units:
        found.setdefault(kind, Counter())[cover] += 1
    return [
        Covered(key, str(name), {each: found[key][each] for each in COVERS})
        for key, name in OWNERSHIP.items()
        if key in found
    ]
