"""Which syntheses someone may read, for whom they make them, and which documents are in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import OWNERS, Kind, Network, Party
from laget.base.cycle.models import Ordning
from laget.base.questions import queries as documents
from laget.base.questions.models import Document, Version
from laget.effect.synthesis.kinds import KINDS
from laget.effect.synthesis.models import Audience, Synthesis
from laget.effect.synthesis.roles import MAKERS

FILTERS = ("year", "ordning", "network", "owner_kind", "owner")


def visible_to(actor: Actor) -> QuerySet[Synthesis]:
    """Those of the parties they make them for; and what has been published to the county, or to all."""
    own = Q(party__in=actor.where(*MAKERS))
    to_county = Q(frozen__audience__in=[Audience.COUNTY, Audience.PUBLIC], county__in=actor.counties)
    return _named().filter(own | to_county | Q(frozen__audience=Audience.PUBLIC))


def open_to_all() -> QuerySet[Synthesis]:
    return _named().filter(frozen__audience=Audience.PUBLIC)


def makers_parties(actor: Actor) -> QuerySet[Party]:
    """Whom this person makes syntheses for: the forum, a competence network, the county."""
    others = Network.objects.exclude(purpose=Network.Purpose.COMPETENCE).values("pk")
    return Party.objects.filter(pk__in=actor.where(*MAKERS)).exclude(pk__in=others).order_by("sort_key")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to: each with its label."""

    years: Sequence[tuple[str, Any]]
    ordninger: Sequence[tuple[str, Any]]
    networks: Sequence[tuple[str, Any]]
    owner_kinds: Sequence[tuple[str, Any]]
    owners: Sequence[tuple[str, Any]]


def documents_of(actor: Actor, party: Party, kind: str, filters: Mapping[str, str]) -> QuerySet[Document]:
    """Those of a kind that have been sent, are of the party, are found by the filters, and may be read by this person.

    A network has its own; a forum and a county have the county's.
    """
    found = documents.visible_to(actor, Document.objects.filter(kind=kind, county=party.county_id))
    found = found.filter(Exists(versions_that_count(kind).filter(document=OuterRef("pk"))))
    if Network.objects.filter(pk=party.pk).exists():
        found = found.filter(network=party.pk)
    return found.filter(*_as(filters)).select_related("subject", "round__rule_set").defer("answers", "given")


def selected(actor: Actor, synthesis: Synthesis) -> QuerySet[Document]:
    found = documents_of(actor, synthesis.party, synthesis.kind, synthesis.filters)
    return found.exclude(pk__in=synthesis.left_out.values("pk"))


def versions_in(actor: Actor, synthesis: Synthesis) -> list[Version]:
    """Each document as it was last sent, by whose it is. One query, whatever there is of them."""
    last = versions_that_count(synthesis.kind).filter(document__in=selected(actor, synthesis).values("pk"))
    last = last.order_by("document", "-number").distinct("document")
    found = Version.objects.filter(pk__in=last.values("pk"))
    along = ("document__subject__organisation", "document__network", "document__owner", "document__round__rule_set")
    return list(found.select_related(*along).order_by("document__subject__sort_key", "document__round__year", "pk"))


def versions_that_count(kind: str) -> QuerySet[Version]:
    """What has gone out; of a plan what has been adopted."""
    sent = Version.objects.filter(sending__isnull=False)
    return sent.filter(adoption__isnull=False) if KINDS[kind].adopted else sent


def choices_of(actor: Actor, party: Party, kind: str) -> Choices:
    """What there is to filter by, among the documents that could be in it."""
    every = documents_of(actor, party, kind, {}).order_by()
    ordninger = Ordning.objects.filter(pk__in=every.values("round__ordning"))
    networks = Party.objects.filter(pk__in=every.values("network")).order_by("sort_key")
    owners = Party.objects.filter(Q(pk__in=every.values("subject")) | Q(pk__in=every.values("owner")))
    owners = owners.filter(organisation__kind__in=OWNERS).order_by("sort_key")
    years = sorted(set(every.values_list("round__year", flat=True)), reverse=True)
    kinds = set(owners.values_list("organisation__kind", flat=True))
    return Choices(
        [(str(year), str(year)) for year in years],
        [(each.key, each.name) for each in ordninger.order_by("name")],
        [(str(each.pk), each.name) for each in networks],
        [(kind.value, kind.label) for kind in Kind if kind in kinds],
        [(str(each.pk), each.name) for each in owners],
    )


def _as(filters: Mapping[str, str]) -> list[Q]:
    found = []
    if year := filters.get("year"):
        found.append(Q(round__year=int(year)))
    if ordning := filters.get("ordning"):
        found.append(Q(round__ordning__key=ordning))
    if network := filters.get("network"):
        found.append(Q(network=network))
    if kind := filters.get("owner_kind"):
        found.append(Q(subject__organisation__kind=kind) | Q(owner__organisation__kind=kind))
    if owner := filters.get("owner"):
        found.append(Q(subject=owner) | Q(owner=owner))
    return found


def _named() -> QuerySet[Synthesis]:
    return Synthesis.objects.select_related("county", "party", "frozen", "made_by")
