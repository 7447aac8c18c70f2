"""What is open to everyone: what has been granted, and told whoever received it.

Nothing is fetched but the columns named here, so that what isn't meant for everyone can't come along.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from laget.base.actors.models import PUBLIC_OWNERS, Party
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of_content
from laget.base.questions.display import Block, blocks
from laget.base.questions.models import Version
from laget.grant.tilsagn.models import HAS_LEFT, GrantedAmount, Letter
from laget.grant.tilsagn.queries import awards
from laget.need.plans.models import Adoption
from laget.need.plans.queries import public_versions
from laget.need.tiltak.models import Tiltak

_MOST_PARTIES = 10


@dataclass(frozen=True, slots=True)
class Granted:
    """What one recipient was granted for one tiltak in one year. Whole kroner."""

    award: UUID
    year: int
    amount: int
    reason: str
    title: str
    known_since: datetime
    ordning: str
    round_year: int
    county: UUID
    county_name: str
    county_code: str
    sample: bool
    recipient: UUID
    recipient_name: str
    recipient_number: str | None
    recipient_kind: str | None
    tiltak: UUID | None
    applicant: str | None
    network: str | None
    start: date | None
    end: date | None


COLUMNS = (
    "award",
    "year",
    "amount",
    "reason",
    "award__name",
    "award__known_since",
    "award__given_in__ordning__name",
    "award__given_in__year",
    "award__county",
    "award__county__name",
    "award__county__code",
    "award__county__is_sample",
    "award__recipient",
    "award__recipient__name",
    "award__recipient__organisation__number",
    "award__recipient__organisation__kind",
    "award__tiltak",
    "award__tiltak__applicant__name",
    "award__tiltak__network__name",
    "award__tiltak__start",
    "award__tiltak__end",
)


def open_amounts() -> QuerySet[GrantedAmount]:
    """Granted, and the letter has left: what is decided but not told is nobody's to read."""
    found = awards().filter(award__known_since__isnull=False)
    return found.order_by("-year", "award__recipient__sort_key", "award__name", "pk")


def narrowed(
    found: QuerySet[GrantedAmount], *, county: str = "", year: int | None = None, words: str = ""
) -> QuerySet[GrantedAmount]:
    """By county, year and some of a name: of the recipient, the tiltak, or an owner whose need it answers."""
    if county:
        found = found.filter(award__county__slug=county)
    if year is not None:
        found = found.filter(year=year)
    if words:
        in_name = Q(award__recipient__name__icontains=words) | Q(award__name__icontains=words)
        in_name |= Q(award__tiltak__applicant__name__icontains=words)
        found = found.filter(in_name | Q(award__tiltak__in=_answering(Party.objects.filter(name__icontains=words))))
    return found


def rows_of(found: QuerySet[GrantedAmount]) -> list[Granted]:
    return [Granted(*row) for row in found.values_list(*COLUMNS)]


def granted(*, county: str = "", year: int | None = None, words: str = "") -> list[Granted]:
    return rows_of(narrowed(open_amounts(), county=county, year=year, words=words))


def open_rounds(*, county: str = "", year: int | None = None) -> QuerySet[Round]:
    found = Round.objects.select_related("county", "ordning", "rule_set")
    if county:
        found = found.filter(county__slug=county)
    if year is not None:
        found = found.filter(year=year)
    return found.order_by("county__code", "ordning__name", "year")


def granted_in(rounds: Iterable[Round]) -> dict[int, int]:
    """What is granted in each, for all years."""
    found = open_amounts().order_by().filter(award__given_in__in=[each.pk for each in rounds])
    return dict(found.values_list("award__given_in").annotate(Sum("amount")))


def years() -> list[int]:
    """Those that money has been granted for, the last first."""
    return list(open_amounts().order_by("-year").values_list("year", flat=True).distinct())


# -- Parties -----------------------------------------------------------------------------------------


def open_parties() -> QuerySet[Party]:
    """Those who have received something, and the public owners whose needs it answers."""
    received = open_amounts().values("award__recipient")
    answered = Version.objects.filter(answered_by__in=open_tiltak()).values("document__subject")
    owners = Q(pk__in=answered, organisation__kind__in=PUBLIC_OWNERS)
    return Party.objects.filter(Q(pk__in=received) | owners).select_related("organisation").distinct()


def parties_named(words: str) -> list[Party]:
    return list(open_parties().filter(name__icontains=words).order_by("sort_key", "pk")[:_MOST_PARTIES])


