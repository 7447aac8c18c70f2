from collections import Counter
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import VIRKSOMHETER, Membership, Network, Ownership
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of, value
from laget.base.questions.models import Document
from laget.base.questions.states import WRITABLE
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.tiltak import plans


def networks_to_ask(actor: Actor, round: Round) -> QuerySet[Network]:
    """The competence networks that this person may ask the owners of."""
    competence = Network.objects.filter(purpose=Network.Purpose.COMPETENCE, county=round.county_id)
    return competence.filter(pk__in=actor.leading_networks & actor.parties)


def lacking(networks: QuerySet[Network], round: Round, *, day: date) -> QuerySet[Network]:
    """Those of the networks where an owner or a virksomhet has not been asked; `asked` says whether anyone has been."""
    kinds = [Behovsmelding.KIND, Assessment.KIND]
    documents = Document.objects.filter(round=round, kind__in=kinds)
    members = Membership.objects.at(day).filter(network=OuterRef("pk"), owner__active=True)
    owned = Ownership.objects.at(day).filter(
        owner__in=Membership.objects.at(day).filter(network=OuterRef(OuterRef("pk"))).values("owner"),
        owner__active=True,
        organisation__active=True,
        organisation__kind__in=VIRKSOMHETER,
    )
    asked = documents.values("subject")
    someone = Exists(members.exclude(owner__in=asked)) | Exists(owned.exclude(organisation__in=asked))
    return networks.filter(someone).annotate(asked=Exists(documents.filter(network=OuterRef("pk"))))


def not_sent_to(behovsmelding: Behovsmelding) -> list[str]:
    """The virksomheter of the owner whose assessment has not come, or has gone back to them."""
    coming = Assessment.objects.filter(feeds=behovsmelding.pk, state__in=WRITABLE)
    return list(coming.order_by("subject__sort_key").values_list("subject__name", flat=True))


def challenges(behovsmelding: Behovsmelding) -> list[tuple[str, int]]:
    """How many of the virksomheter meet each challenge often and need more competence, most first."""
    sources = behovsmelding.given.get("sources", ())
    tally = Counter(challenge for source in sources for challenge in source["challenges"])
    labels = {key: name for source in sources for key, name in source.get("names", {}).items()}
    return [(labels.get(key, key), number) for key, number in tally.most_common()]


def amount(behovsmelding: Document) -> int:
    """What the owner reckons that the need will cost the first year, in kroner. 0 for an application."""
    if plans.applies(behovsmelding):
        return 0
    return value(layout_of(behovsmelding), behovsmelding.answers, "amount") or 0


def need(behovsmelding: Document) -> str:
    """What the owner says is needed, in its own words."""
    return value(layout_of(behovsmelding), behovsmelding.answers, "need") or ""
