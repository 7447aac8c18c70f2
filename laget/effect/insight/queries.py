"""The whole picture, put together from what the apps above keep."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, QuerySet, Sum

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County
from laget.base.questions.models import Version
from laget.base.questions.queries import visible_versions
from laget.effect.opened.queries import narrowed, open_amounts
from laget.effect.reports.models import UsedAmount
from laget.effect.reports.queries import visible_to as reports_visible_to
from laget.grant.tilsagn.models import GrantedAmount
from laget.grant.tilsagn.queries import visible_to as tilsagn_visible_to


@dataclass(frozen=True, slots=True)
class Trail:
    """One amount followed both ways: back to the assessments it rests on, and forward to what it became."""

    granted: GrantedAmount
    used: UsedAmount | None
    innstilling: Version | None
    beslutningsgrunnlag: Version | None
    needs: list[tuple[Version, list[Version]]]  # each behovsmelding, with the assessments it rests on
    kept_back: bool = False  # there are behovsmeldinger that this person doesn't see


def amounts_visible_to(actor: Actor) -> QuerySet[GrantedAmount]:
    seen = tilsagn_visible_to(actor).values("pk")
    origins = (
        "recommended__planned__tiltak__network",
        "recommended__planned__tiltak__version__document",
        "recommended__planned__recipient",
        "recommended__earmark__allocation",
        "recommended__innstilling",
        "tilsagn__round__rule_set",
        "tilsagn__round__county",
        "tilsagn__subject",
    )
    return GrantedAmount.objects.filter(tilsagn__in=seen).select_related(*origins)


def follow(granted: GrantedAmount, actor: Actor) -> Trail:
    """The red thread through one amount, as far as this person may see it."""
    used = (
        UsedAmount.objects.filter(award=granted.award_id, year=granted.year, report__in=reports_visible_to(actor))
        .select_related("report")
        .first()
    )
    sent = Version.objects.filter(document=granted.recommended.innstilling_id).order_by("-number")
    planned = granted.recommended.planned
    if planned is None:
        return Trail(granted, used, visible_versions(actor, sent).first(), None, [])
    tiltak = planned.tiltak
    needs = list(visible_versions(actor, tiltak.needs.all()).prefetch_related("rests_on"))
    below = visible_versions(actor, Version.objects.filter(led_to__in=needs)).prefetch_related("led_to")
    assessments: dict[int, list[Version]] = {need.pk: [] for need in needs}
    for version in below.distinct().order_by("document__subject__sort_key"):
        for need in version.led_to.all():
            if need.pk in assessments:
                assessments[need.pk].append(version)
    basis = visible_versions(actor, Version.objects.filter(pk=tiltak.version_id)).first()
    chain = [(need, assessments[need.pk]) for need in needs]
    kept_back = tiltak.needs.count() > len(needs)
    return Trail(granted, used, visible_versions(actor, sent).first(), basis, chain, kept_back)


@dataclass(frozen=True, slots=True)
class Award:
    """What one recipient got for one year. Whole kroner."""

    pk: UUID
    recipient: str
    amount: int
    percent: int  # of the highest, for drawing


def last_awarded_year(county: County) -> int | None:
    """The year of the last round in which anything has been granted and told."""
    last: int | None = open_amounts().filter(award__county=county).aggregate(last=Max("award__given_in__year"))["last"]
    return last


def awards_in(county: County, year: int) -> list[Award]:
    """Who got how much for the year, whichever round it was given in, highest first: the list of awards, summed."""
    found = narrowed(open_amounts().order_by(), county=county.slug, year=year)
    by_recipient = found.values_list("award__recipient", "award__recipient__name")  # two may share a name
    sums = list(by_recipient.annotate(sum=Sum("amount")).order_by("-sum", "award__recipient__sort_key"))
    highest = max((amount for _pk, _name, amount in sums), default=0)
    return [Award(pk, name, amount, amount * 100 // highest) for pk, name, amount in sums]
