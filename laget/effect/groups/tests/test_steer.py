"""An owner's own groups: the styringsgruppe that steers by a plan, and who sees it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.actors.models import Membership
from laget.effect.groups import actions
from laget.effect.groups.actions import About
from laget.effect.groups.models import Group
from laget.effect.groups.queries import could_be_members, visible_to
from testing.people import AUTUMN, World
from testing.plans import adopted, begun

ABOUT = {"kind": "steering", "name": "Styringsgruppa", "mandate": "", "goals": "", "recipient": ""}


@pytest.mark.django_db
def test_an_owner_has_a_group_that_steers_by_its_plan(world: World, client: Client) -> None:
    plan, home = adopted(world), world.parties["Inderøy kommune"]
    ola = world.act("ola")
    client.force_login(world.people["ola"])
    made = client.post(f"/gruppe/ny/{home.pk}/", {**ABOUT, "plan": str(plan.pk)})
    group = Group.objects.get()
    assert (made["Location"], group.plan_id, group.get_kind_display()) == (
        f"/gruppe/{group.pk}/",
        plan.pk,
        "Styringsgruppe",
    )
    people = {(party.name, role) for party, role in could_be_members(group, actor=ola)}
    assert {
        ("Solbakken barnehage", Role.UNIT_LEADER),
        ("Nord universitet", Role.PARTNER),
        ("Innherred", Role.COORDINATOR),
    } < people
    assert "Fjordgløtt barnehage" not in {name for name, _role in people}
    Membership.objects.filter(owner=home.pk).delete()  # in no network it has itself and its units, and not the county
    alone = {party.name for party, _role in could_be_members(group, actor=ola)}
    assert alone == {"Inderøy kommune", "Solbakken barnehage"}
    actions.add_member(
        group, party=world.parties["Nord universitet"], role=Role.PARTNER, leading=True, actor=ola, at=AUTUMN
    )
    assert {name for name in world.people if visible_to(world.act(name)).exists()} == {"ola", "tom"}
    client.force_login(world.people["tom"])
    assert plan.get_absolute_url() in client.get(made["Location"]).content.decode()
    with pytest.raises(PermissionDenied):
        actions.make_group(
            home, county=world.county, about=About("steering", "En til"), actor=world.act("nina"), at=AUTUMN
        )


@pytest.mark.django_db
def test_whoever_may_not_read_the_plan_neither_sees_which_it_is_nor_changes_it(world: World, client: Client) -> None:
    plan, home, ola = begun(world), world.parties["Inderøy kommune"], world.act("ola")
    about = About("steering", "Styringsgruppa", plan=plan)
    group = actions.make_group(home, county=world.county, about=about, actor=ola, at=AUTUMN)
    nord = world.parties["Nord universitet"]
    actions.add_member(group, party=nord, role=Role.PARTNER, leading=True, actor=ola, at=AUTUMN)
    client.force_login(world.people["tom"])
    assert plan.get_absolute_url() not in client.get(f"/gruppe/{group.pk}/").content.decode()
    page = client.get(f"/gruppe/{group.pk}/endre/").content.decode()
    assert 'name="plan"' not in page
    client.post(f"/gruppe/{group.pk}/endre/", {**ABOUT, "name": "Nytt navn"})
    group.refresh_from_db()
    assert (group.name, group.plan_id) == ("Nytt navn", plan.pk)
    older = client.post(f"/gruppe/{group.pk}/endre/", {**ABOUT, "name": "Enda et"})
    assert (older.status_code, "Noen andre har lagret dette" in older.content.decode()) == (422, True)
