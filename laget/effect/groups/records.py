"""What every act in a group has in common: the refusal, and the audit entry."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from laget.base.accounts.actor import Actor
from laget.base.audit.record import record
from laget.effect.groups.models import Group, Member
from laget.effect.groups.permissions import leads


def locked_group(group: Group, actor: Actor) -> Group:
    """One that this person leads, alone with it."""
    found = Group.objects.select_for_update(of=("self",)).select_related("county", "home").get(pk=group.pk)
    if not leads(actor, found):
        raise PermissionDenied
    return found


def record_group(
    act: str, group: Group, *, actor: Actor, at: datetime, also: Iterable[UUID] = (), **detail: object
) -> None:
    """The audit entry, last in the transaction; `also` are where else one may act from. No text that people wrote."""
    leading = Member.objects.at(actor.day).filter(group=group, leads=True).values_list("party", flat=True)
    by = actor.by(group.home_id, *also, *leading)
    record(act, chain=group.county.code, kind="group", about=group.pk, by=by, at=at, detail=detail)
