"""A document laid by in a group, or taken away: all of it, or nothing."""

import hashlib
from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.questions import kept_files
from laget.base.questions.file_checks import checked_name
from laget.effect.groups.models import Group, GroupFile, GroupMeeting
from laget.effect.groups.permissions import may_take_away, takes_part
from laget.effect.groups.queries import parties_of
from laget.effect.groups.records import record_group


def lay_by(
    group: Group, *, name: str, content: bytes, meeting: GroupMeeting | None = None, actor: Actor, at: datetime
) -> GroupFile:
    """Keep it for the group, or for one of its meetings. What it holds is stored first: then the line, or it is
    forgotten again. Raises FileRefused, StorageFailed.
    """
    _refuse_unless_with_them(group, actor)  # before anything is stored; and again when the line is written
    sha256 = hashlib.sha256(content).hexdigest()
    file = GroupFile(group=group, meeting=meeting, name=checked_name(name, content), size=len(content), sha256=sha256)
    file.by, file.at = actor.person, at
    kept_files.put(file, content)
    try:
        _write_down(file, actor=actor, at=at)
    except BaseException:
        kept_files.forget(file.key)
        raise
    return file


@transaction.atomic
def take_away(file: GroupFile, *, actor: Actor, at: datetime) -> None:
    """It is gone for everyone. What it held goes when that is certain. Taken away once more changes nothing."""
    found = GroupFile.objects.select_for_update(of=("self",)).select_related("group__county").filter(pk=file.pk).first()
    if found is None:
        return
    if not may_take_away(actor, found):
        raise PermissionDenied
    group, key, sha256 = found.group, found.key, found.sha256
    found.delete()
    transaction.on_commit(partial(kept_files.forget, key))
    record_group("take_away", group, actor=actor, at=at, also=parties_of(group, actor), sha256=sha256)


@transaction.atomic
def _write_down(file: GroupFile, *, actor: Actor, at: datetime) -> None:
    group = Group.objects.select_for_update(of=("self",)).select_related("county").get(pk=file.group_id)
    _refuse_unless_with_them(group, actor)
    file.save(force_insert=True)
    meeting = str(file.meeting_id) if file.meeting_id else None
    record_group(
        "lay_by", group, actor=actor, at=at, also=parties_of(group, actor), sha256=file.sha256, meeting=meeting
    )


def _refuse_unless_with_them(group: Group, actor: Actor) -> None:
    if not takes_part(actor, group):
        raise PermissionDenied
