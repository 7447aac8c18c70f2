"""What is done with a synthesis: made, chosen anew, written in, quoted in, and frozen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Party
from laget.base.audit.record import record
from laget.base.questions.queries import visible_versions
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.synthesis.counting import TEXTS, count
from laget.effect.synthesis.kinds import KINDS, K
from laget.effect.synthesis.library import first_themes
from laget.effect.synthesis.models import Audience, Frozen, Passage, Quotation, Synthesis
from laget.effect.synthesis.permissions import makes_for
from laget.effect.synthesis.picture import picture_of, titles
from laget.effect.synthesis.queries import documents_of, makers_parties, versions_in


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents: those found by the filters, but for those that are left out."""

    kind: str
    title: str
    filters: Mapping[str, str] = field(default_factory=dict)
    left_out: Collection[UUID] = ()


@transaction.atomic
def make_synthesis(party: Party, *, selection: Selection, actor: Actor, at: datetime) -> Synthesis:
    """Raises PermissionDenied for whoever makes none for the party, NotInOrder where no document is chosen."""
    if not makers_parties(actor).filter(pk=party.pk).exists() or selection.kind not in KINDS:
        raise PermissionDenied
    found = documents_of(actor, party, selection.kind, selection.filters)
    _refuse_nothing(found, selection)
    assert party.county_id
    synthesis = Synthesis.objects.create(
        county_id=party.county_id,
        party=party,
        kind=selection.kind,
        title=selection.title,
        filters=dict(selection.filters),
        themes=first_themes(),
        made_at=at,
        made_by=actor.person,
    )
    synthesis.left_out.set(found.filter(pk__in=selection.left_out))
    _record("make", synthesis, actor=actor, at=at, detail={"kind": synthesis.kind, "filters": synthesis.filters})
    return synthesis


@transaction.atomic
def choose_anew(pk: UUID, *, selection: Selection, revision: int, actor: Actor, at: datetime) -> None:
    """Another title or selection, of the same kind. Raises ChangedMeanwhile, NotInOrder."""
    synthesis = _as_seen(pk, revision, actor=actor)
    found = documents_of(actor, synthesis.party, synthesis.kind, selection.filters)
    _refuse_nothing(found, selection)
    synthesis.title, synthesis.filters = selection.title, dict(selection.filters)
    synthesis.save(update_fields=["title", "filters", "revision"])
    synthesis.left_out.set(found.filter(pk__in=selection.left_out))
    _record("choose", synthesis, actor=actor, at=at, detail={"filters": synthesis.filters})


@transaction.atomic
def write_passage(pk: UUID, *, section: str, text: str, opened: str, actor: Actor, at: datetime) -> Passage | None:
    """Keep what is typed in a section. `opened` is what stood there when the page was opened.

    Gives what another has written there meanwhile, and keeps that; None when it is saved.
    """
    synthesis = _written(pk, actor=actor)
    if section not in titles():
        raise PermissionDenied
    passage = Passage.objects.filter(synthesis=synthesis, section=section).select_related("person").first()
    if passage and passage.text not in (opened, text):
        return passage
    if (passage.text if passage else "") == text:
        return None
    said = {"text": text, "person": actor.person, "at": at}
    Passage.objects.update_or_create(synthesis=synthesis, section=section, defaults=said)
    _record("write", synthesis, actor=actor, at=at, detail={"section": section})
    return None


@transaction.atomic
def set_themes(pk: UUID, *, themes: Mapping[str, list[str]], revision: int, actor: Actor, at: datetime) -> None:
    """Raises ChangedMeanwhile."""
    synthesis = _as_seen(pk, revision, actor=actor)
    synthesis.themes = [[theme, words] for theme, words in themes.items()]
    synthesis.save(update_fields=["themes", "revision"])
    _record("set_themes", synthesis, actor=actor, at=at, detail={"themes": len(themes)})


