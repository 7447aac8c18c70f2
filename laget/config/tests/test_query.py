"""A list takes as many queries for three hundred rows as for three."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Membership, Network, Organisation, Party
from laget.base.cycle.models import Round, Task
from laget.base.questions.models import Document, Version
from laget.base.questions.states import State
from laget.effect.reports.models import Report
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, SINCE, World, _organisation

More = Callable[[World, int], None]
numbers = iter(range(10**9))


def organisations(world: World, n: int) -> Iterator[Organisation]:
    for _ in range(n):
        yield _organisation(world.county, f"Solsikken{next(numbers)}", "kindergarten", "public")  # type: ignore[arg-type]


def more_organisations(world: World, n: int) -> None:
    list(organisations(world, n))


def more_people(world: World, n: int) -> None:
    people = Person.objects.bulk_create(Person(email=f"p{next(numbers)}@laget.example", name="Per") for _ in range(n))
    solbakken = world.organisation("Solbakken barnehage")
    HeldRole.objects.bulk_create(
        HeldRole(person=person, role=Role.UNIT_STAFF, party=solbakken, valid_from=SINCE) for person in people
    )


def more_networks(world: World, n: int) -> None:
    for owner in organisations(world, n):
        network = Network(county=world.county, name=f"Nettverk {owner.name}", key=f"n{next(numbers)}")
        network.save()
        Membership.objects.create(network=network, owner=owner, valid_from=SINCE)
        HeldRole.objects.create(person=world.people["nina"], role=Role.COORDINATOR, party=network, valid_from=SINCE)


def more_rounds(world: World, n: int) -> None:
    years = [next(numbers) % 30_000 + 2100 for _ in range(n)]
    Round.objects.bulk_create(
        Round(county=world.county, rule_set=world.round.rule_set, year=year, opened_at=AUTUMN) for year in years
    )


def more_tasks(world: World, n: int) -> None:
    like = Task.objects.filter(party=world.parties["Inderøy kommune"]).latest("pk")
    for _ in range(n):
        like.pk, like.about, like.done_at = None, str(next(numbers)), None
        like.save()


def more_documents(kind: type[Document], **fields: Any) -> More:
    def make(world: World, n: int) -> None:
        innherred = Party.objects.get(pk=world.network("Innherred").pk)
        for organisation in organisations(world, n):
            document = kind(
                county=world.county, round=world.round, party=world.county, subject=organisation, network=innherred,
                reach="network", state_since=AUTUMN, **fields,
            )  # fmt: skip
            document.save()

    return make


def more_awards(world: World, n: int) -> None:
    """Tilsagn like one that was sent, each with its amounts."""
    like = Tilsagn.objects.filter(state=State.SENT, subject__name="Innherred").get()
    amounts = list(like.amounts.select_related("recommended__planned"))
    for subject in organisations(world, n):
        sent = Tilsagn(
            county=world.county, round=world.round, party=world.county, subject=subject, reach="network",
            state=State.SENT, state_since=AUTUMN,
        )  # fmt: skip
        sent.save()
        planned = amounts[0].recommended.planned
        planned.pk, planned.year = None, next(numbers) % 30_000
        planned.save()
        recommended = amounts[0].recommended
        recommended.pk, recommended.planned = None, planned
        recommended.save()
        GrantedAmount.objects.create(tilsagn=sent, recommended=recommended, year=world.round.year, amount=1)


def more_needs(world: World, n: int) -> None:
    """More behovsmeldinger behind one amount, each resting on an assessment."""
    granted = GrantedAmount.objects.filter(recommended__planned__isnull=False).order_by("pk")[0]
    tiltak = granted.recommended.planned.tiltak  # type: ignore[union-attr]
    made = []
    for kind in (Behovsmelding, Assessment):
        more_documents(kind, state=State.SUBMITTED)(world, n)
        documents = kind.objects.order_by("-subject__number")[:n]
        made.append(Version.objects.bulk_create(_version(document, world) for document in documents))
    for need, assessment in zip(*made, strict=True):
        need.rests_on.add(assessment)
    tiltak.needs.add(*made[0])


def _version(document: Document, world: World) -> Version:
    return Version(
        document_id=document.pk, number=1, content={}, sha256="0" * 64, frozen_at=AUTUMN,
        frozen_by=world.people["ola"], frozen_by_role="",
    )  # fmt: skip


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
    List("/rapport/runde/{round}/", "eva", more_documents(Report, state=State.SUBMITTED), "ask_owners"),
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
