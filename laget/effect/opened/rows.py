"""The lines of the open data, field by field. The published schemas are made of these."""

from collections.abc import Iterable, Sequence
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


def award_rows(found: Sequence[Granted]) -> list[AwardRow]:
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


def tiltak_rows(found: Sequence[Granted]) -> list[TiltakRow]:
    sums = _sums((each.tiltak, each.amount) for each in found)
    needs, partners = queries.needs_of(sums.keys()), queries.partners_of(sums.keys())
    first = {each.tiltak: each for each in reversed(found)}
    about = queries.open_tiltak().select_related("network", "applicant").in_bulk(list(sums))
    return [
        TiltakRow(
            id=pk,
            title=about[pk].title,
            county=first[pk].county_name,
            county_code=first[pk].county_code,
            ordning=first[pk].ordning,
            network=about[pk].network.name,
            applicant=about[pk].applicant.name,
            partners=partners[pk],
            target_groups=about[pk].target_groups,
            starts=about[pk].start,
            ends=about[pk].end,
            needs_from=[name for _owner, name in needs[pk]],
            granted=amount,
            sample=first[pk].sample,
            page=address("opened:tiltak", pk),
        )
        for pk, amount in sums.items()
    ]


def recipient_rows(found: Sequence[Granted]) -> list[RecipientRow]:
    sums = _sums((each.recipient, each.amount) for each in found)
    first = {each.recipient: each for each in reversed(found)}
    spans: dict[UUID, list[int]] = {}
    for each in found:
        spans.setdefault(each.recipient, []).append(each.year)
    return [
        RecipientRow(
            id=pk,
            name=first[pk].recipient_name,
            number=first[pk].recipient_number,
            kind=first[pk].recipient_kind,
            granted=amount,
            first_year=min(spans[pk]),
            last_year=max(spans[pk]),
            sample=first[pk].sample,
            page=address("opened:party", pk),
        )
        for pk, amount in sums.items()
    ]


def key_figure_rows(found: Sequence[Granted]) -> list[KeyFigureRow]:
    groups: dict[tuple[str, str, int], list[Granted]] = {}
    for each in found:
        groups.setdefault((each.county_code, each.ordning, each.year), []).append(each)
    return [
        KeyFigureRow(
            county=group[0].county_name,
            county_code=code,
            ordning=ordning,
            year=year,
            granted=sum(each.amount for each in group),
            awards=len({each.award for each in group}),
            recipients=len({each.recipient for each in group}),
            tiltak=len({each.tiltak for each in group if each.tiltak}),
            sample=group[0].sample,
        )
        for (code, ordning, year), group in sorted(groups.items())
    ]


def round_rows(found: Sequence[Granted], *, county: str = "", year: int | None = None) -> list[RoundRow]:
    """Every round, also those in which nothing is granted yet."""
    sums: dict[tuple[str, str, int], int] = {}
    for each in found:
        key = (each.county_code, each.ordning, each.round_year)
        sums[key] = sums.get(key, 0) + each.amount
    rounds = Round.objects.order_by("county__code", "ordning__name", "year")
    if county:
        rounds = rounds.filter(county__slug=county)
    if year is not None:
        rounds = rounds.filter(year=year)
    names = ("pk", "county__name", "county__code", "county__is_sample", "ordning__name", "year", "rule_set__regulation")
    return [
        RoundRow(
            id=pk,
            county=name,
            county_code=code,
            ordning=ordning,
            year=of_year,
            regulation=regulation,
            granted=sums.get((code, ordning, of_year), 0),
            sample=sample,
        )
        for pk, name, code, sample, ordning, of_year, regulation in rounds.values_list(*names)
    ]


def _sums(pairs: Iterable[tuple[UUID | None, int]]) -> dict[UUID, int]:
    """The sum of each, in the order they come. What belongs to none is left out."""
    sums: dict[UUID, int] = {}
    for pk, amount in pairs:
        if pk is not None:
            sums[pk] = sums.get(pk, 0) + amount
    return sums
