"""Which groups someone knows of, who is in them, and what they are to do."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Membership, Network, Organisation, Ownership, Partnership, Party
from laget.effect.groups.models import Activity, FollowUp, Group, GroupFile, GroupMeeting, Member
from laget.effect.groups.roles import FOLLOWING, RUNNING
from laget.need.plans.models import Plan
from laget.need.plans.queries import visible_to as plans_visible_to


def visible_to(actor: Actor) -> QuerySet[Group]:
    """Their own, those they are members of, and for Statsforvalteren all in the county but the owners' own."""
    followed = Q(county__in=_at(actor, FOLLOWING), home__organisation=None)
    mine = Q(home__in=_at(actor, RUNNING)) | followed
    found = Group.objects.filter(mine | Q(pk__in=_memberships(actor).values("group")))
    return found.select_related("county", "home", "recipient").order_by("name", "pk")


def led_by(actor: Actor) -> QuerySet[Group]:
    leading = _memberships(actor).filter(leads=True).values("group")
    found = Group.objects.filter(Q(home__in=_at(actor, RUNNING)) | Q(pk__in=leading))
    return found.select_related("county", "home", "recipient")


def homes_of(actor: Actor) -> QuerySet[Party]:
    """Where this person may begin a group."""
    return Party.objects.filter(pk__in=_at(actor, RUNNING)).order_by("sort_key")


def plans_to_steer(actor: Actor, home: Party) -> QuerySet[Plan]:
    """The plans of those whose group it is, as far as this person may read them."""
    found = plans_visible_to(actor).filter(party=home).select_related("asked").defer("answers", "given")
    return found.order_by("-round__year", "kind")


def plan_of(group: Group, actor: Actor) -> Plan | None:
    """The one that it steers by, when this person may read it."""
    return plans_to_steer(actor, group.home).filter(pk=group.plan_id).first() if group.plan_id else None


def meetings_visible_to(actor: Actor) -> QuerySet[GroupMeeting]:
    return GroupMeeting.objects.filter(group__in=visible_to(actor)).select_related("group__county", "group__home")


def files_visible_to(actor: Actor) -> QuerySet[GroupFile]:
    found = GroupFile.objects.filter(group__in=visible_to(actor))
    return found.select_related("group__county", "group__home", "meeting", "by")


def follow_ups_visible_to(actor: Actor) -> QuerySet[FollowUp]:
    found = FollowUp.objects.filter(meeting__group__in=visible_to(actor))
    return found.select_related("meeting__group__county", "meeting__group__home", "party")


def members_led_by(actor: Actor) -> QuerySet[Member]:
    return Member.objects.at(actor.day).filter(group__in=led_by(actor)).select_related("group__county", "party")


def activities_led_by(actor: Actor) -> QuerySet[Activity]:
    return Activity.objects.filter(group__in=led_by(actor)).select_related("group__county")


def members_of(group: Group, *, actor: Actor) -> list[tuple[Member, list[str]]]:
    """Each with the names of those who hold the role today; the leaders first. Two queries."""
    found = Member.objects.at(actor.day).filter(group=group).select_related("party")
    members = list(found.order_by("-leads", "party__sort_key", "role"))
    held = HeldRole.objects.at(actor.day).filter(party__in=[each.party_id for each in members], person__is_active=True)
    names: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for party, role, name in held.values_list("party", "role", "person__name").order_by("person__name"):
        names[party, role].append(name)
    return [(each, names[each.party_id, each.role]) for each in members]


def parties_of(group: Group, actor: Actor) -> list[UUID]:
    """Where its members act from today."""
    return list(Member.objects.at(actor.day).filter(group=group).values_list("party", flat=True))


def could_be_members(group: Group, *, actor: Actor) -> list[tuple[Party, Role]]:
    """The roles that someone holds today, in the network whose group it is, or in the county. Three queries at most.

    An owner's group is for the owner and its virksomheter, and for the other owners, the koordinator and the UH of its
    networks. A group of the whole county is for those who answer for several, and for PPT.
    """
    network = Network.objects.filter(pk=group.home_id).first()
    held = HeldRole.objects.at(actor.day).filter(person__is_active=True).exclude(role=Role.ADMINISTRATOR)
    if network is not None:
        owners = network.memberships.at(actor.day).values("owner")
        units = Ownership.objects.at(actor.day).filter(owner__in=owners).values("organisation")
        partners = network.partnerships.at(actor.day).values("partner")
        around = Q(party__in=owners) | Q(party__in=units) | Q(party__in=partners) | Q(party=network.pk)
    elif Organisation.objects.filter(pk=group.home_id).exists():
        networks = Membership.objects.at(actor.day).filter(owner=group.home_id).values("network")
        owners = Membership.objects.at(actor.day).filter(network__in=networks).values("owner")
        units = Ownership.objects.at(actor.day).filter(owner=group.home_id).values("organisation")
        partners = Partnership.objects.at(actor.day).filter(network__in=networks).values("partner")
        around = Q(party__in=owners) | Q(party__in=units) | Q(party__in=partners) | Q(party__in=networks)
        around |= Q(party=group.home_id)  # also where it is in no network
    else:
        unit = Q(role__in=[Role.UNIT_LEADER, Role.UNIT_STAFF]) & ~Q(party__organisation__kind=Kind.PPT)
        working_here = Q(party__organisation__partnerships__network__county=group.county_id)
        around = Q(party__county=group.county_id) | working_here
        held = held.exclude(unit)
    rows = held.filter(around).select_related("party").order_by("party__sort_key", "role", "pk")
    return list(dict.fromkeys((each.party, Role(each.role)) for each in rows))


def open_points_of(group: Group) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(meeting__group=group, done_at=None).select_related("party", "meeting")


def _memberships(actor: Actor) -> QuerySet[Member]:
    held = [Q(party=holding.party, role=holding.role) for holding in actor.holdings]
    found: QuerySet[Member] = Member.objects.at(actor.day)
    return found.filter(reduce(or_, held)) if held else found.none()


def _at(actor: Actor, roles: Iterable[Role]) -> list[UUID]:
    wanted = set(roles)
    return actor.where(*wanted)
