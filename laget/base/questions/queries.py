"""What may be seen, for every kind of document."""

from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.questions.models import Document, Reach, Version

D = TypeVar("D", bound=Document)


def visible_to(actor: Actor, documents: QuerySet[D]) -> QuerySet[D]:
    """The documents this person may open.

    Those who write a document see it from the start. When it has been sent on, so do those who
    handle it next: the owner of a virksomhet, the koordinator and partners of the network, the
    forum and Statsforvalteren. Some go further, to everyone in the network, or in the county when
    the matter belongs to no network.
    """
    partner = Document.partners.through.objects.filter(document=OuterRef("pk"), party__in=actor.reading)
    writes = Q(party__in=actor.reading) | Exists(partner)
    handles = (
        Q(subject__in=actor.reading)
        | Q(owner__in=actor.reading)
        | Q(network__in=actor.leading_networks)
        | Q(county__in=actor.county_wide)
    )
    belongs = Q(network__in=actor.networks) | Q(network=None, county__in=actor.counties)
    sent = Q(reach__in=[Reach.CHAIN, Reach.NETWORK])
    return documents.filter(writes | (sent & handles) | (Q(reach=Reach.NETWORK) & belongs))


def latest_of(actor: Actor) -> QuerySet[Document]:
    """What those this person works for have written last, newest first."""
    mine = Document.objects.filter(party__in=actor.writing).order_by("-state_since", "pk")
    return mine.select_related("subject", "round__rule_set").defer("answers", "given")[:8]


def visible_versions(actor: Actor, versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those of the versions whose document this person may open, without their content."""
    seen = visible_to(actor, Document.objects.all()).values("pk")
    return (
        versions.filter(document__in=seen)
        .select_related("document__subject", "document__round__rule_set")
        .defer("content")
    )


def with_names(documents: QuerySet[D]) -> QuerySet[D]:
    """With what every page about a document shows: its round and rules, and the names of the parties."""
    return documents.select_related("round__rule_set", "round__county", "party", "subject", "network", "owner")
