from collections.abc import Hashable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.grant.changes.models import Change
from laget.grant.klage.models import Klage
from laget.grant.ledger.models import Award, Entry
from laget.grant.tilsagn.models import GrantedAmount, Letter
from laget.grant.tilsagn.queries import waiting_letters
from laget.rules.ledger import Kind

MORE = (Kind.GRANTED, Kind.SUPPLEMENT, Kind.RESTORED)


def visible_to(actor: Actor) -> QuerySet[Klage]:
    """A klage is between the one who complains and Statsforvalteren. The forum and the network are no part of it."""
    staff = actor.where(Role.CASE_OFFICER, Role.DECIDER)
    mine = Q(county__in=staff) | Q(letter__recipient__in=actor.reading)
    names = (
        "county", "letter__recipient", "letter__round__rule_set__stored", "complained_by", "proposed_by", "decided_by",
    )  # fmt: skip
    known = {"untold": Exists(waiting_letters(Letter.Kind.KLAGE))}  # by the name that the model declares
    return Klage.objects.annotate(**known).filter(mine).select_related(*names).order_by("-received_at", "pk")


def in_round(round: Round, actor: Actor) -> QuerySet[Klage]:
    return visible_to(actor).filter(letter__round=round)


@dataclass(frozen=True, slots=True)
class Line:
    """An amount in the decision that may become more. `most` is set where there is an end to it."""

    key: str
    name: str
    year: int
    now: int
    most: int | None = None
    granted: GrantedAmount | None = None
    award: Award | None = None
    restores: bool = False  # what was to go back, rather than new money


def lines_of(letter: Letter, *, but: UUID | None = None) -> list[Line]:
    """What a klage over the decision may give more of, beside what others have given already: all `but` the one.

    Empty for what isn't about an amount that can grow.
    """
    given = _given_since(letter, but=but)
    if letter.kind == Letter.Kind.TILSAGN:
        return [_granted(each, given) for each in _amounts(letter)]
    changes = Change.objects.select_related("award__tiltak__applicant")
    change = changes.filter(pk=letter.about).first() if letter.kind == "change" else None
    if change is None or change.kind not in (Change.Kind.SUPPLEMENT, Change.Kind.RETURN):
        return []
    restores = change.kind == Change.Kind.RETURN
    before = sum(each.amount for each in given)
    line = Line(
        key=f"c{change.pk}",
        name=change.award.full_name,
        year=change.year,
        now=before if restores else change.amount + before,
        most=change.amount - before if restores else None,
        award=change.award,
        restores=restores,
    )
    return [line]


def _amounts(letter: Letter) -> QuerySet[GrantedAmount]:
    names = ("award", "recommended__planned__tiltak__applicant", "recommended__earmark")
    return GrantedAmount.objects.filter(tilsagn=letter.tilsagn_id).select_related(*names).order_by("year", "pk")


def _given_since(letter: Letter, *, but: UUID | None) -> list[Entry]:
    """What klager over the same decision have given more of, or brought back."""
    klager = Klage.objects.filter(letter__about=letter.about).values_list("pk", flat=True)
    found = Entry.objects.filter(about__in=[str(each) for each in klager if each != but], kind__in=MORE)
    return list(found.select_related("award__tiltak__applicant").order_by("pk"))


def _granted(each: GrantedAmount, given: list[Entry]) -> Line:
    """Of a tiltak that was refused, an earlier klage may have opened the award."""
    name, planned = each.recommended.full_name, each.recommended.planned
    opened = (entry.award for entry in given if planned and entry.award.tiltak_id == planned.tiltak_id)
    award = each.award or next(opened, None)
    more = sum(entry.amount for entry in given if entry.award == award and entry.year == each.year)
    return Line(key=f"g{each.pk}", name=name, year=each.year, now=each.amount + more, granted=each, award=award)


def awards_by_origin(letter: Letter) -> dict[Hashable, Award]:
    """The awards that the tilsagn opened, by the tiltak or earmark they are for."""
    return {origin_of(each): each.award for each in _amounts(letter) if each.award}


def origin_of(each: GrantedAmount) -> Hashable:
    planned = each.recommended.planned
    return ("tiltak", planned.tiltak_id) if planned else ("earmark", each.recommended.earmark_id)


def case_of(pk: UUID) -> Klage:
    """Under a lock."""
    names = ("county", "letter__recipient", "letter__round__rule_set__stored", "proposed_by", "complained_by")
    return Klage.objects.select_for_update(of=("self",)).select_related(*names).get(pk=pk)
