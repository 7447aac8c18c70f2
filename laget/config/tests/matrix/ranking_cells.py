"""The cells of the ranking: both rounds, their groups, applications and rankings, and those that aren't there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from laget.config.tests.matrix import ranked
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.ranking import Application, Group, Network, Ranked, RankedRound
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from laget.grant.forum.models import Meeting
from laget.grant.ranking import models

_ON_ROUND = [name for name, route in ROUTES.items() if route.on is On.RANKED_ROUND]
_ON_GROUP = [name for name, route in ROUTES.items() if route.on is On.WORKING_GROUP]
_ON_APPLICATION = [name for name, route in ROUTES.items() if route.on is On.APPLICATION]
_ON_RANKING = [name for name, route in ROUTES.items() if route.on is On.RANKING]
_POINTS = {"need-points": "4", "need-note": "Fordi.", "reason": "Fordi.", "tilbake-reason": "Hun har sluttet."}


def of_ranking(stage: Stage) -> Iterator[Cell]:
    for key in (ranked.SCORING, ranked.RANKING):
        round = ranked.round_of(stage.world, key)
        known = RankedRound(begun=key == ranked.RANKING)
        for name in _ON_ROUND:
            yield Cell(name, reverse(name, args=[round.pk]), known, {"name": "Ny gruppe"})
        for network in ("Innherred", "Fosen"):
            begun = network == "Innherred" and not known.begun
            address = reverse("ranking:begin_network", args=[round.pk, stage.world.parties[network].pk])
            yield Cell("ranking:begin_network", address, Network(known, network, begun))
        group = models.Group.objects.get(round=round)
        about = Group(known, frozenset(ranked.MEMBERS))
        yield from _of_group(stage, group, about)
        for application in models.Application.objects.filter(round=round).select_related("tiltak"):
            yield from _of_application(stage, application, about)
        for ranking in models.Ranking.objects.filter(round=round).select_related("network"):
            yield from _of_rankings(ranking, about)
    yield from _of_nothing(stage)


def _of_group(stage: Stage, group: models.Group, about: Group) -> Iterator[Cell]:
    posted = {"person": stage.world.people["tom"].email, "network": ""}
    for name in _ON_GROUP:
        yield Cell(name, reverse(name, args=[group.pk]), about, posted)
    mons, ola = (stage.world.people[name].pk for name in ("mons", "ola"))
    yield Cell("ranking:dismiss", reverse("ranking:dismiss", args=[group.pk, mons]), about)
    yield Cell("ranking:dismiss", reverse("ranking:dismiss", args=[group.pk, ola]))


def _of_application(stage: Stage, found: models.Application, group: Group) -> Iterator[Cell]:
    names = {person.pk: name for name, person in stage.world.people.items()}
    given = frozenset(names[pk] for pk in found.scores.values_list("person", flat=True))
    about = _known(found, group, given)
    for name in _ON_APPLICATION:
        yield Cell(name, reverse(name, args=[found.pk]), about, _POINTS)
    yield Cell("ranking:file", reverse("ranking:file", args=[found.pk, UNKNOWN]))
    for file in found.tiltak.version.files.all():
        yield Cell("ranking:file", reverse("ranking:file", args=[found.pk, file.pk]), about)


def _of_rankings(ranking: models.Ranking, group: Group) -> Iterator[Cell]:
    first, second = (place.application for place in ranking.places.order_by("number")[:2])
    meeting = Meeting.objects.get(title="Rangering")
    known = [_known(each, group, frozenset()) for each in (first, second)]
    about = Ranked(ranking.network.name if ranking.network else "", tuple(known), known[0])
    posted: dict[str, Any] = {"number": 1, "to": 2, "revision": ranking.revision, "reason": "Fordi."}
    posted |= {"application": first.pk, "meeting": meeting.pk}
    for name in _ON_RANKING:
        yield Cell(name, reverse(name, args=[ranking.pk]), about, posted)
    yield Cell("ranking:board", f"{reverse('ranking:board', args=[ranking.pk])}?som=xlsx", about)


def _of_nothing(stage: Stage) -> Iterator[Cell]:
    """Rounds where nothing is ranked, and what isn't there."""
    innherred = stage.world.parties["Innherred"].pk
    for pk in (stage.round.pk, stage.oslo_round.pk, 0):
        for name in _ON_ROUND:
            yield Cell(name, reverse(name, args=[pk]), None, {"name": "Ny gruppe"})
        yield Cell("ranking:begin_network", reverse("ranking:begin_network", args=[pk, innherred]))
    for name in _ON_GROUP:
        yield Cell(name, reverse(name, args=[0]))
    yield Cell("ranking:dismiss", reverse("ranking:dismiss", args=[0, UNKNOWN]))
    yield Cell("ranking:file", reverse("ranking:file", args=[UNKNOWN, UNKNOWN]))
    for name in (*_ON_APPLICATION, *_ON_RANKING):
        yield Cell(name, reverse(name, args=[UNKNOWN]))


def _known(found: models.Application, group: Group, given: frozenset[str]) -> Application:
    aside = found.declared.values_list("person__name", flat=True)
    declared = frozenset(name.lower() for name in aside)
    return Application(group, ranked.APPLIES[found.tiltak.title][1], "DMMH", given, declared)
