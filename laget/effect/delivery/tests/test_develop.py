"""A unit's own way: phase by phase, there and back, on what the kartlegging showed, by the model it chooses."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from laget.base.cycle.models import Task
from laget.base.refusals import NotInOrder
from laget.effect.delivery import development_actions
from laget.effect.delivery.development_queries import results_for, visible_to
from laget.effect.delivery.models import Note
from laget.rules.transitions import TransitionNotAllowed
from testing.delivery import MAY, development_of, running_pulje
from testing.people import World
from testing.surveys import frozen_survey


def test_it_goes_through_the_spiral_and_back_again(world: World) -> None:
    running_pulje(world)
    development, kari = development_of(world, "Solbakken barnehage"), world.act("kari", MAY)
    development_actions.note(development.pk, text="Vi har spurt barna.", actor=world.act("knut", MAY), at=MAY)
    assert not Task.objects.filter(about=str(development.pk), done_at=None).exists()
    for phase in ("focus", "understand"):
        development_actions.move(development.pk, phase=phase, actor=kari, at=MAY)
    with pytest.raises(NotInOrder, match="hvorfor dere går tilbake"):
        development_actions.move(development.pk, phase="scan", actor=kari, at=MAY)
    development_actions.move(development.pk, phase="scan", why="Vi hørte ikke de yngste.", actor=kari, at=MAY)
    development.refresh_from_db()
    assert (development.phase, development.number) == ("scan", 1)
    assert list(Note.objects.values_list("kind", "phase", "text")) == [
        ("own", "1. Undersøke", "Vi har spurt barna."),
        ("moved", "1. Undersøke", ""),
        ("moved", "2. Fokusere", ""),
        ("back", "3. Utvikle forståelse", "Vi hørte ikke de yngste."),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.update(text="Noe annet.")


def test_it_is_read_by_those_who_work_there_own_it_or_guide_it(world: World) -> None:
    running_pulje(world)
    development = development_of(world, "Solbakken barnehage")
    sees = {name for name in world.people if visible_to(world.act(name, MAY)).filter(pk=development.pk).exists()}
    assert sees == {"kari", "knut", "ola", "nina", "tom"}
    development_actions.note(development.pk, text="Prøv barnemøter.", actor=world.act("tom", MAY), at=MAY)
    assert Note.objects.get().kind == Note.Kind.GUIDANCE
    for name in ("ola", "per", "dina", "arne"):
        with pytest.raises(PermissionDenied):
            development_actions.note(development.pk, text="Hei.", actor=world.act(name, MAY), at=MAY)
    for name in ("knut", "tom", "nina"):
        with pytest.raises(PermissionDenied):
            development_actions.move(development.pk, phase="focus", actor=world.act(name, MAY), at=MAY)


def test_another_model_is_chosen_and_what_is_written_stays(world: World) -> None:
    running_pulje(world)
    development, kari = development_of(world, "Solbakken barnehage"), world.act("kari", MAY)
    development_actions.choose_model(development.pk, way="data_team", why="Vi kan den.", actor=kari, at=MAY)
    again = development_of(world, "Solbakken barnehage")
    assert (again.way.title, again.now.title) == ("Datateam", "Beskrive problemet")
    assert Note.objects.get().text == "Utforskende spiral → Datateam. Vi kan den."
    development_actions.finish(development.pk, actor=kari, at=MAY)
    with pytest.raises(TransitionNotAllowed):
        development_actions.note(development.pk, text="Mer.", actor=kari, at=MAY)
    development_actions.take_up(development.pk, actor=kari, at=MAY)
    development_actions.note(development.pk, text="Mer.", actor=kari, at=MAY)


def test_it_rests_on_what_the_kartlegging_showed(world: World) -> None:
    frozen_survey(world)
    development = development_actions.begin(
        world.parties["Solbakken barnehage"].pk, title="Uteleken", way="spiral", actor=world.act("kari", MAY), at=MAY
    )
    group = results_for(development, world.act("kari", MAY))[0]
    ground = development_actions.rest_on(development.pk, group=group.pk, actor=world.act("knut", MAY), at=MAY)
    assert (ground.sha256, ground.phase) == (group.release.sha256, "Undersøke")
    development_actions.rest_on(development.pk, group=group.pk, actor=world.act("kari", MAY), at=MAY)
    assert development.grounds.count() == 1
    with pytest.raises(PermissionDenied):
        development_actions.rest_on(development.pk, group=0, actor=world.act("kari", MAY), at=MAY)
    with pytest.raises(PermissionDenied):
        development_actions.begin(
            world.parties["Solbakken barnehage"].pk, title="X", way="spiral", actor=world.act("knut", MAY), at=MAY
        )
