from collections import Counter

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.answers import layout_of, value
from laget.base.questions.models import Document
from laget.need.behovsmelding.models import Behovsmelding


def visible_to(actor: Actor) -> QuerySet[Behovsmelding]:
    return queries.visible_to(actor, queries.with_names(Behovsmelding.objects.all()))


def networks_to_ask(actor: Actor, round: Round) -> QuerySet[Network]:
    """The competence networks that this person may ask the owners of."""
    competence = Network.objects.filter(purpose=Network.Purpose.COMPETENCE, county=round.county_id)
    return competence.filter(pk__in=actor.leading_networks & actor.parties)


def challenges(behovsmelding: Behovsmelding) -> list[tuple[str, int]]:
    """How many of the virksomheter meet each challenge often and need more competence, most first."""
    sources = behovsmelding.given.get("sources", ())
    tally = Counter(challenge for source in sources for challenge in source["challenges"])
    labels = dict(behovsmelding.round.file.lists["challenges"])
    return [(labels[key], number) for key, number in tally.most_common()]


def amount(behovsmelding: Document) -> int:
    """What the owner reckons that the need will cost the first year, in kroner."""
    return value(layout_of(behovsmelding), behovsmelding.answers, "amount") or 0


def need(behovsmelding: Document) -> str:
    """What the owner says is needed, in its own words."""
    return value(layout_of(behovsmelding), behovsmelding.answers, "need") or ""
