"""A tiltak names what it builds on, and the entry tells how many do."""

from django.test import Client

from laget.config.sample.year import SampleYear
from laget.need.catalogue import actions, queries
from laget.need.catalogue.models import Entry, Use
from laget.need.tiltak.models import Tiltak
from testing.people import AUTUMN, YEAR, World


def test_each_tiltak_that_is_sent_keeps_what_it_names_and_a_dropped_one_is_not_counted(world: World) -> None:
    actions.take_in_shipped(world.county, actor=world.act("eva"), at=AUTUMN)
    first = Entry.objects.all()[0]
    SampleYear(world.county, YEAR).carry("sign")
    sent = Tiltak.objects.count()
    assert sent > 0
    assert set(Use.objects.values_list("entry", "tiltak")) == {(first.pk, each.pk) for each in Tiltak.objects.all()}
    assert queries.uses_by_year(first) == [(YEAR, sent)]
    Tiltak.objects.filter(pk=Tiltak.objects.all()[0].pk).update(dropped=True)
    assert queries.uses_by_year(first) == ([(YEAR, sent - 1)] if sent > 1 else [])
    client = Client()
    client.force_login(world.people["kari"])
    assert "Tiltak som bruker det" in client.get(first.get_absolute_url()).content.decode()
