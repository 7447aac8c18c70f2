"""The county's catalogue: what Laget comes with, what the county makes of it, and how people find what fits them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.refusals import ChangedMeanwhile
from laget.need.catalogue import actions, queries
from laget.need.catalogue.actions import Details, shipped
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import TAGS, Kind
from testing.people import AUTUMN, World

OURS = Details(
    kind=Kind.PACKAGE,
    title="Å lytte til de minste",
    about="Fire økter for personalgruppa.",
    provider="Innherred",
    themes=["voice"],
    target_groups=["kindergarten"],
    levels=["all"],
    languages=["nb", "sma"],
)


def as_(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def taken_in(world: World) -> list[Entry]:
    return actions.take_in_shipped(world.county, actor=world.act("eva"), at=AUTUMN)


def test_every_shipped_entry_is_marked_with_known_tags_and_leads_somewhere() -> None:
    for told in shipped().values():
        assert told.kind in Kind
        assert told.link.startswith("https://")
        for name, tag in TAGS.items():
            assert getattr(told, name), (told.title, name)
            assert set(getattr(told, name)) <= set(tag.values), (told.title, name)


def test_what_the_county_has_changed_is_left_alone_when_more_is_taken_in(world: World) -> None:
    entry = taken_in(world)[0]
    actions.change_entry(entry.pk, details=OURS, revision=0, actor=world.act("ada"), at=AUTUMN)
    Entry.objects.exclude(pk=entry.pk).last().delete()  # type: ignore[union-attr]
    assert len(taken_in(world)) == 1
    assert Entry.objects.get(pk=entry.pk).title == OURS.title


def test_two_who_change_the_same_do_not_overwrite_one_another(world: World) -> None:
    entry = actions.add_entry(world.county, details=OURS, actor=world.act("eva"), at=AUTUMN)
    actions.change_entry(entry.pk, details=OURS, revision=0, actor=world.act("ada"), at=AUTUMN)
    with pytest.raises(ChangedMeanwhile):
        actions.change_entry(entry.pk, details=OURS, revision=0, actor=world.act("eva"), at=AUTUMN)


def test_only_statsforvalteren_and_the_administrator_keep_it(world: World) -> None:
    for name in ("kari", "ola", "nina", "tom", "dag"):
        with pytest.raises(PermissionDenied):
            actions.add_entry(world.county, details=OURS, actor=world.act(name), at=AUTUMN)


def test_it_is_narrowed_by_theme_target_group_level_language_and_words(world: World) -> None:
    taken_in(world)
    actions.add_entry(world.county, details=OURS, actor=world.act("eva"), at=AUTUMN)
    kari = as_(world, "kari")

    def shown(query: str) -> list[str]:
        return [entry.title for entry in kari.get(f"/katalog/?{query}").context["page"].object_list]

    assert shown("sprak=sma") == [OURS.title]
    assert shown("tema=voice&malgruppe=kindergarten&niva=all&type=package&ord=minste") == [OURS.title]
    assert shown("ord=minste+personalgruppa") == [OURS.title]
    assert shown("sprak=sma&tema=reading") == []
    assert len(shown("")) == len(shipped()) + 1
    assert shown("niva=finnes-ikke") == []


def test_what_is_withdrawn_leaves_the_list_but_not_its_own_page(world: World) -> None:
    entry = actions.add_entry(world.county, details=OURS, actor=world.act("eva"), at=AUTUMN)
    eva, kari = as_(world, "eva"), as_(world, "kari")
    eva.post(f"/katalog/{entry.pk}/ta-ut/")
    assert list(kari.get("/katalog/").context["page"].object_list) == []
    assert "Tatt ut av katalogen." in kari.get(entry.get_absolute_url()).content.decode()
    assert [each.pk for each in eva.get("/katalog/?vis=tatt-ut").context["page"].object_list] == [entry.pk]
    assert list(kari.get("/katalog/?vis=tatt-ut").context["page"].object_list) == []
    assert queries.choices_in(world.county.pk) == []


def test_a_form_that_lacks_something_says_what(world: World) -> None:
    eva = as_(world, "eva")
    reply = eva.post(f"/katalog/nytt/{world.county.pk}/", {"kind": "tool", "title": "X", "link": "ikke en lenke"})
    assert reply.status_code == 422
    assert "Velg minst ett tema." in reply.content.decode()
    assert "Lim inn hele lenken" in reply.content.decode()
    assert not Entry.objects.exists()


def test_a_long_catalogue_takes_no_more_queries_than_a_short_one(world: World) -> None:
    kari, taken = as_(world, "kari"), []
    for number in (1, 2, 297):
        for _each in range(number):
            actions.add_entry(world.county, details=OURS, actor=world.act("eva"), at=AUTUMN)
        with CaptureQueriesContext(connection) as asked:
            kari.get("/katalog/")
        taken.append(len(asked))
    assert len(set(taken)) == 1
