"""The cells of delivery: what is carried out, puljer in each state, and a development; and those that aren't there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from laget.config.tests.matrix import delivery as oracle
from laget.config.tests.matrix.carried import tried
from laget.config.tests.matrix.cast import FORUM, OSLO, TRONDELAG, network_of
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from laget.effect.delivery.development_queries import results_for
from laget.effect.delivery.models import Delivery, Development, Joining, Pulje, Question
from laget.effect.delivery.queries import money_of
from laget.effect.events.models import Event
from laget.grant.ledger.models import Award


def _named(on: On) -> list[str]:
    return [name for name, route in ROUTES.items() if route.on is on]


def of_delivery(stage: Stage) -> Iterator[Cell]:
    yield from _of_rounds(stage)
    yield from _of_deliveries(stage)
    yield from _of_puljer(stage)
    yield from _of_developments(stage)


def _of_rounds(stage: Stage) -> Iterator[Cell]:
    for round, county in ((stage.round, TRONDELAG), (stage.oslo_round, OSLO)):
        now = oracle.ToBegin(county, frozenset(_waiting(stage, round.pk)))
        yield Cell("delivery:round", reverse("delivery:round", args=[round.pk]), now)
    yield Cell("delivery:round", reverse("delivery:round", args=[0]))


def _waiting(stage: Stage, round: int) -> Iterator[str]:
    """Who answers for what isn't begun, award by award."""
    names = _names(stage)
    begun = set(Delivery.objects.values_list("tiltak", flat=True)) | set(
        Delivery.objects.values_list("award", flat=True)
    )
    for award in Award.objects.filter(given_in=round, known_since__isnull=False).select_related("tiltak"):
        if (award.tiltak_id or award.pk) not in begun:
            yield names[award.tiltak.applicant_id if award.tiltak else award.recipient_id]


def _of_deliveries(stage: Stage) -> Iterator[Cell]:
    event = Event.objects.get(title="Stengt").pk
    for delivery in tried():
        of_year = next(each for each in money_of(delivery) if each.award.recipient.name == "Innherred")
        about = _carried(stage, delivery)
        posted = {
            "revision": delivery.revision,
            "status": "on_track",
            "of": f"{of_year.award.pk}/{of_year.year}",
            "day": "2025-05-05",
            "what": "Lokaler",
            "amount": "1",
            "title": "Hefte",
            "address": "https://y.example",
            "event": event,
        }
        for name in _named(On.DELIVERY):
            yield Cell(name, reverse(name, args=[delivery.pk]), about, posted)
        for name, part in (
            ("delivery:unspend", delivery.spending.get()),
            ("delivery:remove_material", delivery.materials.get()),
            ("delivery:untie", delivery.sessions.get()),
        ):
            yield Cell(name, reverse(name, args=[part.pk]), about)
    yield from (Cell(name, reverse(name, args=[UNKNOWN])) for name in _named(On.DELIVERY))
    yield from (Cell(name, reverse(name, args=[0])) for name in _named(On.DELIVERY_PART))


