"""What is done with the catalogue: the county takes it in, adds to it, changes it, and takes out what has gone."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County
from laget.base.audit.record import By, record
from laget.base.refusals import ChangedMeanwhile
from laget.need.catalogue.models import Entry
from laget.need.catalogue.permissions import may_edit

SHIPPED = Path(__file__).parent / "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Details:
    """All that is told of an entry."""

    kind: str
    title: str
    about: str
    provider: str
    link: str = ""
    themes: Sequence[str] = field(default_factory=list)
    target_groups: Sequence[str] = field(default_factory=list)
    levels: Sequence[str] = field(default_factory=list)
    languages: Sequence[str] = field(default_factory=list)


@cache
def shipped() -> dict[str, Details]:
    """What Laget comes with, by key."""
    return {key: Details(**told) for key, told in tomllib.loads(SHIPPED.read_text(encoding="utf-8")).items()}


@transaction.atomic
def take_in_shipped(county: County, *, actor: Actor, at: datetime) -> list[Entry]:
    """Let the county have what Laget comes with. What it has already, and may have changed, is left alone."""
    if not may_edit(actor, county.pk):
        raise PermissionDenied
    County.objects.select_for_update().get(pk=county.pk)
    known = set(Entry.objects.filter(county=county).values_list("key", flat=True))
    new = [
        Entry.objects.create(county=county, key=key, **asdict(told))
        for key, told in shipped().items()
        if key not in known
    ]
    if new:
        by, keys = actor.by(county.pk), sorted(each.key for each in new)
        record("take_in", chain=county.code, kind="catalogue", about=county.pk, by=by, at=at, detail={"keys": keys})
    return new


@transaction.atomic
def add_entry(county: County, *, details: Details, actor: Actor, at: datetime) -> Entry:
    if not may_edit(actor, county.pk):
        raise PermissionDenied
    entry = Entry.objects.create(county=county, **asdict(details))
    _record("add", entry, by=actor.by(county.pk), at=at)
    return entry


@transaction.atomic
def change_entry(pk: UUID, *, details: Details, revision: int, actor: Actor, at: datetime) -> Entry:
    """Raises ChangedMeanwhile."""
    entry = _locked(pk, actor=actor)
    if entry.revision != revision:
        raise ChangedMeanwhile
    for name, told in asdict(details).items():
        setattr(entry, name, told)
    entry.revision += 1
    entry.save()
    _record("change", entry, by=actor.by(entry.county_id), at=at)
    return entry


@transaction.atomic
def set_withdrawn(pk: UUID, *, withdrawn: bool, actor: Actor, at: datetime) -> Entry:
    """Take it out, so that no new plan names it; or put it back. Those that name it already go on doing so."""
    entry = _locked(pk, actor=actor)
    if entry.withdrawn != withdrawn:
        entry.withdrawn = withdrawn
        entry.save(update_fields=["withdrawn"])
        _record("withdraw" if withdrawn else "put_back", entry, by=actor.by(entry.county_id), at=at)
    return entry


def _locked(pk: UUID, *, actor: Actor) -> Entry:
    entry = Entry.objects.select_for_update(of=("self",)).select_related("county").get(pk=pk)
    if not may_edit(actor, entry.county_id):
        raise PermissionDenied
    return entry


def _record(act: str, entry: Entry, *, by: By, at: datetime) -> None:
    record(act, chain=entry.county.code, kind="catalogue_entry", about=entry.pk, by=by, at=at)
