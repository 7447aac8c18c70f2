"""The lines of the open data, field by field. The published schemas are made of these.

What there is a line of is found first, and only what is asked for of it is written out.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Schema

from laget.base.cycle.models import Round
from laget.effect.opened import queries
from laget.effect.opened.queries import Granted

NUMBER = "organisasjonsnummer i Enhetsregisteret; tomt for nettverk og forum, som ikke har noe"


class AwardRow(Schema):
    """Det én mottaker fikk innvilget for ett tiltak i ett år."""

    id: str = Field(description="tildelingen og året")
    award: UUID = Field(description="tildelingen; den samme alle årene")
    year: int = Field(description="budsjettåret pengene er for")
    amount: int = Field(ge=1, description="hele kroner, slik det sto i tilsagnsbrevet")
    currency: Literal["NOK"] = "NOK"
    title: str
    reason: str = Field(description="begrunnelsen for beløpet i vedtaket, der det er gitt en")
    ordning: str
    round_year: int = Field(description="året det ble søkt om")
    county: str
    county_code: str = Field(pattern=r"^\d{2}$")
    recipient: UUID
    recipient_name: str
    recipient_number: str | None = Field(pattern=r"^\d{9}$", description=NUMBER)
    tiltak: UUID | None = Field(description="tomt for faste tildelinger")
    applicant: str | None
    network: str | None
    granted_on: date = Field(description="dagen brevet gikk ut")
    sample: bool = Field(description="sant for eksempeldata, som ikke er virkelige")
    page: str = Field(description="siden om tildelingen")


class TiltakRow(Schema):
    """Et tiltak som har fått penger."""

    id: UUID
    title: str
    county: str
    county_code: str = Field(pattern=r"^\d{2}$")
    ordning: str
    network: str
    applicant: str
    partners: list[str]
    target_groups: list[str]
    starts: date
    ends: date
    needs_from: list[str] = Field(description="kommunene og fylkeskommunene som har meldt behovet")
    granted: int = Field(ge=1, description="hele kroner, alle år og mottakere")
    sample: bool
    page: str


class RecipientRow(Schema):
    """En som har fått penger."""

    id: UUID
    name: str
    number: str | None = Field(pattern=r"^\d{9}$", description=NUMBER)
    kind: str | None = Field(description="hva slags organisasjon; tomt for nettverk og forum")
    granted: int = Field(ge=1, description="hele kroner, alle år")
    first_year: int
    last_year: int
    sample: bool
    page: str


class KeyFigureRow(Schema):
    """Nøkkeltall for en ordning i et fylke og et år."""

    county: str
    county_code: str = Field(pattern=r"^\d{2}$")
    ordning: str
    year: int
    granted: int = Field(ge=1, description="hele kroner")
    awards: int
    recipients: int
    tiltak: int
    sample: bool


class RoundRow(Schema):
    """En runde: et budsjettår for en ordning i et fylke."""

    id: int
    county: str
    county_code: str = Field(pattern=r"^\d{2}$")
    ordning: str
    year: int
    regulation: str = Field(description="forskriften runden går etter")
    granted: int = Field(description="hele kroner som er innvilget i runden, for alle år")
    sample: bool


def address(name: str, *about: object) -> str:
    return settings.ADDRESS + reverse(name, args=about)


def award_rows(found: Iterable[Granted]) -> list[AwardRow]:
    return [
        AwardRow(
            id=f"{each.award}-{each.year}",
            award=each.award,
            year=each.year,
            amount=each.amount,
            title=each.title,
            reason=each.reason,
            ordning=each.ordning,
            round_year=each.round_year,
            county=each.county_name,
            county_code=each.county_code,
            recipient=each.recipient,
            recipient_name=each.recipient_name,
            recipient_number=each.recipient_number,
            tiltak=each.tiltak,
            applicant=each.applicant,
            network=each.network,
            granted_on=timezone.localdate(each.known_since),
            sample=each.sample,
            page=address("opened:award", each.award),
        )
        for each in found
    ]


Group = list[Granted]  # of one tiltak, one recipient, or one ordning, county and year


def by_tiltak(found: Iterable[Granted]) -> list[Group]:
    """In the order they come. What is for no tiltak is left out."""
    return _groups((each for each in found if each.tiltak), lambda each: each.tiltak)


def by_recipient(found: Iterable[Granted]) -> list[Group]:
    return _groups(found, lambda each: each.recipient)


def by_year(found: Iterable[Granted]) -> list[Group]:
    """Of each ordning in each county, in order."""

    def of(each: Granted) -> tuple[str, str, int]:
        return each.county_code, each.ordning, each.year

    return sorted(_groups(found, of), key=lambda group: of(group[0]))


def tiltak_rows(groups: Sequence[Group]) -> list[TiltakRow]:
    of = {group[0].tiltak: group for group in groups if group[0].tiltak}
    needs, partners = queries.needs_of(of.keys()), queries.partners_of(of.keys())
    about = queries.open_tiltak().select_related("network", "applicant").in_bulk(list(of))
    return [
        TiltakRow(
            id=pk,
            title=about[pk].title,
            county=group[0].county_name,
            county_code=group[0].county_code,
            ordning=group[0].ordning,
            network=about[pk].network.name,
            applicant=about[pk].applicant.name,
            partners=partners[pk],
            target_groups=about[pk].target_groups,
            starts=about[pk].start,
            ends=about[pk].end,
            needs_from=[name for _owner, name in needs[pk]],
            granted=sum(each.amount for each in group),
            sample=group[0].sample,
            page=address("opened:tiltak", pk),
        )
        for pk, group in of.items()
    ]


def recipient_rows(groups: Sequence[Group]) -> list[RecipientRow]:
    return [
        RecipientRow(
            id=group[0].recipient,
            name=group[0].recipient_name,
            number=group[0].recipient_number,
            kind=group[0].recipient_kind,
            granted=sum(each.amount for each in group),
            first_year=min(each.year for each in group),
            last_year=max(each.year for each in group),
            sample=group[0].sample,
            page=address("opened:party", group[0].recipient),
        )
        for group in groups
    ]


def key_figure_rows(groups: Sequence[Group]) -> list[KeyFigureRow]:
    return [
        KeyFigureRow(
            county=group[0].county_name,
            county_code=group[0].county_code,
            ordning=group[0].ordning,
            year=group[0].year,
            granted=sum(each.amount for each in group),
            awards=len({each.award for each in group}),
            recipients=len({each.recipient for each in group}),
            tiltak=len({each.tiltak for each in group if each.tiltak}),
            sample=group[0].sample,
        )
        for group in groups
    ]


def round_rows(rounds: Sequence[Round]) -> list[RoundRow]:
    """Also those in which nothing is granted yet."""
    sums = queries.granted_in(rounds)
    return [
        RoundRow(
            id=each.pk,
            county=each.county.name,
            county_code=each.county.code,
            ordning=each.ordning.name,
            year=each.year,
            regulation=each.rule_set.regulation,
            granted=sums.get(each.pk, 0),
            sample=each.county.is_sample,
        )
        for each in rounds
    ]


def _groups(found: Iterable[Granted], of: Callable[[Granted], object]) -> list[Group]:
    groups: dict[object, Group] = {}
    for each in found:
        groups.setdefault(of(each), []).append(each)
    return list(groups.values())
