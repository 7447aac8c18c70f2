"""Whom a picture's money has reached: what has been counted and may be shown, and the events it is counted from."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Membership
from laget.base.cycle.models import Ordning
from laget.effect.events import queries as events
from laget.effect.events.models import Event, SignUp
from laget.effect.insight.picture_queries import Choice, Scope, Span
from laget.effect.uptake.attendance import ordning_of_events
from laget.effect.uptake.models import Attended


def attended_by(scope: Scope, choice: Choice) -> Attended | None:
    """As last counted, with those of what the ordning took over; None where nobody came, or nothing is counted yet."""
    of_one = Q(ordning__key=choice.ordning) if is_by_ordning(scope, choice) else Q(ordning=None)
    return Attended.objects.filter(of_one, county=scope.county, party=scope.party.pk, year=choice.year).first()


def is_by_ordning(scope: Scope, choice: Choice) -> bool:
    """Only the county is counted by ordning: elsewhere that could tell of single people."""
    return bool(choice.ordning) and scope.span is Span.COUNTY


def attended_below(scope: Scope, choice: Choice) -> dict[UUID, Attended]:
    """What may be shown of everyone in the county, by party, whatever ordning they came for. One query."""
    counted = Attended.objects.filter(county=scope.county, year=choice.year, ordning=None)
    return {each.party_id: each for each in counted}


def events_in(scope: Scope, choice: Choice, actor: Actor) -> QuerySet[Event]:
    """The events of the year that someone from there came to, as far as this person may know of them."""
    came = SignUp.objects.filter(event=OuterRef("pk"), attended_at__isnull=False)
    if scope.span is not Span.COUNTY:
        inside = Q(party=scope.party.pk) | Q(party__in=scope.units.order_by().values("pk"))
        if scope.span is Span.NETWORK:
            members = Membership.objects.at(scope.day).filter(network=scope.party.pk)
            inside |= Q(party__in=members.values("owner"))
        came = came.filter(inside)
    found = events.visible_to(actor).filter(Exists(came), county=scope.county, begins__year=choice.year)
    if is_by_ordning(scope, choice):
        own = set(Ordning.objects.filter(key__in=choice.keys).values_list("pk", flat=True))
        found = found.filter(pk__in=[pk for pk, ordning in ordning_of_events(scope.county).items() if ordning in own])
    return found
