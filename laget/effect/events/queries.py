"""Which events someone may know of, whom they may sign up, and who has signed up."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import (
    VIRKSOMHETER,
    Kind,
    Membership,
    Network,
    Organisation,
    Ownership,
    Partnership,
    Party,
)
from laget.effect.events.models import Event, Funding, SignUp
from laget.effect.events.roles import ARRANGING, FOLLOWING, LEADING
from laget.effect.events.states import Place, State
from laget.grant.ledger.models import Award
from laget.need.surveys.instrument_file import Layer
from laget.rules.names import sort_key


def visible_to(actor: Actor) -> QuerySet[Event]:
    """Those they arrange; and, once the sign-up has opened, those that they are invited to, have signed up for, or
    that Statsforvalteren follows in the county.
    """
    signed_up = SignUp.objects.filter(person=actor.person.pk).values("event")
    told = Q(pk__in=_invited(actor)) | Q(pk__in=signed_up) | Q(county__in=_at(actor, FOLLOWING))
    return _with_names(Event.objects.filter(Q(organiser__in=_at(actor, ARRANGING)) | (~Q(state=State.DRAFT) & told)))


def run_by(actor: Actor) -> QuerySet[Event]:
    """Those that this person arranges: they see who comes."""
    return _with_names(Event.objects.filter(organiser__in=_at(actor, ARRANGING)))


def money_visible_to(actor: Actor) -> QuerySet[Event]:
    """Those whose costs they see: the organiser's, and Statsforvalteren's once others know of the event."""
    follows = Q(county__in=_at(actor, FOLLOWING)) & ~Q(state=State.DRAFT)
    return _with_names(Event.objects.filter(Q(organiser__in=_at(actor, ARRANGING)) | follows))


def arranging_parties(actor: Actor) -> QuerySet[Party]:
    """Those that this person may arrange something for."""
    return Party.objects.filter(pk__in=_at(actor, ARRANGING)).order_by("sort_key")


def _at(actor: Actor, roles: Collection[Role]) -> list[UUID]:
    return actor.where(*roles)


def _with_names(found: QuerySet[Event]) -> QuerySet[Event]:
    return found.select_related("county", "organiser", "evaluation").order_by("begins", "pk")


def _invited(actor: Actor) -> QuerySet[Event, Any]:
    """Those they are invited to where they are, through who owns them, or through the network or the county."""
    here = actor.reading
    owners = Ownership.objects.at(actor.day).filter(organisation__in=here).values("owner")
    theirs = [h for h in actor.holdings if h.role is not Role.ADMINISTRATOR]
    around = here | {n for h in theirs for n in h.networks} | {c for h in theirs for c in h.counties}
    found = Event.objects.filter(Q(invited__in=around) | Q(invited__in=owners))
    if all(h.role in (Role.UNIT_LEADER, Role.UNIT_STAFF) for h in theirs):
        kinds = Organisation.objects.filter(pk__in=here).values_list("kind", flat=True)
        fitting = [Q(kinds__contains=[kind]) for kind in set(kinds)]
        found = found.filter(_any(Q(kinds=[]), *fitting))
    return found.values("pk")


def _any(first: Q, *rest: Q) -> Q:
    for each in rest:
        first |= each
    return first


def may_come_from(actor: Actor, event: Event) -> list[Party]:
    """The parties that this person may sign others up for: where they lead, and the units that they own. In order."""
    led = _at(actor, LEADING)
    owned = Ownership.objects.at(actor.day).filter(owner__in=_at(actor, [Role.OWNER]))
    units = Organisation.objects.filter(pk__in=owned.values("organisation"), kind__in=VIRKSOMHETER, active=True)
    candidates = Party.objects.filter(Q(pk__in=led) | Q(pk__in=units.values("pk")))
    return covered(event, candidates, day=actor.day)


def comes_from(actor: Actor, event: Event) -> list[Party]:
    """Where this person may sign themselves up from: wherever they hold a role."""
    return covered(event, Party.objects.filter(pk__in=actor.reading), day=actor.day)


def usual_layer(actor: Actor, parties: Iterable[Party]) -> Layer:
    """What this person most likely comes as, from one of the parties: what the form begins with."""
    kinds = {getattr(getattr(each, "organisation", None), "kind", None) for each in parties}
    if kinds == {Kind.PPT}:
        return Layer.PPT
    return Layer.LEADERS if actor.where(Role.UNIT_LEADER) else Layer.STAFF


def could_walk_in(event: Event, *, day: date) -> list[Party]:
    """Where someone at the door may come from: all that are invited, whoever has signed up."""
    here = Organisation.objects.filter(Q(county=event.county_id) | Q(partnerships__network__county=event.county_id))
    around = Q(pk__in=here.filter(active=True).values("pk")) | Q(pk=event.organiser_id)
    return covered(event, Party.objects.filter(around), day=day)


def covered(event: Event, candidates: QuerySet[Party], *, day: date) -> list[Party]:
    """Those of the candidates that are invited, in alphabetical order. A fixed number of queries."""
    found = list(candidates.select_related("organisation").order_by("sort_key"))
    around = _around([each.pk for each in found], day=day)
    invited = set(event.invited.values_list("pk", flat=True))
    return [each for each in found if _fits(event, each) and invited & {each.pk, each.county_id, *around[each.pk]}]


def _fits(event: Event, party: Party) -> bool:
    """Of a kind that is invited. Those that are no virksomhet are of no kind, and come along."""
    unit = getattr(party, "organisation", None)
    return not event.kinds or unit is None or unit.kind not in VIRKSOMHETER or unit.kind in event.kinds


def _around(parties: list[UUID], *, day: date) -> dict[UUID, set[UUID]]:
    """By party: the owner it has, and the networks and counties that it takes part in."""
    owners = dict(
        Ownership.objects.at(day).filter(organisation__in=parties).values_list("organisation", "owner").order_by("pk")
    )
    members: dict[UUID, set[UUID]] = defaultdict(set)
    belonging = Membership.objects.at(day).filter(owner__in={*parties, *owners.values()})
    working = Partnership.objects.at(day).filter(partner__in=parties)
    for row in (belonging.values_list("owner", "network", "network__county"),
                working.values_list("partner", "network", "network__county")):  # fmt: skip
        for party, network, county in row:
            members[party] |= {network, county}
    return {
        each: {owners[each], *members[owners[each]], *members[each]} if each in owners else members[each]
        for each in parties
    }


def could_be_invited(organiser: Party, county: UUID, *, day: date) -> list[Party]:
    """Whom an organiser invites: a virksomhet itself and all under its owner, the others also networks and counties."""
    owners = Ownership.objects.at(day).filter(organisation=organiser.pk).values("owner")
    if owners.exists():
        return [organiser, *Party.objects.filter(pk__in=owners).order_by("sort_key")]
    networks = list(Network.objects.filter(county=county).order_by("sort_key"))
    itself = [] if organiser.pk in {county, *(each.pk for each in networks)} else [organiser]
    return [*itself, *Party.objects.filter(pk=county), *networks]


# -- Who has signed up ------------------------------------------------------------------------------------


def sign_ups_of(event: Event, *, words: str = "", place: str = "", party: str = "") -> QuerySet[SignUp]:
    """Those on the list, in alphabetical order; `words` are parts of names."""
    found = SignUp.objects.filter(event=event).select_related("party__organisation", "person")
    found = found.filter(place=place) if place else found.exclude(place=Place.WITHDRAWN)
    for word in words.split()[:5]:
        found = found.filter(Q(sort_key__contains=sort_key(word)) | Q(name__icontains=word))
    return found.filter(party__name__icontains=party.strip()) if party.strip() else found


def by_ticket(ticket: str) -> SignUp | None:
    along = ("event__county", "event__organiser", "party")
    return SignUp.objects.select_related(*along).filter(ticket=ticket).exclude(name="").first()


def signed_up_by(actor: Actor, event: Event) -> QuerySet[SignUp]:
    """Themselves, and those from where they sign up others."""
    parties = [each.pk for each in may_come_from(actor, event)]
    mine = Q(party__in=parties) | Q(person=actor.person.pk)
    found = SignUp.objects.filter(mine, event=event).exclude(place=Place.WITHDRAWN).exclude(name="")
    return found.select_related("party").order_by("party__sort_key", "sort_key", "number")


def room_of(event: Event) -> dict[str, int]:
    """How many are signed up, wait, and have come."""
    counted: dict[str, int] = event.sign_ups.aggregate(
        signed=Count("pk", filter=Q(place=Place.SIGNED)),
        waiting=Count("pk", filter=Q(place=Place.WAITING)),
        attended=Count("pk", filter=Q(attended_at__isnull=False)),
        unsure=Count("pk", filter=Q(place=Place.SIGNED, must_confirm=True)),
    )
    return counted


# -- Money ------------------------------------------------------------------------------------------------


def awards_for(event: Event) -> QuerySet[Award]:
    """Those that may pay for it: the organiser's own, and those of tiltak in a network that arranges it; for the forum
    and Statsforvalteren, any in the county.
    """
    known = Award.objects.filter(county=event.county_id, known_since__isnull=False)
    if event.role not in (Role.FORUM_SECRETARY, Role.FORUM_LEADER, Role.CASE_OFFICER):
        known = known.filter(Q(recipient=event.organiser_id) | Q(tiltak__network=event.organiser_id))
    along = known.select_related("recipient", "given_in__rule_set__stored", "tiltak__applicant")
    return along.order_by("recipient__sort_key", "name", "pk")


def funding_of(events: Iterable[Event] | QuerySet[Event]) -> QuerySet[Funding]:
    along = ("award__recipient", "award__given_in", "award__county", "award__tiltak__applicant")
    found = Funding.objects.filter(event__in=events).select_related(*along)
    return found.order_by("award__recipient__sort_key", "award__name", "year", "pk")


def spent_by_events(awards: Collection[UUID]) -> Iterable[tuple[UUID, int, int]]:
    """By award and year, in kroner. One query."""
    found = Funding.objects.filter(award__in=awards, spent__gt=0).values_list("award", "year")
    return found.annotate(sum=Sum("spent")).order_by()


def events_of(awards: Iterable[Award] | QuerySet[Award]) -> QuerySet[Event]:
    """Those that some awards pay for."""
    return Event.objects.filter(funding__award__in=awards).distinct().order_by("begins", "pk")


def other_dates(event: Event) -> QuerySet[Event]:
    """The same at other times."""
    return Event.objects.filter(series=event.series).exclude(pk=event.pk).order_by("begins", "pk")
