"""A list takes as many queries for three hundred rows as for three."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Membership, Party
from laget.base.cycle.models import FormVersion, Round, Task
from laget.base.questions.models import Document, Version
from laget.base.questions.states import State
from laget.effect.reports.models import Report
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.klage.models import Klage
from laget.grant.ledger.models import Award, Entry
from laget.grant.tilsagn.models import GrantedAmount, Letter, Tilsagn
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.tiltak.models import PlannedAmount
from testing.people import AUTUMN, SINCE, World

More = Callable[[World, int], None]
numbers = iter(range(10**9))


def parties(world: World, n: int) -> list[Party]:
    made = [(next(numbers), world.county) for _ in range(n)]
    return Party.objects.bulk_create(
        Party(name=f"Solsikken {n}", county=county, sort_key=f"solsikken {n:09}") for n, county in made
    )


def more_organisations(world: World, n: int) -> None:
    for_organisation = "(party_ptr_id, number, kind, sector, active) VALUES (%s, %s, 'kindergarten', 'public', true)"
    _insert("actors_organisation", for_organisation, [(p.pk, f"9{next(numbers):08}") for p in parties(world, n)])


def more_people(world: World, n: int) -> None:
    people = Person.objects.bulk_create(Person(email=f"p{next(numbers)}@laget.example", name="Per") for _ in range(n))
    solbakken = world.organisation("Solbakken barnehage")
    HeldRole.objects.bulk_create(
        HeldRole(person=person, role=Role.UNIT_STAFF, party=solbakken, valid_from=SINCE) for person in people
    )


def more_networks(world: World, n: int) -> None:
    made, owner = parties(world, n), world.organisation("Inderøy kommune")
    _insert(
        "actors_network", "(party_ptr_id, purpose, geographic) VALUES (%s, 'competence', true)", [(p.pk,) for p in made]
    )
    Membership.objects.bulk_create(Membership(network_id=p.pk, owner=owner, valid_from=SINCE) for p in made)
    nina = world.people["nina"]
    HeldRole.objects.bulk_create(
        HeldRole(person=nina, role=Role.COORDINATOR, party=party, valid_from=SINCE) for party in made
    )


def more_rounds(world: World, n: int) -> None:
    years = [next(numbers) % 30_000 + 2100 for _ in range(n)]
    Round.objects.bulk_create(
        Round(
            county=world.county,
            ordning=world.round.ordning,
            rule_set=world.round.rule_set,
            year=year,
            opened_at=AUTUMN,
        )
        for year in years
    )


def more_form_versions(world: World, n: int) -> None:
    stored = FormVersion.objects.filter(round=world.round, kind="behovsmelding")[0].stored
    FormVersion.objects.bulk_create(
        FormVersion(
            round=world.round,
            kind="behovsmelding",
            number=next(numbers) % 30_000 + 2,
            stored=stored,
            published_at=AUTUMN,
        )
        for _ in range(n)
    )


def more_tasks(world: World, n: int) -> None:
    like = Task.objects.filter(party=world.parties["Inderøy kommune"]).order_by("pk")[0]
    fields = {f.attname: getattr(like, f.attname) for f in Task._meta.fields if f.name not in ("id", "about")}
    Task.objects.bulk_create(Task(about=str(next(numbers)), **fields) for _ in range(n))


def more_documents(kind: type[Document], **fields: Any) -> More:
    def make(world: World, n: int) -> None:
        documents(kind, world, n, **fields)

    return make


def documents(kind: type[Document], world: World, n: int, **fields: Any) -> list[Document]:
    asked = FormVersion.objects.get(round=world.round, kind=kind.KIND).stored
    shared = {
        "round": world.round,
        "party": world.county,
        "network_id": world.network("Innherred").pk,
        "asked": asked,
    } | fields
    made = Document.objects.bulk_create(
        Document(
            kind=kind.KIND, county=world.county, subject=party, reach="network", state_since=AUTUMN, **shared
        )
        for party in parties(world, n)
    )  # fmt: skip
    _insert(kind._meta.db_table, "(document_ptr_id) VALUES (%s)", [(document.pk,) for document in made])
    if kind is Tilsagn and fields.get("state") in (State.GIVEN, State.SENT):
        eva, dag = world.people["eva"], world.people["dag"]
        found = Tilsagn.objects.filter(pk__in=[document.pk for document in made])
        found.update(proposed_by=eva, decided_by=dag, decided_at=AUTUMN)
    return made


def more_awards(world: World, n: int) -> None:
    """Tilsagn that were sent, each with an amount."""
    like = GrantedAmount.objects.filter(recommended__planned__isnull=False).order_by("pk")[0].recommended
    assert like.planned is not None
    tiltak = like.planned.tiltak
    sent = documents(Tilsagn, world, n, state=State.SENT)
    planned = PlannedAmount.objects.bulk_create(
        PlannedAmount(tiltak=tiltak, recipient_id=each.subject_id, year=world.round.year, amount=1) for each in sent
    )
    recommended = RecommendedAmount.objects.bulk_create(
        RecommendedAmount(innstilling_id=like.innstilling_id, planned=each, applied=1, amount=1) for each in planned
    )
    given = {
        "county": world.county,
        "given_in": world.round,
        "tiltak": tiltak,
        "name": tiltak.title,
        "known_since": AUTUMN,
    }
    awards = Award.objects.bulk_create(Award(recipient_id=each.subject_id, **given) for each in sent)
    GrantedAmount.objects.bulk_create(
        GrantedAmount(tilsagn_id=each.pk, recommended=amount, award=award, year=world.round.year, amount=1)
        for each, amount, award in zip(sent, recommended, awards, strict=True)
    )
    booked = {
        "year": world.round.year,
        "kind": Entry.Kind.GRANTED,
        "amount": 1,
        "round": world.round,
        "at": AUTUMN,
        "known_since": AUTUMN,
    }
    Entry.objects.bulk_create(Entry(award=award, about=str(award.pk), **booked) for award in awards)


def more_needs(world: World, n: int) -> None:
    """More behovsmeldinger behind one amount, each resting on an assessment."""
    planned = GrantedAmount.objects.filter(recommended__planned__isnull=False).order_by("pk")[0].recommended.planned
    assert planned is not None
    needs, assessments = (
        Version.objects.bulk_create(_version(each, world) for each in documents(kind, world, n, state=State.SUBMITTED))
        for kind in (Behovsmelding, Assessment)
    )
    Version.rests_on.through.objects.bulk_create(
        Version.rests_on.through(from_version=need, to_version=assessment)
        for need, assessment in zip(needs, assessments, strict=True)
    )
    planned.tiltak.needs.add(*needs)


def more_letters(world: World, n: int) -> list[Letter]:
    """About changes, on their way."""
    shared = {"round": world.round, "kind": "change", "delivery": "sending", "language": "nb", "made_at": AUTUMN}
    return Letter.objects.bulk_create(
        Letter(recipient=party, about=str(party.pk), sha256=f"{next(numbers):064}", said={"title": "Tillegg"}, **shared)
        for party in parties(world, n)
    )


def more_klager(world: World, n: int) -> None:
    Klage.objects.bulk_create(
        Klage(county=world.county, letter=letter, complained_by=world.people["tom"], received_at=AUTUMN)
        for letter in more_letters(world, n)
    )


def _version(document: Document, world: World) -> Version:
    return Version(
        document_id=document.pk, number=1, content={}, sha256="0" * 64, frozen_at=AUTUMN,
        frozen_by=world.people["ola"], frozen_by_role="",
    )  # fmt: skip


def _insert(table: str, values: str, rows: list[tuple[Any, ...]]) -> None:
    """The part of each row that stands in a table of its own: Django makes those one by one."""
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} {values}", rows)


@dataclass(frozen=True)
class List:
    address: str  # {round}: the round's number, {granted}: the first amount that was granted
    who: str
    more: More
    until: str = ""

    def __str__(self) -> str:
        return f"{self.address} as {self.who or 'a visitor'}"


LISTS = [
    List("/oppgaver/", "ola", more_tasks, "ask_owners"),
    List("/oppgaver/", "nina", more_tasks, "ask_owners"),  # there they stand as awaited
    List("/oppgaver/", "nina", more_networks),
    List("/aar/", "eva", more_rounds),
    List("/aar/", "nina", more_networks),
    List("/aar/runde/{round}/", "eva", more_rounds),
    List("/skjema/runde/{round}/", "ada", more_form_versions),
    List("/skjema/runde/{round}/behovsmelding/", "ada", more_form_versions),
    List("/aktorer/", "ada", more_organisations),
    List("/aktorer/?som=xlsx", "ada", more_organisations),
    List("/aktorer/nettverk/", "ada", more_networks),
    List("/personer/", "ada", more_people),
    List("/vurdering/runde/{round}/", "nina", more_documents(Assessment, state=State.SUBMITTED), "ask_owners"),
    List("/behovsmelding/runde/{round}/", "eva", more_documents(Behovsmelding, state=State.SUBMITTED), "ask_owners"),
    List("/behovsmelding/runde/{round}/", "nina", more_documents(Behovsmelding), "ask_owners"),
    List("/beslutningsgrunnlag/runde/{round}/", "arne", more_documents(Beslutningsgrunnlag), "adopt_frames"),
    List("/beslutningsgrunnlag/runde/{round}/?som=xlsx", "arne", more_documents(Beslutningsgrunnlag), "adopt_frames"),
    List("/ramme/runde/{round}/", "kari", more_organisations, "adopt_frames"),
    List("/innstilling/runde/{round}/", "eva", more_rounds, "recommend"),
    List("/tilsagn/runde/{round}/", "eva", more_documents(Tilsagn), "recommend"),
    List("/tilsagn/runde/{round}/", "eva", more_documents(Tilsagn, state=State.GIVEN), "recommend"),
    List("/tilsagn/runde/{round}/", "dag", more_documents(Tilsagn, state=State.PROPOSED), "recommend"),
    List("/tilsagn/runde/{round}/utboks/", "eva", more_letters),  # type: ignore[arg-type]
    List("/klage/runde/{round}/", "eva", more_klager),
    List("/rapport/runde/{round}/", "eva", more_documents(Report, state=State.SUBMITTED), "ask_owners"),
    List("/penger/runde/{round}/", "eva", more_awards, "send"),
    List("/penger/runde/{round}/?som=xlsx", "kari", more_awards, "send"),
    List("/penger/utbetaling/trondelag/", "eva", more_awards, "send"),
    List("/", "", more_awards, "send"),
    List("/fylke/trondelag/", "", more_awards, "send"),
    List("/belop/{granted}/", "eva", more_needs, "send"),
]


@pytest.mark.parametrize("found", LISTS, ids=str)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(world: World, client: Client, found: List) -> None:
    if found.until:
        world.carry(found.until)
    if found.who:
        client.force_login(world.people[found.who])
    granted = GrantedAmount.objects.filter(recommended__planned__isnull=False).order_by("pk").first()
    address = found.address.format(round=world.round.pk, granted=granted.pk if granted else 0)
    queries = {}
    for rows in (1, 3, 300):
        found.more(world, rows)
        client.get(address)  # what is read once in each process has been read
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        queries[rows] = len(captured)
    assert queries == dict.fromkeys(queries, queries[1])
    assert queries[1] <= 20
