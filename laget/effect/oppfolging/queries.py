"""Who sees which municipality's time in oppfølgingsordningen, and whom it may be offered."""

from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Kind, Organisation
from laget.effect.oppfolging.models import Milestone, Oppfolging
from laget.effect.oppfolging.states import State


def visible_to(actor: Actor) -> QuerySet[Oppfolging]:
    """The owner's own, and for Statsforvalteren all in the county."""
    mine = Q(owner__in=actor.where(Role.OWNER)) | Q(county__in=actor.where(Role.CASE_OFFICER, Role.DECIDER))
    found = Oppfolging.objects.filter(mine).select_related("county", "owner", "offered_by", "answered_by")
    return found.order_by("-begins_on", "owner__sort_key", "pk")


def run_by(actor: Actor) -> QuerySet[Oppfolging]:
    return visible_to(actor).filter(county__in=actor.where(Role.CASE_OFFICER))


def answered_by(actor: Actor) -> QuerySet[Oppfolging]:
    """Those that this person answers for the owner."""
    return visible_to(actor).filter(owner__in=actor.where(Role.OWNER)).exclude(offered_by=actor.person.pk)


def milestones_visible_to(actor: Actor) -> QuerySet[Milestone]:
    along = ("oppfolging__county", "oppfolging__owner", "done_by")
    return Milestone.objects.filter(oppfolging__in=visible_to(actor)).select_related(*along)


def counties_of(actor: Actor) -> QuerySet[County]:
    """Where this person may offer it."""
    return County.objects.filter(pk__in=actor.where(Role.CASE_OFFICER)).order_by("sort_key")


def could_be_offered(county: UUID) -> QuerySet[Organisation]:
    """The municipalities of the county that aren't in it, or thinking of it."""
    inside = Oppfolging.objects.filter(state__in=[State.OFFERED, State.ONGOING]).values("owner")
    found = Organisation.objects.filter(county=county, kind=Kind.MUNICIPALITY, active=True).exclude(pk__in=inside)
    return found.order_by("sort_key")