@transaction.atomic
def quote(pk: UUID, *, version: int, question: str, text: str, actor: Actor, at: datetime) -> Quotation:
    """Raises NotInOrder where the words don't stand in the answer just so, PermissionDenied where it isn't in it."""
    synthesis = _written(pk, actor=actor)
    found = next((each for each in versions_in(actor, synthesis) if each.pk == version), None)
    if found is None:
        raise PermissionDenied
    answers = [each.texts() for each in count([found]) if each.path == question and each.type in TEXTS]
    wanted = " ".join(text.split())
    if not wanted or not any(wanted in " ".join(said.get(version, "").split()) for said in answers):
        raise NotInOrder(_("Sitatet må stå ord for ord i svaret. Ta bort det du ikke vil ha med, men endre ingenting."))
    quotation = Quotation.objects.create(
        synthesis=synthesis, version=found, question=question, text=text.strip(), person=actor.person, at=at
    )
    _record("quote", synthesis, actor=actor, at=at, detail={"version": found.sha256, "question": question})
    return quotation


@transaction.atomic
def take_out(pk: UUID, *, quotation: int, actor: Actor, at: datetime) -> None:
    """Raises PermissionDenied where there is no such quotation."""
    synthesis = _written(pk, actor=actor)
    if not synthesis.quotations.filter(pk=quotation).delete()[0]:
        raise PermissionDenied
    _record("take_out", synthesis, actor=actor, at=at)


@transaction.atomic
def freeze_synthesis(pk: UUID, *, audience: str, seen: str, actor: Actor, at: datetime) -> Frozen:
    """As it was looked at, for good. `seen` is the hash of that.

    Raises ChangedMeanwhile when something has come since, NotInOrder when it may not be published.
    """
    synthesis = _written(pk, actor=actor)
    # Two that are published at once would each not know of the other.
    County.objects.select_for_update(of=("self",)).get(pk=synthesis.county_id)
    picture = picture_of(synthesis, actor, audience=audience)
    if not picture.versions:
        raise NotInOrder(_("Det er ingen dokumenter i utvalget. Velg noen først."))
    if audience != Audience.OWN and not picture.may_publish:
        raise NotInOrder(
            _(
                "Utvalget er for lite, eller for likt et som er publisert fra før: Noen kunne regne seg fram til hva "
                "færre enn %(k)d har svart. Velg flere, velg det samme som sist, eller frys den bare for dere."
            )
            % {"k": K}
        )
    if picture.sha256 != seen:
        raise ChangedMeanwhile(_("Noe er endret siden du åpnet siden. Se over en gang til, og frys."))
    by = actor.by(synthesis.party_id)
    frozen = Frozen.objects.create(
        synthesis=synthesis,
        audience=audience,
        content=picture.content,
        inner=picture.inner,
        told=picture.told,
        sha256=picture.sha256,
        at=at,
        person=actor.person,
        role=by.role,
    )
    frozen.rests_on.set(visible_versions(actor, frozen.rests_on.model.objects.filter(pk__in=picture.told[""])))
    detail = {"sha256": frozen.sha256, "audience": audience, "documents": len(picture.versions)}
    _record("freeze", synthesis, actor=actor, at=at, after=audience, detail=detail)
    return frozen


def _as_seen(pk: UUID, revision: int, *, actor: Actor) -> Synthesis:
    """One whose selection and themes are as the page had them. They are others from now on."""
    synthesis = _written(pk, actor=actor)
    if synthesis.revision != revision:
        raise ChangedMeanwhile
    synthesis.revision += 1
    return synthesis


def _written(pk: UUID, *, actor: Actor) -> Synthesis:
    """Locked, for whoever writes in it. Raises PermissionDenied, and NotInOrder once it is frozen."""
    synthesis = Synthesis.objects.select_for_update(of=("self",)).select_related("party", "county").get(pk=pk)
    if not makes_for(actor, synthesis.party_id):
        raise PermissionDenied
    if Frozen.objects.filter(synthesis=synthesis).exists():
        raise NotInOrder(_("Oppsummeringen er fryst, og kan ikke endres. Lag en ny med samme utvalg."))
    return synthesis


def _refuse_nothing(found: Any, selection: Selection) -> None:
    if not found.exclude(pk__in=selection.left_out).exists():
        raise NotInOrder(_("Velg minst ett dokument."))


def _record(
    act: str,
    synthesis: Synthesis,
    *,
    actor: Actor,
    at: datetime,
    after: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    by, chain = actor.by(synthesis.party_id), synthesis.county.code
    record(act, chain=chain, kind="synthesis", about=synthesis.pk, by=by, at=at, after=after, detail=detail)
