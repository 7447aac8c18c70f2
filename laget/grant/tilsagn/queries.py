from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.models import Edit, Version
from laget.base.questions.states import Act, State
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.tilsagn.models import CAN_LEAVE, HAS_LEFT, GrantedAmount, Letter, Tilsagn
from laget.grant.tilsagn.states import TRANSITIONS


def visible_to(actor: Actor) -> QuerySet[Tilsagn]:
    return queries.visible_to(actor, queries.with_names(Tilsagn.objects.all()))


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    """The county's own see all. Once it has left, one of a tilsagn is for those who see that; others are for the
    recipient alone."""
    staff = actor.where(Role.CASE_OFFICER, Role.DECIDER)
    of_tilsagn = Q(tilsagn__in=visible_to(actor))
    others = Q(tilsagn=None, recipient__in=actor.reading)
    seen = Q(round__county__in=staff) | Q(delivery__in=HAS_LEFT) & (of_tilsagn | others)
    names = ("round__rule_set__stored", "recipient", "tilsagn", "replaced_by", "replaces")
    return Letter.objects.filter(seen).select_related(*names)


def outbox_of(round: Round, actor: Actor) -> QuerySet[Letter]:
    """Every letter of a round that this person sees, by the name of its recipient."""
    return letters_visible_to(actor).filter(round=round).order_by("recipient__sort_key", "pk")


def letter_of(tilsagn: Tilsagn) -> Letter | None:
    """The letter that it is sent with. What corrects it comes later."""
    return Letter.objects.filter(tilsagn=tilsagn, replaces=None).first()


def letters_about(about: UUID, actor: Actor) -> QuerySet[Letter]:
    """The letters of one case that this person sees, the last first."""
    return letters_visible_to(actor).filter(about=str(about)).order_by("-pk")


def waiting_letters(kind: Letter.Kind) -> QuerySet[Letter]:
    """For a query of cases: the letter of what was decided last in each, while it can still be stopped."""
    of_it = Letter.objects.filter(kind=kind, about=Cast(OuterRef("pk"), CharField()), replaces=None)
    return of_it.filter(made_at__gte=OuterRef("decided_at")).exclude(delivery__in=HAS_LEFT)


def letters_sent_by(actor: Actor, round: Round) -> QuerySet[Letter]:
    """Those of a round that this person sends, wherever they have got to."""
    return outbox_of(round, actor).filter(round__county__in=_counties_prepared_by(actor))


def decidable_by(actor: Actor) -> QuerySet[Tilsagn]:
    """Those that wait for this person to decide: the rule of permissions.can_give, asked of many at once."""
    counties = actor.where(Role.DECIDER)
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
    ready = Letter.objects.filter(tilsagn=OuterRef("pk"), replaces=None, delivery__in=CAN_LEAVE)
    return visible_to(actor).filter(Exists(ready), state=State.GIVEN, county__in=_counties_prepared_by(actor))


def _counties_prepared_by(actor: Actor) -> list[UUID]:
    return actor.where(Role.CASE_OFFICER)


def recommended_in(round: Round) -> list[RecommendedAmount]:
    """Every amount the forum has recommended in a round, with all that a letter says about it: those set aside last."""
    origins = (
        "planned__tiltak__network",
        "planned__tiltak__applicant",
        "planned__recipient",
        "earmark__recipient",
        "innstilling__round",
    )
    found = RecommendedAmount.objects.filter(innstilling__round=round).select_related(*origins)
    return sorted(found.order_by("pk"), key=_place)


def _place(each: RecommendedAmount) -> tuple[Any, ...]:
    return (0, *each.planned.tiltak.place, each.planned.year) if each.planned else (1,)


def granted_in(tilsagn: Collection[UUID]) -> dict[UUID, int]:
    """What each of them grants, in kroner. Those that aren't decided are left out."""
    amounts = GrantedAmount.objects.filter(tilsagn__in=tilsagn)
    return dict(amounts.values_list("tilsagn").annotate(Sum("amount")).order_by())


def awards() -> QuerySet[GrantedAmount]:
    """Every amount that has been granted and sent: public from then on."""
    origins = (
        "tilsagn__subject",
        "tilsagn__round__rule_set",
        "recommended__planned__tiltak__network",
        "recommended__earmark",
    )
    return GrantedAmount.objects.filter(tilsagn__state=State.SENT, amount__gt=0).select_related(*origins)
