from collections import Counter

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.answers import grid, layout_of, value
from laget.base.questions.models import Document, Version
from laget.base.questions.structure import Layout
from laget.need.behovsmelding.models import Behovsmelding


def visible_to(actor: Actor) -> QuerySet[Behovsmelding]:
    return queries.visible_to(actor, queries.with_names(Behovsmelding.objects.all()))


def networks_to_ask(actor: Actor, round: Round) -> QuerySet[Network]:
    """The competence networks that this person may ask the owners of."""
    competence = Network.objects.filter(purpose=Network.Purpose.COMPETENCE, county=round.county_id)
    return competence.filter(pk__in=actor.leading_networks & actor.parties)


def challenges(behovsmelding: Behovsmelding) -> list[tuple[str, int]]:
    """How many of the virksomheter meet each challenge often and need more competence, most first."""
    sent = Version.objects.filter(document__feeds=behovsmelding.pk).order_by("document", "-number").distinct("document")
    tally: Counter[str] = Counter()
    file = behovsmelding.round.file
    for version in sent:
        layout = Layout(file.forms["assessment"], file, behovsmelding.round.rules, version.content["given"])
        answered = grid(layout, version.content["answers"], "challenges")
        tally.update(challenge for (challenge, _column), level in answered.items() if level == "need")
    labels = dict(file.lists["challenges"])
    return [(labels[key], number) for key, number in tally.most_common()]


def amount(behovsmelding: Document) -> int:
    """What the owner reckons that the need will cost the first year, in kroner."""
    return value(layout_of(behovsmelding), behovsmelding.answers, "amount") or 0


def need(behovsmelding: Document) -> str:
    """What the owner says is needed, in its own words."""
    return value(layout_of(behovsmelding), behovsmelding.answers, "need") or ""
