from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.models import Edit, Version
from laget.base.questions.states import Act, State
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.tilsagn.models import CAN_LEAVE, GrantedAmount, Letter, Tilsagn
from laget.grant.tilsagn.states import TRANSITIONS


def visible_to(actor: Actor) -> QuerySet[Tilsagn]:
    return queries.visible_to(actor, queries.with_names(Tilsagn.objects.all()))


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    return Letter.objects.filter(tilsagn__in=visible_to(actor)).select_related("tilsagn__subject")


def outbox_of(round: Round, actor: Actor) -> QuerySet[Letter]:
    """Every letter of a round that this person sees, by the name of its recipient."""
    return letters_visible_to(actor).filter(tilsagn__round=round).order_by("tilsagn__subject__sort_key", "pk")


def decidable_by(actor: Actor) -> QuerySet[Tilsagn]:
    """Those that wait for this person to decide: the rule of permissions.can_give, asked of many at once."""
    counties = [holding.party for holding in actor.holdings if holding.role is Role.DECIDER]
    written = Edit.objects.filter(document=OuterRef("pk"), person=actor.person)
    proposed = Version.objects.filter(document=OuterRef("pk"), frozen_by=actor.person)
    waiting = visible_to(actor).filter(state=State.PROPOSED, county__in=counties)
    return waiting.exclude(Exists(proposed)).exclude(Exists(written))


def proposable_by(actor: Actor) -> QuerySet[Tilsagn]:
    """Those that this person may propose: permissions.can_propose, asked of many at once."""
    states = [state for state, act in TRANSITIONS if act is Act.PROPOSE]
    return visible_to(actor).filter(state__in=states, county__in=_counties_prepared_by(actor))


def sendable_by(actor: Actor) -> QuerySet[Tilsagn]:
    """Those whose letter may be sent: permissions.can_send, asked of many at once."""
    return with_letters_at(CAN_LEAVE, actor).filter(state=State.GIVEN)


def with_letters_at(places: Collection[Letter.Delivery], actor: Actor) -> QuerySet[Tilsagn]:
    """Those whose letter this person sends, where it has got to one of the places."""
    there = Letter.objects.filter(tilsagn=OuterRef("pk"), delivery__in=places)
    return visible_to(actor).filter(Exists(there), county__in=_counties_prepared_by(actor))


def _counties_prepared_by(actor: Actor) -> list[UUID]:
    return [holding.party for holding in actor.holdings if holding.role is Role.CASE_OFFICER]


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
