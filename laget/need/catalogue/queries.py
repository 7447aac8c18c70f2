from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County
from laget.need.catalogue.models import Entry, Use
from laget.need.catalogue.roles import EDITORS
from laget.need.catalogue.tags import TAGS


def visible_to(actor: Actor) -> QuerySet[Entry]:
    """The catalogues of the counties they take part in, what is withdrawn too."""
    return Entry.objects.filter(county__in=actor.counties).select_related("county")


def edited_by(actor: Actor) -> QuerySet[Entry]:
    return Entry.objects.filter(county__in=counties_edited_by(actor)).select_related("county")


def counties_edited_by(actor: Actor) -> QuerySet[County]:
    at = actor.where(*EDITORS)
    return County.objects.filter(pk__in=at).order_by("sort_key")


def narrowed(entries: QuerySet[Entry], *, kind: str, words: str, tags: Mapping[str, str]) -> QuerySet[Entry]:
    """Those of one kind, with these tags, and with each of the words in what is written of them."""
    if kind:
        entries = entries.filter(kind=kind)
    for name, tag in tags.items():
        if tag and name in TAGS:
            entries = entries.filter(**{f"{name}__contains": [tag]})
    for word in words.split()[:5]:
        entries = entries.filter(Q(title__icontains=word) | Q(about__icontains=word) | Q(provider__icontains=word))
    return entries


def choices_in(county: UUID) -> Sequence[list[str]]:
    """What a plan in the county may name, as the lists that a document is given."""
    found = Entry.objects.filter(county=county, withdrawn=False).values_list("pk", "title")
    return [[str(pk), title] for pk, title in found]


def uses_by_year(entry: Entry) -> list[tuple[int, int]]:
    """How many tiltak that have been sent name it, newest year first. Numbers alone: not everyone may read each."""
    found = Use.objects.filter(entry=entry, tiltak__dropped=False).values_list("tiltak__round__year")
    return list(found.annotate(number=Count("pk")).order_by("-tiltak__round__year"))
