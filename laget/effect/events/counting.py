"""How many signed up and came, in all and by group: what a report asks for, and all that is left in the end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from laget.base.actors.models import VIRKSOMHETER, Sector
from laget.effect.events.models import Event, SignUp
from laget.effect.events.states import Place


@dataclass(slots=True)
class AttendanceCounts:
    """Of one event, or of many together. Someone who came to two of them is counted at both."""

    signed: int = 0
    waiting: int = 0
    attended: int = 0
    by_layer: Counter[str] = field(default_factory=Counter)  # of those who came, as in surveys.Layer
    by_sector: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)  # as in actors.Kind; "" for those from no organisation
    by_layer_and_sector: Counter[tuple[str, str]] = field(default_factory=Counter)
    virksomheter: int = 0  # that someone came from


def attendance_counts(events: Event | Iterable[Event] | QuerySet[Event]) -> AttendanceCounts:
    """One query."""
    among = [events] if isinstance(events, Event) else events
    came = Q(attended_at__isnull=False)
    groups = (
        SignUp.objects.filter(event__in=among)
        .values_list("party", "layer", "party__organisation__kind", "party__organisation__sector")
        .annotate(
            signed=Count("pk", filter=Q(place=Place.SIGNED)),
            waiting=Count("pk", filter=Q(place=Place.WAITING)),
            present=Count("pk", filter=came),
        )
        .order_by()
    )
    counts, units = AttendanceCounts(), set()
    for party, layer, kind, sector, signed, waiting, attended in groups:
        counts.signed += signed
        counts.waiting += waiting
        counts.attended += attended
        if attended:
            group = sector or Sector.PUBLIC.value  # networks, the forum and Statsforvalteren are public
            counts.by_layer[layer] += attended
            counts.by_sector[group] += attended
            counts.by_kind[kind or ""] += attended
            counts.by_layer_and_sector[layer, group] += attended
            if kind in VIRKSOMHETER:
                units.add(party)
    counts.virksomheter = len(units)
    return counts
