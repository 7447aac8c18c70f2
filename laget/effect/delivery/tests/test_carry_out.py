"""What is granted is carried out: begun with what was applied for, and followed to the last krone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from laget.base.actors.models import County, Kind, Partnership, Sector
from laget.base.audit.models import Entry as AuditEntry
from laget.base.cycle.models import Task
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.effect.delivery import actions
from laget.effect.delivery.actions import Details, GoalNow, GroupNow
from laget.effect.delivery.models import Delivery, Spending
from laget.effect.delivery.queries import carried_out_by, contributing, money_of, to_start, visible_to
from laget.effect.events.models import Funding
from laget.effect.events.money_actions import Share, set_funding
from testing.delivery import MAY, started, told
from testing.events import open_event
from testing.people import World, make_organisation


def test_what_is_granted_is_begun_by_whoever_answers_for_it(world: World) -> None:
    told(world)
    mine = Task.objects.filter(step="delivery", done_at=None)
    nina = mine.get(party=world.parties["Innherred"])
    assert (nina.title, nina.role) == ("Sette i gang det som er innvilget", "coordinator")
    assert mine.filter(party=world.forum.pk).get().role == "forum_secretary"
    waiting = {each.title for each in to_start(world.round, world.act("nina", MAY))}
    delivery = started(world)
    assert {each.title for each in Delivery.objects.all()} == waiting
    assert to_start(world.round, world.act("nina", MAY)) == []
    assert not mine.filter(party=world.parties["Innherred"]).exists()
    assert actions.start_deliveries(world.round, actor=world.act("nina", MAY), at=MAY) == []
    log = AuditEntry.objects.filter(kind="delivery", about=str(delivery.pk)).get()
    assert (log.act, log.actor_name, log.role) == ("start", "Nina", "Koordinator, Innherred")


def test_it_begins_with_what_was_applied_for(world: World) -> None:
    told(world)
    delivery = started(world)
    assert delivery.tiltak is not None
    assert (delivery.starts, delivery.ends) == (date(2025, 8, 15), date(2026, 6, 15))
    assert set(delivery.partners.values_list("pk", flat=True)) == set(
        delivery.tiltak.partners.values_list("pk", flat=True)
    )
    groups = [(group.key, group.label) for group in delivery.groups.all()]
    assert groups[:2] == [("kindergarten", "Ansatte i barnehage"), ("school", "Ansatte i skole")]
    assert {group.level for group in delivery.groups.all()} <= {"all", "some", "few"} - {""}
    assert all(goal.text for goal in delivery.goals.all())
    assert delivery.goals.count() >= 1


def test_those_around_see_it_and_those_elsewhere_do_not(world: World) -> None:
    told(world)
    delivery = Delivery.objects.get(pk=started(world).pk)
    sees = {name for name in world.people if visible_to(world.act(name, MAY)).filter(pk=delivery.pk).exists()}
    network = {"kari", "knut", "ola", "nina", "tom", "dina", "frida", "frode"}
    assert sees == network | {"siri", "mons", "arne", "eva", "dag"}
    assert "nina" in {n for n in world.people if carried_out_by(world.act(n, MAY)).filter(pk=delivery.pk).exists()}


def test_how_it_goes_is_written_down_and_two_do_not_write_over_each_other(world: World) -> None:
    told(world)
    delivery, nina = started(world), world.act("nina", MAY)
    first = delivery.goals.first()
    assert first is not None
    staff = delivery.groups.get(key="kindergarten")
    details = Details(
        "on_track",
        responsible="Nina",
        changed="Vi starter dagen ute.",
        goals=[GoalNow(first.text, "Vi spør barna.", "partly", first.pk), GoalNow("Alle er trygge.", "", "not_yet")],
        groups=[GroupNow(staff.pk, "some", 40, 12)],
    )
    changed = actions.change_delivery(delivery.pk, details=details, revision=0, actor=nina, at=MAY)
    assert (changed.status, changed.responsible, changed.revision) == ("on_track", "Nina", 1)
    first.refresh_from_db()
    staff.refresh_from_db()
    assert (first.check_by, first.reached, staff.level, staff.planned, staff.reached) == (
        "Vi spør barna.",
        "partly",
        "some",
        40,
        12,
    )
    assert delivery.goals.filter(text="Alle er trygge.").exists()
    with pytest.raises(ChangedMeanwhile):
        actions.change_delivery(delivery.pk, details=details, revision=0, actor=nina, at=MAY)
    for other in ("tom", "ola", "eva"):
        with pytest.raises(PermissionDenied):
            actions.change_delivery(delivery.pk, details=details, revision=1, actor=world.act(other, MAY), at=MAY)


def test_partners_from_another_county_stay_when_something_else_is_written(world: World) -> None:
    told(world)
    delivery = Delivery.objects.get(pk=started(world).pk)
    elsewhere = County.objects.create(name="Innlandet", code="34", slug="innlandet")
    names = ("Høgskolen i Hamar", "Høgskolen i Rena", "Høgskolen i Elverum")
    working, already, stranger = (make_organisation(elsewhere, name, Kind.UNIVERSITY, Sector.PUBLIC) for name in names)
    innherred = world.network("Innherred")
    Partnership.objects.create(network=innherred, partner=working, valid_from=MAY.date())
    delivery.partners.set([already])
    assert {working, already} <= set(contributing(delivery)) - {stranger} == set(contributing(delivery))
    chosen = [each.pk for each in (working, already, stranger)]
    details = Details("on_track", partners=chosen)
    actions.change_delivery(delivery.pk, details=details, revision=0, actor=world.act("nina", MAY), at=MAY)
    assert set(delivery.partners.all()) == {working, already}


def test_spending_is_written_by_the_recipient_and_never_more_than_there_is(world: World) -> None:
    told(world)
    delivery = started(world)
    mine = next(each for each in money_of(delivery) if each.award.recipient_id == world.parties["Innherred"].pk)
    nina, day = world.act("nina", MAY), MAY.date()
    of: dict[str, Any] = {"award": mine.award.pk, "year": mine.year, "day": day}
    line = actions.spend(delivery.pk, **of, what="Lokaler", amount=12_000, actor=nina, at=MAY)
    actions.spend(delivery.pk, **of, what="Vikarer", amount=mine.right - 12_000, actor=nina, at=MAY)
    with pytest.raises(NotInOrder) as problem:
        actions.spend(delivery.pk, **of, what="Kake", amount=1, actor=nina, at=MAY)
    assert "Det er 0 kr igjen" in str(problem.value).replace("\xa0", " ").replace("\u202f", " ")
    for other in ("tom", "ola", "eva", "pål"):
        with pytest.raises(PermissionDenied):
            actions.spend(delivery.pk, **of, what="Kake", amount=1, actor=world.act(other, MAY), at=MAY)
        with pytest.raises(PermissionDenied):
            actions.unspend(line.pk, actor=world.act(other, MAY), at=MAY)
    with pytest.raises(DatabaseError, match="more is spent than was granted"), transaction.atomic():
        Spending.objects.filter(pk=line.pk).update(amount=12_001)
    actions.unspend(line.pk, actor=nina, at=MAY)
    assert [each.left for each in money_of(delivery) if each.award == mine.award] == [12_000]
    arranged = open_event(world)
    seen = arranged.revision
    share = partial(Share, mine.award.pk, mine.year)
    with pytest.raises(NotInOrder, match=r"er brukt på annet\. Skriv ikke mer enn 12"):
        set_funding(arranged.pk, [share(12_001, 0)], revision=seen, actor=nina, at=MAY)
    set_funding(arranged.pk, [share(12_000, 9_000)], revision=seen, actor=nina, at=MAY)
    with pytest.raises(NotInOrder, match="Det er 3"):
        actions.spend(delivery.pk, **of, what="Kake", amount=3_001, actor=nina, at=MAY)
    actions.spend(delivery.pk, **of, what="Kake", amount=3_000, actor=nina, at=MAY)
    set_funding(arranged.pk, [share(12_000, 8_000)], revision=seen + 1, actor=nina, at=MAY)  # what was set aside stands
    with pytest.raises(DatabaseError, match="more is spent than was granted"), transaction.atomic():
        Funding.objects.update(spent=9_001)
    acts = AuditEntry.objects.filter(kind="delivery", about=str(delivery.pk)).order_by("number")
    assert list(acts.values_list("act", flat=True)) == ["start", "spend", "spend", "unspend", "spend"]


@pytest.mark.django_db(transaction=True)
def test_a_tiltak_and_an_event_at_once_do_not_spend_the_same_money(world: World) -> None:
    told(world)
    delivery, arranged = started(world), open_event(world)
    mine = next(each for each in money_of(delivery) if each.award.recipient_id == world.parties["Innherred"].pk)
    nina, amount = world.act("nina", MAY), mine.right - 10
    line: dict[str, Any] = {"award": mine.award.pk, "year": mine.year, "day": MAY.date(), "what": "Vikarer"}
    share = Share(mine.award.pk, mine.year, 0, amount)

    def attempt(act: Callable[[], object]) -> str:
        try:
            act()
        except NotInOrder as problem:
            return str(problem)
        finally:
            connection.close()
        return ""

    acts: list[Callable[[], object]] = [
        lambda: actions.spend(delivery.pk, **line, amount=amount, actor=nina, at=MAY),
        lambda: set_funding(arranged.pk, [share], revision=arranged.revision, actor=nina, at=MAY),
    ]
    with ThreadPoolExecutor() as pool:
        done, refused = sorted(pool.map(attempt, acts))
    assert done == ""
    assert "Skriv ikke mer enn" in refused
    assert [each.left for each in money_of(delivery) if each.award == mine.award] == [10]
