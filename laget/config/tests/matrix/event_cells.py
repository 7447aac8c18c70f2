"""The cells of events: every address of each, of each who has signed up, and of those that aren't there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.events import Arrangement, Signed
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from laget.effect.events.models import Event

_OF_AN_EVENT = [name for name, route in ROUTES.items() if route.on is On.EVENT and name != "events:confirm_all"]
_OF_A_SIGN_UP = [name for name, route in ROUTES.items() if route.on is On.SIGN_UP]
_OF_A_TICKET = [name for name, route in ROUTES.items() if route.on is On.TICKET]
_ORGANISERS = ("Solbakken barnehage", "Innherred", "Samarbeidsforum i Trøndelag", TRONDELAG, "Oslos Innherred", OSLO)


def of_events(stage: Stage) -> Iterator[Cell]:
    home = stage.world.parties["Solbakken barnehage"].pk
    for name in _ORGANISERS:
        party = stage.world.parties[name].pk
        yield Cell("events:plan", reverse("events:plan", args=[party]), name, _posted(stage, party))
    yield Cell("events:plan", reverse("events:plan", args=[UNKNOWN]), None, _posted(stage, UNKNOWN))
    for event in Event.objects.order_by("begins", "title").select_related("organiser", "county"):
        yield from _of_event(stage, event)
    for name in _OF_AN_EVENT:
        yield Cell(name, reverse(name, args=[UNKNOWN]))
    yield Cell("events:confirm_all", reverse("events:confirm_all", args=[UNKNOWN, home]))
    for name in _OF_A_SIGN_UP:
        yield Cell(name, reverse(name, args=[UNKNOWN]))
    for name in _OF_A_TICKET:
        yield Cell(name, reverse(name, args=["finnes-ikke"]))


def _of_event(stage: Stage, event: Event) -> Iterator[Cell]:
    about, home = _known(stage, event), stage.world.parties["Solbakken barnehage"].pk
    posted = _posted(stage, event.organiser_id, event)
    for name in _OF_AN_EVENT:
        yield Cell(name, reverse(name, args=[event.pk]), about, posted)
    yield Cell("events:confirm_all", reverse("events:confirm_all", args=[event.pk, home]), about)
    for each in event.sign_ups.all():
        found = Signed(about, attended=each.attended, unsure=each.must_confirm)
        for name in _OF_A_SIGN_UP:
            yield Cell(name, reverse(name, args=[each.pk]), found)
        for name in _OF_A_TICKET:
            yield Cell(name, reverse(name, args=[each.ticket]), found)


def _known(stage: Stage, event: Event) -> Arrangement:
    names = {party.pk: name for name, party in stage.world.parties.items()}
    invited = event.invited.get()
    return Arrangement(
        county=names[event.county_id],
        organiser=names[event.organiser_id],
        state=event.state,
        invited=names[invited.pk],
        schools_only=bool(event.kinds),
        begun=event.begins <= timezone.localtime(),
        takes=event.takes_sign_ups(timezone.localdate()),
        signed_up=event.sign_ups.exists(),
        attended=event.sign_ups.filter(attended_at__isnull=False).exists(),
        unsure=event.sign_ups.filter(must_confirm=True).exists(),
        unspent=any(each.unspent for each in event.funding.all()),
    )


def _posted(stage: Stage, organiser: Any, event: Event | None = None) -> dict[str, Any]:
    """What the forms on its pages hold between them: none minds what belongs to another."""
    in_a_month = timezone.localdate() + timedelta(days=31)
    day = timezone.localdate(event.begins) if event else in_a_month
    home = stage.world.parties["Solbakken barnehage"].pk
    someone = event.sign_ups.first() if event else None
    came = {} if someone is None else {"kom_ikke" if someone.attended else "kom": someone.pk}
    return {
        **came,
        **({} if came else {"kom": UNKNOWN}),
        "kind": "webinar",
        "title": "Webinar",
        "day": in_a_month.isoformat(),
        "begins": "12:00",
        "ends": "13:00",
        "place": "Verdal",
        "sign_up_by": min(day, in_a_month).isoformat(),
        "invited": [str(organiser)],
        "reason": "Fordi.",
        "revision": event.revision if event else 0,
        "party": home,
        "layer": "staff",
        "people": "Bo Bø",
        "name": "Siv Sund",
        "meg-party": home,
        "meg-layer": "staff",
    }
