"""What a picture is made of: the networks of a county, the owners of a network, the units of an owner."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Membership, Network, Organisation, Party
from laget.effect.insight.money_queries import Part, parts_of_networks
from laget.effect.insight.need_queries import sent_below
from laget.effect.insight.picture_queries import Choice, Scope, Span, visible_to
from laget.effect.insight.reach_queries import attended_below
from laget.effect.uptake.models import Attended


@dataclass(frozen=True, slots=True)
class Below:
    """One of those that a picture is made of. `opens` says whether this person may see its own picture."""

    party: Party
    opens: bool
    sent: Counter[str]
    money: Part | None  # of networks alone: what owners share can't be added up
    attended: Attended | None


def below(scope: Scope, choice: Choice, actor: Actor) -> list[Below]:
    """By name. A fixed number of queries."""
    parties = list(_inside(scope))
    if not parties:
        return []
    opens = set(visible_to(actor).filter(pk__in=[each.pk for each in parties]).order_by().values_list("pk", flat=True))
    sent, came = sent_below(scope, choice), attended_below(scope, choice)
    money = parts_of_networks(scope, choice) if scope.span is Span.COUNTY else None
    return [
        Below(
            each,
            each.pk in opens,
            sent.get(each.pk, Counter()),
            None if money is None else money.get(each.pk, Part()),
            came.get(each.pk) if each.pk in opens else None,
        )
        for each in parties
    ]


def _inside(scope: Scope) -> Sequence[Party]:
    match scope.span:
        case Span.COUNTY:
            return list(Network.objects.filter(county=scope.party.pk).order_by("sort_key", "pk"))
        case Span.PARTNER:
            return list(scope.networks)
        case Span.NETWORK:
            members = Membership.objects.at(scope.day).filter(network=scope.party.pk).values("owner")
            return list(Organisation.objects.filter(pk__in=members).order_by("sort_key", "pk"))
        case Span.OWNER:
            return list(scope.units)
    return []
