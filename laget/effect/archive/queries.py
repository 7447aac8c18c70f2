"""The journal as the public reads it, and as those who keep it do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.effect.archive.models import CaseFile, Direction, Entry, Exemption
from laget.effect.archive.shielding import KEPT_BACK

PARTS = ("hides_title", "hides_other", "hides_document")


@dataclass(frozen=True, slots=True)
class Public:
    """An entry as anyone may read it. What is kept back, is not in it."""

    entry: int
    reference: str  # 2025/12-3
    sequence: int
    case_title: str
    title: str
    direction: Direction
    other: str
    dated: datetime
    basis: str  # the law by which something is kept back; empty when nothing is
    hides_document: bool


def cases_visible_to(actor: Actor) -> QuerySet[CaseFile]:
    """Those of the counties where this person keeps the archive."""
    kept = CaseFile.objects.filter(county__in=actor.where(Role.CASE_OFFICER, Role.DECIDER))
    return kept.select_related("county", "round__rule_set", "party").annotate(documents=Count("entries"))


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    return with_exemption(Entry.objects.filter(case__in=cases_visible_to(actor).values("pk")))


def with_exemption(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each with what is kept back of it: `basis`, `hides_title`, `hides_other` and `hides_document`.

    Who it is from or to is known by its case, so where one entry keeps that back, all of them do: `hidden_in_case`.
    """
    newest = Exemption.objects.filter(entry=OuterRef("pk")).order_by("-pk")
    hidden = {name: Subquery(newest.values(name)[:1]) for name in PARTS}
    same_case = Entry.objects.filter(case=OuterRef("case")).annotate(hides_other=hidden["hides_other"])
    found: Any = entries.select_related("case__round__rule_set", "case__party", "other").annotate(
        basis=Subquery(newest.values("basis")[:1]),
        hidden_in_case=Exists(same_case.filter(hides_other=True)),
        **hidden,
    )
    return cast("QuerySet[Entry]", found)


def journal_of(county: County, year: int | None = None) -> QuerySet[Entry]:
    """Every entry of a county, the newest first; of one year when that is asked for."""
    entries = Entry.objects.filter(county=county, **({"year": year} if year else {}))
    return with_exemption(entries).order_by("-year", "-sequence")


def years_of(county: County) -> list[int]:
    return list(Entry.objects.filter(county=county).order_by("-year").values_list("year", flat=True).distinct())


def as_public(entry: Any) -> Public:
    """One that `with_exemption` has found, without what is kept back."""
    return Public(
        entry=entry.pk,
        reference=str(entry),
        sequence=entry.sequence,
        case_title=_("Sak %(number)s") % {"number": entry.case} if entry.hidden_in_case else entry.case.title,
        title=KEPT_BACK if entry.hides_title else entry.title,
        direction=Direction(entry.direction),
        other=KEPT_BACK if entry.hidden_in_case else entry.other.name,
        dated=entry.dated,
        basis=entry.basis or "",
        hides_document=bool(entry.hides_document),
    )
