"""The whole picture, put together from what the apps above keep."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County
from laget.base.cycle.models import Round
from laget.base.questions.models import Version
from laget.base.questions.queries import visible_versions
from laget.base.questions.states import State
from laget.effect.reports.models import UsedAmount
from laget.effect.reports.queries import visible_to as reports_visible_to
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.grant.tilsagn.queries import awards
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
    """What one recipient got in one round. Whole kroner."""

    pk: UUID
    recipient: str
    amount: int
    percent: int  # of the highest, for drawing


def last_awarded_round(county: County) -> Round | None:
    sent = Tilsagn.objects.filter(round__county=county, state=State.SENT).values("round")
    return Round.objects.filter(pk__in=sent).select_related("rule_set", "county").order_by("-year").first()


def awards_in(round: Round) -> list[Award]:
    """Who got how much for the year of the round, highest first."""
    sums: Counter[UUID] = Counter()
    names: dict[UUID, str] = {}
    for granted in awards().filter(tilsagn__round=round, year=round.year):
        recipient = granted.tilsagn.subject
        names[recipient.pk] = recipient.name  # which two may share
        sums[recipient.pk] += granted.amount
    highest = max(sums.values(), default=0)
    ranked = sorted(sums.items(), key=lambda each: (-each[1], names[each[0]]))
    return [Award(recipient, names[recipient], amount, amount * 100 // highest) for recipient, amount in ranked]
