from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.tilsagn.models import GrantedAmount, Letter, Tilsagn


def visible_to(actor: Actor) -> QuerySet[Tilsagn]:
    found = queries.with_names(Tilsagn.objects.all()).select_related("proposed_by", "decided_by")
    return queries.visible_to(actor, found)


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    return Letter.objects.filter(tilsagn__in=visible_to(actor)).select_related("tilsagn")


def recommended_in(round: Round) -> QuerySet[RecommendedAmount]:
    """Every amount the forum has recommended in a round, with all that a letter says about it."""
    origins = ("planned__tiltak__network", "planned__recipient", "earmark__recipient", "innstilling__round")
    found = RecommendedAmount.objects.filter(innstilling__round=round).select_related(*origins)
    return found.order_by("planned__tiltak__network__sort_key", "planned__tiltak__item", "planned__year", "pk")


def awards() -> QuerySet[GrantedAmount]:
    """Every amount that has been granted and sent: public from then on."""
    origins = (
        "tilsagn__subject",
        "tilsagn__round__rule_set",
        "recommended__planned__tiltak__network",
        "recommended__earmark",
    )
    return GrantedAmount.objects.filter(tilsagn__state="sent", amount__gt=0).select_related(*origins)
