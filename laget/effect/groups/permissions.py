from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.effect.groups.models import FollowUp, Group, Member
from laget.effect.groups.roles import RUNNING


def runs_at(actor: Actor, party: UUID) -> bool:
    return actor.holds(*RUNNING, at=party)


def leads(actor: Actor, group: Group) -> bool:
    """Those whose group it is, and its own leaders."""
    if runs_at(actor, group.home_id):
        return True
    leading = Member.objects.at(actor.day).filter(group=group, leads=True).values_list("party", "role")
    return any(actor.holds(Role(role), at=party) for party, role in leading)


def may_finish(actor: Actor, point: FollowUp) -> bool:
    """Whoever was to do it, or those who lead the group."""
    return actor.holds(Role(point.role), at=point.party_id) or leads(actor, point.meeting.group)