def given_to(party: Party) -> list[Granted]:
    return rows_of(open_amounts().filter(award__recipient=party.pk))


def answering(party: Party) -> list[Granted]:
    """Given to others, for tiltak that answer the needs of a public owner."""
    found = open_amounts().filter(award__tiltak__in=_answering(Party.objects.filter(pk=party.pk)))
    return rows_of(found.exclude(award__recipient=party.pk))


def _answering(parties: QuerySet[Party]) -> QuerySet[Tiltak]:
    """The tiltak that answer the needs of those of the parties that are public owners."""
    owners = parties.filter(organisation__kind__in=PUBLIC_OWNERS)
    return Tiltak.objects.filter(needs__document__subject__in=owners.values("pk"))


# -- Tiltak ------------------------------------------------------------------------------------------


def open_tiltak() -> QuerySet[Tiltak]:
    """Those that money has been granted for."""
    return Tiltak.objects.filter(Exists(open_amounts().order_by().filter(award__tiltak=OuterRef("pk"))))


def needs_of(tiltak: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The public owners whose needs each answers, by name. What they wrote stays theirs."""
    through = Tiltak.needs.through.objects.filter(
        tiltak__in=tiltak, version__document__subject__organisation__kind__in=PUBLIC_OWNERS
    )
    rows = through.order_by("version__document__subject__sort_key").values_list(
        "tiltak", "version__document__subject", "version__document__subject__name"
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {pk: [] for pk in tiltak}
    for pk, owner, name in rows.distinct():
        found[pk].append((owner, name))
    return found


def partners_of(tiltak: Collection[UUID]) -> dict[UUID, list[str]]:
    rows = Tiltak.partners.through.objects.filter(tiltak__in=tiltak).order_by("organisation__sort_key")
    found: dict[UUID, list[str]] = {pk: [] for pk in tiltak}
    for pk, name in rows.values_list("tiltak", "organisation__name"):
        found[pk].append(name)
    return found


# -- Plans -------------------------------------------------------------------------------------------


def open_plans() -> QuerySet[Adoption]:
    """The plans that have been adopted by those who answer to everyone: which body, when, and where it says so.

    `is_public` are those whose words are everyone's too.
    """
    private = Q(version__document__subject__organisation__isnull=False) & ~Q(
        version__document__subject__organisation__kind__in=PUBLIC_OWNERS
    )
    return (
        Adoption.objects.exclude(private)
        .annotate(is_public=Exists(public_versions().filter(pk=OuterRef("version"))))
        .select_related("version__document__subject", "version__document__county")
        .defer("version__document__answers", "version__document__given", "version__content")
        .order_by("-decided_on", "version__document__subject__sort_key", "pk")
    )


def public_plans() -> QuerySet[Adoption]:
    """Those of them that everyone can read, as they were adopted last."""
    return open_plans().filter(version__in=public_versions())


def said_in(version: Version) -> list[Block]:
    """What a plan says to everyone: what is answered, but for who has which role, and files."""
    layout = layout_of_content(version.content, version.document.round.rules)
    found = blocks(replace(layout, form=layout.form.for_everyone()), version.content["answers"])
    answered = (replace(each, entries=tuple(e for e in each.entries if e.text or e.rows)) for each in found)
    return [each for each in answered if each.item or each.entries or each.rows]


# -- Letters -----------------------------------------------------------------------------------------


def grounds_of(award: UUID) -> list[str]:
    """What the letter gives as the reason for the decision: as corrected, when a correction has left. Nothing else of
    it is told: its conditions may be written for the recipient alone.
    """
    tilsagn = open_amounts().order_by().filter(award=award).values("tilsagn")
    left = Letter.objects.filter(tilsagn__in=tilsagn, delivery__in=HAS_LEFT).order_by("-pk")
    return [line for line in (left.values_list("said__grounds", flat=True).first() or []) if line]


def sum_of(found: QuerySet[GrantedAmount]) -> int:
    return found.order_by().aggregate(sum=Sum("amount"))["sum"] or 0


def last_opened(county: UUID) -> date | None:
    """The day that something was last granted and told there."""
    last = open_amounts().filter(award__county=county).aggregate(last=Max("award__known_since"))["last"]
    return timezone.localdate(last) if last else None


def target_group_labels(round: Round) -> dict[str, str]:
    """What the county calls those whom a tiltak is for."""
    return dict(round.file.lists.get("target_groups", ()))
