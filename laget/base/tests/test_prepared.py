"""A prepared query does what the query itself would have done, each time with other values."""

from typing import Any

import pytest
from django.core.paginator import Page, Paginator
from django.db import DataError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from laget.base.accounts.models import Person
from laget.base.actors.models import Network, Organisation, Party
from laget.base.prepared import Prepared, PreparedInsert, PreparedPages, PreparedUpdate, Slot, among
from laget.base.questions.models import Document, Edit, Version
from laget.need.behovsmelding.actions import ask_owners
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, World


@pytest.fixture
def documents(world: World) -> list[Behovsmelding]:
    return ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN).owners


def test_it_finds_the_models_with_what_they_are_selected_with(documents: list[Behovsmelding]) -> None:
    names = ("round__rule_set", "subject", "owner", "feeds")
    find = Prepared(lambda: Behovsmelding.objects.select_related(*names).filter(pk=Slot("pk")))
    for document in documents:
        (plain,) = Behovsmelding.objects.select_related(*names).filter(pk=document.pk)
        with CaptureQueriesContext(connection) as asked:
            (found,) = find(pk=document.pk)
            assert type(found) is Behovsmelding
            assert (found, found.subject.name, found.round.rule_set, found.feeds) == (
                plain,
                plain.subject.name,
                plain.round.rule_set,
                None,
            )
            assert (found.answers, found.state_since) == (plain.answers, plain.state_since)
        assert len(asked) == 1


def test_it_finds_rows_of_values_and_nothing_where_nothing_is(world: World) -> None:
    find = Prepared(lambda: Party.objects.filter(among("pk", Slot("some"))).order_by("sort_key").values_list("name"))
    networks = list(Network.objects.order_by("sort_key"))
    assert find(some=[each.pk for each in networks]) == [(each.name,) for each in networks]
    assert find(some=[]) == []


def test_it_finds_a_page_at_a_time_and_how_many_there_are(world: World) -> None:
    plain = list(Party.objects.select_related("county").order_by("sort_key", "pk"))
    some = [each.pk for each in plain[:7]]
    find = PreparedPages(
        lambda: Party.objects.filter(among("pk", Slot("some"))).select_related("county").order_by("sort_key", "pk")
    )
    assert (len(find(some=some)), len(find(some=[]))) == (7, 0)
    with CaptureQueriesContext(connection) as asked:
        page: Page[Party] = Paginator(find(some=some), 3).get_page(3)
        assert [each.county for each in page.object_list] == [plain[6].county]
    assert len(asked) == 2
    assert (find(some=some)[2:5], find(some=some)[-1], [*find(some=some)]) == (plain[2:5], plain[6], plain[:7])
    for part in (slice(-2, None), slice(0, 4, 2), slice(5, 2)):
        with pytest.raises(ValueError, match="a run of rows"):
            find(some=some)[part]


def test_it_changes_those_fields_of_those_rows(documents: list[Behovsmelding]) -> None:
    change = PreparedUpdate(lambda: Document.objects.filter(pk=Slot("pk")), "answers", "revision")
    one, other = documents[:2]
    assert change(pk=one.pk, answers={"need": "Språk"}, revision=4) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.answers, one.revision, other.answers, other.revision) == ({"need": "Språk"}, 4, {}, 0)


def test_it_adds_a_row_and_tells_the_model_its_key(world: World, documents: list[Behovsmelding]) -> None:
    add = PreparedInsert(Edit)
    person = world.people["kari"]
    made = add(Edit(document_id=documents[0].pk, revision=1, person=person, at=AUTUMN, changes={"need": ["", "Språk"]}))
    found = Edit.objects.get()
    assert (found.pk, found.changes, found.at, found.page) == (made.pk, {"need": ["", "Språk"]}, AUTUMN, "")


def test_what_happens_along_with_a_row_sees_it_and_happens_or_not_with_it(documents: list[Behovsmelding]) -> None:
    mark = "UPDATE questions_document d SET revision = new.number + %(more)s FROM new WHERE d.id = %(document_id)s"
    number = "SELECT count(*) + 1 FROM questions_version WHERE document_id = %(document_id)s"
    add = PreparedInsert(Version, along=mark, number=number)
    one, other = documents[:2]
    kari = Person.objects.get(name="Kari")

    def version(**given: Any) -> Version:
        return Version(document=one, content={}, sha256="", frozen_at=AUTUMN, frozen_by=kari, **given)

    assert [add(version(), more=10).number, add(version(), more=10).number] == [1, 2]
    with pytest.raises(DataError), transaction.atomic():
        add(version(frozen_by_role="x" * 201), more=20)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.revision, other.revision, one.versions.count()) == (12, 0, 2)


def test_a_value_that_is_missing_is_told_at_once(world: World) -> None:
    find = Prepared(lambda: Organisation.objects.filter(pk=Slot("pk")).values_list("name"))
    with pytest.raises(ProgrammingError, match="parameter missing: pk"):
        find()
