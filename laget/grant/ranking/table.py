"""A ranking as the amounts that the forum decides on: what stands above the line, on it and below it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laget.base.cycle.sentences import Sentence, told
from laget.base.ui.templatetags.ui import kr
from laget.grant.forum.lines import OF_A_LINE, line_of
from laget.grant.ranking import queries
from laget.grant.ranking.models import Declared, Place, Ranking
from laget.need.tiltak.models import PlannedAmount
from laget.rules.scoring import Asked, cut, part_of, share_out

Line = dict[str, Any]


def lines_of(ranking: Ranking) -> list[Line]:
    """Every amount, in order of place: as applied for above the line, nothing below it.

    Why it is lower is kept as `told` too: whoever gets the letter reads it in their own language.
    """
    planned: dict[UUID, list[PlannedAmount]] = {}
    for each in _planned(ranking).select_related(*OF_A_LINE).order_by("year", "recipient__sort_key"):
        planned.setdefault(each.tiltak_id, []).append(each)
    return [
        line
        for place, asked, granted in _drawn(ranking)
        for line in _with_amounts(place, planned.get(place.application.tiltak_id, []), asked, granted)
    ]


def bound_later(ranking: Ranking) -> list[tuple[int, int]]:
    """What the ranking as it stands would bind of the money of each later year."""
    shares = {place.application.tiltak_id: (granted, asked) for place, asked, granted in _drawn(ranking)}
    later: dict[int, int] = {}
    planned = _planned(ranking).filter(year__gt=ranking.round.year)
    for tiltak, year, amount in planned.values_list("tiltak", "year", "amount"):
        if tiltak in shares and (bound := part_of(amount, *shares[tiltak])):
            later[year] = later.get(year, 0) + bound
    return sorted(later.items())


def _drawn(ranking: Ranking) -> Iterator[tuple[Place, int, int]]:
    """Each place, what it asks for of the year's money, and what it gets."""
    ordered = list(Place.objects.filter(ranking=ranking).select_related("application").order_by("number"))
    asked_for, money = queries.applied_for(ranking.round), queries.money_for(ranking.round) or 0
    asked = [Asked(each.application_id, asked_for.get(each.application_id, 0)) for each in ordered]
    drawn = cut(asked, money, rest_to=ranking.rest_to_id)
    return zip(ordered, (each.amount for each in asked), drawn.granted, strict=True)


def _planned(ranking: Ranking) -> QuerySet[PlannedAmount]:
    return PlannedAmount.objects.filter(tiltak__application__round=ranking.round)


def _with_amounts(place: Place, planned: list[PlannedAmount], asked: int, granted: int) -> list[Line]:
    lines = [line_of(each) for each in planned]
    years = {each.tiltak.round.year for each in planned}
    this_year = share_out({line["id"]: line["applied"] for line in lines if line["year"] in years}, granted)
    amounts = {line["id"]: part_of(line["applied"], granted, asked) for line in lines} | this_year
    return [_granted(line, amounts[line["id"]], place=place.number) for line in lines]


def _granted(line: Line, amount: int, *, place: int) -> Line:
    if amount == line["applied"]:
        return {**line, "amount": amount, "reason": ""}
    reason = _why_less(line["applied"], amount, place=place)
    return {**line, "amount": amount, "reason": str(reason), "told": asdict(reason)}


def _why_less(applied: int, amount: int, *, place: int) -> Sentence:
    if amount == 0:
        return told("Plass %(n)d. Pengene rekker ikke hit.", n=place)
    return told(
        "Plass %(n)d. Pengene rekker til %(amount)s av %(applied)s.", n=place, amount=kr(amount), applied=kr(applied)
    )


def background(ranking: Ranking) -> str:
    """What the matter says of the ranking, and who took no part in some of it."""
    places = dict(ranking.places.values_list("application", "number"))
    all_of_them = ngettext("%(n)d søknad.", "%(n)d søknader, i den rekkefølgen forumet har satt dem.", len(places))
    said = [all_of_them % {"n": len(places)}]
    away: dict[str, list[int]] = {}
    for declared in Declared.objects.standing().filter(application__in=places).select_related("person"):
        away.setdefault(declared.person.name, []).append(places[declared.application_id])
    members = queries.members_in(ranking.round)
    people = {person for group in members.values() for person in group}
    names = dict(queries.names_of(people))
    for application, tied in queries.tied_in(ranking.round, people, day=timezone.localdate(ranking.begun_at)).items():
        for person in tied:
            away.setdefault(names[person], []).append(places.get(application, 0))
    for name, numbers in sorted(away.items()):
        known = ", ".join(str(each) for each in sorted({number for number in numbers if number}))
        if known:
            said.append(_("%(name)s har ikke vurdert søknadene på plass %(places)s.") % {"name": name, "places": known})
    lifted = Declared.objects.filter(application__in=places, lifted_at__isnull=False).select_related("person")
    for declared in lifted.order_by("person__sort_key", "pk"):
        words = {"name": declared.person.name, "place": places[declared.application_id]}
        said.append(_("%(name)s meldte seg inhabil i søknaden på plass %(place)d, og tok det tilbake.") % words)
    return "\n".join(said)