def _of_puljer(stage: Stage) -> Iterator[Cell]:
    in_a_month = timezone.localdate() + timedelta(days=31)
    day = in_a_month.isoformat()
    opening = {"name": "Ny", "opens_on": day, "closes_on": day, "begins_on": day}
    for forum in (FORUM[TRONDELAG], FORUM[OSLO]):
        address = reverse("pulje:open", args=[stage.world.parties[forum].pk, "development"])
        yield Cell("pulje:open", address, forum, opening)
    yield Cell("pulje:open", reverse("pulje:open", args=[stage.world.forum.pk, "finnes-ikke"]), None, opening)
    samling = {"day": day, "begins": "09:00", "ends": "15:00", "place": "Verdal", "sign_up_by": day}
    posted = {**samling, "reason": "Få.", "text": "Hvor?"}
    home = stage.world.parties["Solbakken barnehage"].pk
    for pulje in Pulje.objects.all():
        now = _pulje(stage, pulje)
        for name in _named(On.PULJE):
            args = [pulje.pk, _held(pulje)] if name == "pulje:plan" else [pulje.pk]
            yield Cell(name, reverse(name, args=args), now, posted)
        for party in ("Innherred", "Fosen", "Oslos Innherred"):
            address = reverse("pulje:join", args=[pulje.pk, stage.world.parties[party].pk])
            yield Cell("pulje:join", address, oracle.Joins(now, party), {"units": [home], "why": "Fordi."})
        for joining in Joining.objects.filter(pulje=pulje):
            joined = oracle.Joined(now, _names(stage)[joining.party_id])
            yield Cell("pulje:leave", reverse("pulje:leave", args=[joining.pk]), joined)
        for question in Question.objects.filter(pulje=pulje):
            yield Cell("pulje:answer", reverse("pulje:answer", args=[question.pk]), now, posted)
    for name in _named(On.PULJE):
        yield Cell(name, reverse(name, args=[UNKNOWN, 0] if name == "pulje:plan" else [UNKNOWN]))
    yield Cell("pulje:join", reverse("pulje:join", args=[UNKNOWN, UNKNOWN]))
    yield Cell("pulje:leave", reverse("pulje:leave", args=[UNKNOWN]))
    yield Cell("pulje:answer", reverse("pulje:answer", args=[0]))


def _of_developments(stage: Stage) -> Iterator[Cell]:
    kari = stage.act("kari", timezone.localtime())
    for development in Development.objects.select_related("unit", "joining__network", "joining__partner"):
        assert development.joining
        results = results_for(development, kari)
        names = _names(stage)
        about = oracle.Developing(
            names[development.unit_id],
            names[development.joining.network_id],
            names[development.joining.partner_id],
            bool(results),
        )
        later = development.way.phases[1].key
        posted = {"text": "Et notat.", "phase": later, "why": "Fordi.", "way": "data_team"}
        posted["group"] = str(results[0].pk) if results else "0"
        for name in _named(On.DEVELOPMENT):
            yield Cell(name, reverse(name, args=[development.pk]), about, posted)
    yield from (Cell(name, reverse(name, args=[UNKNOWN])) for name in _named(On.DEVELOPMENT))
    beginning = {"title": "Uteleken", "way": "spiral"}
    for unit in ("Solbakken barnehage", "Furuset barnehage"):
        address = reverse("development:begin", args=[stage.world.parties[unit].pk])
        yield Cell("development:begin", address, unit, beginning)
    yield Cell("development:begin", reverse("development:begin", args=[UNKNOWN]), None, beginning)


def _carried(stage: Stage, delivery: Delivery) -> oracle.Carried:
    names = _names(stage)
    recipients = frozenset(names[award.recipient_id] for award in delivery.awards)
    party = names[delivery.party_id]
    return oracle.Carried(TRONDELAG, party, network_of(party), recipients, "Innherred", "Innherred")


def _pulje(stage: Stage, pulje: Pulje) -> oracle.PuljeNow:
    names = _names(stage)
    joinings = list(pulje.joinings.filter(left_at=None))
    joined = {names[each.party_id] for each in joinings}
    units = {names[unit.pk] for each in joinings for unit in each.units.all()}
    partners = {names[each.partner_id] for each in joinings if each.partner_id}
    takes = pulje.takes_sign_ups(timezone.localdate())
    inside, answers = frozenset(joined | units | partners), pulje.spor.takes_questions
    return oracle.PuljeNow(TRONDELAG, pulje.state, takes, answers, frozenset(joined), inside)


def _held(pulje: Pulje) -> int:
    """The first step that is at a time."""
    return next(number for number, step in enumerate(pulje.spor.steps) if step.is_held)


def _names(stage: Stage) -> dict[Any, str]:
    return {party.pk: name for name, party in stage.world.parties.items()}
