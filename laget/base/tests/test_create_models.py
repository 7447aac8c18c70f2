"""Several models made at once are as those made one by one, and can be taken away again."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from laget.base.database.migrations import CreateModels

KEY = ("id", models.BigAutoField(primary_key=True))
SHELF = CreateModel("Shelf", fields=[KEY, ("name", models.TextField())])
BOOK = CreateModel(
    "Book",
    fields=[KEY, ("stands_on", models.ForeignKey("library.Shelf", models.CASCADE, related_name="books"))],
    options={"constraints": [models.UniqueConstraint(fields=["stands_on"], name="one_on_each_shelf")]},
)
LOAN = CreateModel(
    "Loan", fields=[KEY, ("of", models.ForeignKey("library.Book", models.CASCADE, related_name="loans"))]
)
BOTH = {"library_shelf", "library_book"}


def tables() -> set[str]:
    return BOTH & {*connection.introspection.table_names()}


@pytest.mark.django_db
def test_they_are_made_together_and_taken_away_together() -> None:
    before, operation = ProjectState(), CreateModels([SHELF, BOOK])
    after = before.clone()
    assert after.apps.get_models() == []  # drawn before they are there, as when others have been made
    operation.state_forwards("library", after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("library", editor, before, after)
        assert tables() == BOTH
    shelf = after.apps.get_model("library", "Shelf").objects.create(name="Øverst")
    after.apps.get_model("library", "Book").objects.create(stands_on=shelf)
    assert shelf.books.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found = connection.introspection.get_constraints(cursor, "library_book")
    assert found["one_on_each_shelf"]["unique"]
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("library", editor, after, before)
    assert tables() == set()


def test_those_that_are_there_are_not_drawn_anew_and_know_of_the_new_ones() -> None:
    before = ProjectState()
    CreateModels([SHELF, BOOK]).state_forwards("library", before)
    book = before.apps.get_model("library", "Book")
    assert "loans" not in book._meta.fields_map
    CreateModels([LOAN]).state_forwards("library", before)
    assert before.apps.get_model("library", "Book") is book
    assert book._meta.get_field("loans").related_model is before.apps.get_model("library", "Loan")


def test_those_of_a_copy_are_drawn_anew_and_the_first_ones_are_left_as_they_are() -> None:
    """An upgrade works on a copy of what was there."""
    first = ProjectState()
    CreateModels([SHELF, BOOK]).state_forwards("library", first)
    was = first.apps.get_model("library", "Book")
    copy = first.clone()
    CreateModels([LOAN]).state_forwards("library", copy)
    assert not hasattr(was, "loans")
    book = copy.apps.get_model("library", "Book")
    assert book is not was
    assert [each.name for each in book._meta.related_objects] == ["loans"]


def test_it_says_which() -> None:
    assert CreateModels([SHELF, BOOK]).describe() == "Create models Shelf, Book"
