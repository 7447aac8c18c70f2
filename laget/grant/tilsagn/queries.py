from django.db.models import Exists, OuterRef, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.models import Edit, Version
from laget.base.questions.states import Act, State
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.tilsagn.models import GrantedAmount, Letter, Tilsagn
from laget.grant.tilsagn.states import TRANSITIONS


def visible_to(actor: Actor) -> QuerySet[Tilsagn]:
    return queries.visible_to(actor, queries.with_names(Tilsagn.objects.all()))


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    return Letter.objects.filter(tilsagn__in=visible_to(actor)).select_related("tilsagn")


def decidable_by(actor: Actor) -> QuerySet[Tilsagn]:
    """Those that wait for this person to decide: the rule of permissions.can_give, asked of many at once."""
    counties = [holding.party for holding in actor.holdings if holding.role is Role.DECIDER]
    written = Edit.objects.filter(document=OuterRef("pk"), person=actor.person)
    proposed = Version.objects.filter(document=OuterRef("pk"), frozen_by=actor.person)
    waiting = visible_to(actor).filter(state=State.PROPOSED, county__in=counties)
    return waiting.exclude(Exists(proposed)).exclude(Exists(written))


def preparable_by(actor: Actor, act: Act) -> QuerySet[Tilsagn]:
    """Those that this person may propose or send: permissions.can_propose and can_send, asked of many at once."""
    counties = [holding.party for holding in actor.holdings if holding.role is Role.CASE_OFFICER]
    states = [state for state, allowed in TRANSITIONS if allowed is act]
    return visible_to(actor).filter(state__in=states, county__in=counties)


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
    return GrantedAmount.objects.filter(tilsagn__state=State.SENT, amount__gt=0).select_related(*origins)
