"""Which entries of the catalogue a tiltak builds on."""

from collections.abc import Iterable, Sequence

from laget.need.catalogue.models import Entry, Use
from laget.need.tiltak.actions import Plan
from laget.need.tiltak.models import Tiltak


def use_entries(tiltak: Iterable[Tiltak], *, plans: Sequence[Plan]) -> None:
    """Keep what each tiltak names, as it has just been sent. Part of sending the document, which checks who may."""
    named = {plan.item: plan.entries for plan in plans}
    sent = list(tiltak)
    Use.objects.filter(tiltak__in=sent).delete()
    all_named = {pk for each in named.values() for pk in each}
    known = set(Entry.objects.filter(pk__in=all_named).values_list("pk", flat=True))
    Use.objects.bulk_create(Use(entry_id=pk, tiltak=each) for each in sent for pk in named[each.item] if pk in known)
