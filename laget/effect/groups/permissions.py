from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.effect.groups.models import FollowUp, Group, GroupFile, Member
from laget.effect.groups.roles import RUNNING


def runs_at(actor: Actor, party: UUID) -> bool:
    return actor.holds(*RUNNING, at=party)


def leads(actor: Actor, group: Group) -> bool:
    """Those whose group it is, and its own leaders."""
    if runs_at(actor, group.home_id):
        return True
    leading = Member.objects.at(actor.day).filter(group=group, leads=True).values_list("party", "role")
    return any(actor.holds(Role(role), at=party) for party, role in leading)


def takes_part(actor: Actor, group: Group) -> bool:
    """Those who lead, and every member."""
    members = Member.objects.at(actor.day).filter(group=group).values_list("party", "role")
    return leads(actor, group) or any(actor.holds(Role(role), at=party) for party, role in members)


def may_take_away(actor: Actor, file: GroupFile) -> bool:
    """Whoever laid it by and is still with them, or those who lead the group."""
    own = file.by_id == actor.person.pk and takes_part(actor, file.group)
    return own or leads(actor, file.group)


def may_finish(actor: Actor, point: FollowUp) -> bool:
    """Whoever was to do it, or those who lead the group."""
    return actor.holds(Role(point.role), at=point.party_id) or leads(actor, point.meeting.group)
