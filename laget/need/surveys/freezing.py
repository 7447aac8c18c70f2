"""The count: every box opened once, every group decided once, and what they were made of destroyed.

All in one transaction: either the result is there and the answers are gone, or nothing has happened
and it can be tried again. The key goes last; until then a count that failed can be done over.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from laget.base.audit.record import SYSTEM
from laget.base.prepared import copy_in
from laget.need.surveys.actions import locked, move, record_act
from laget.need.surveys.counting import Counter, Tally, figures
from laget.need.surveys.groups import LAYERS, Group, atom_of, groups_of
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.mail import tell_leaders
from laget.need.surveys.models import (
    ENOUGH_FOR_REMARKS,
    Code,
    Level,
    Release,
    ReleasedGroup,
    Remark,
    SealedAnswer,
    Survey,
    SurveyUnit,
)
from laget.need.surveys.sealing import Opener, destroy_key, keys_left
from laget.need.surveys.states import Act, State
from laget.rules.names import sort_key
from laget.rules.suppression import TOOK_PART

LEVELS = list(Level)  # the widest first


def freeze_survey(survey: UUID, *, at: datetime) -> Release:
    """Count a closed survey. Raises TransitionNotAllowed unless it is closed, KeyIsGone without its key."""
    with transaction.atomic():
        found = locked(survey)
        before, after = move(found, Act.FREEZE)
        units = list(found.units.select_related("party", "owner", "network", "municipality", "county").order_by("pk"))
        tally = _count(found, units)
        release = _keep(found, groups_of(found, units), tally, at=at)
        SealedAnswer.objects.filter(unit__survey=found).delete()
        Code.objects.filter(unit__survey=found).delete()
        tell_leaders.defer(survey=str(survey), day=at.date().isoformat())
        record_act(found, Act.FREEZE, by=SYSTEM, at=at, before=before, after=after, sha256=release.sha256)
    destroy_key(survey)
    return release


def destroy_keys_left() -> None:
    """Those of surveys that are counted: whoever counted one may have been stopped before its key was destroyed."""
    for pk in Survey.objects.filter(pk__in=keys_left(), state=State.FROZEN).values_list("pk", flat=True):
        destroy_key(pk)


def _count(survey: Survey, units: list[SurveyUnit]) -> Tally:
    opener, counter = Opener(survey.pk), Counter(survey.instrument, len(units) * len(LAYERS))
    places = {unit.pk: place for place, unit in enumerate(units)}
    for unit, box in _boxes(survey):
        answer = opener.open(box)
        layer = Layer(answer["layer"])
        counter.add(atom_of(places[unit], layer), layer, answer["answers"])
    return counter.tally()


def _boxes(survey: Survey) -> Iterator[tuple[int, bytes]]:
    rows = SealedAnswer.objects.filter(unit__survey=survey).values_list("unit", "box")
    return ((unit, bytes(box)) for unit, box in rows.iterator(chunk_size=2000))


def _keep(survey: Survey, groups: list[Group], tally: Tally, *, at: datetime) -> Release:
    found = figures(tally, [group.atoms for group in groups], k=survey.k)
    rows = [_row(group, shown) for group, shown in zip(groups, found, strict=True)]
    release = Release.objects.create(
        survey=survey,
        frozen_at=at,
        k=survey.k,
        instrument_sha256=survey.stored.sha256,
        sha256=_hash_of(rows),
    )
    for row in rows:
        row.release = release
    copy_in(rows)
    _keep_remarks(survey, groups, rows, tally)
    return release


def _row(group: Group, shown: dict[str, Any] | None) -> ReleasedGroup:
    return ReleasedGroup(
        level=group.level,
        party_id=group.party,
        municipality_id=group.municipality,
        layer=group.layer,
        sector=group.sector,
        kind=group.kind,
        name=group.name,
        sort_key=sort_key(group.name),
        shown=shown is not None,
        figures=shown or {},
    )


def _hash_of(rows: list[ReleasedGroup]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        named = [row.level, str(row.party_id), row.municipality_id, row.layer, row.sector, row.kind, row.figures]
        digest.update(json.dumps(named, sort_keys=True, separators=(",", ":")).encode())
    return digest.hexdigest()


def _keep_remarks(survey: Survey, groups: list[Group], kept: list[ReleasedGroup], tally: Tally) -> None:
    """Free text goes to the group that is its home, in no order. What has no home is not kept."""
    home = _homes(groups, kept, tally, enough=ENOUGH_FOR_REMARKS * survey.k)
    remarks = [
        Remark(group=home[atom], item=item, text=text)
        for atom, said in tally.remarks.items()
        if atom in home
        for item, text in said
    ]
    random.SystemRandom().shuffle(remarks)
    Remark.objects.bulk_create(remarks)


def _homes(groups: list[Group], kept: list[ReleasedGroup], tally: Tally, *, enough: int) -> dict[int, ReleasedGroup]:
    """By atom: the narrowest whole group that is shown, and where enough are at home together.

    Those at home in a narrower group don't count: everyone can see that the words are not theirs. So what is said
    in a small school climbs until it stands among enough others that have no home of their own either.
    """
    home: dict[int, ReleasedGroup] = {}
    whole = [
        (group, row)
        for group, row in zip(groups, kept, strict=True)
        if row.shown and not (group.layer or group.sector or group.kind)
    ]
    for group, row in sorted(whole, key=lambda each: -LEVELS.index(each[0].level)):
        left = [atom for atom in group.atoms if atom not in home]
        if tally.counts[left, TOOK_PART].sum() >= enough:
            home.update(dict.fromkeys(left, row))
    return home
