"""Where nobody can give roles yet, the command line appoints one who can. Once."""

import pytest

from laget.base.accounts.actions import HasAdministrator, appoint_first_administrator
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.audit.models import Entry
from testing.people import AUTUMN, SINCE, World


def test_the_first_administrator_gives_the_next_roles_and_is_in_the_audit_log(db: None) -> None:
    county = County.objects.create(code="99", slug="nordfylke", name="Nordfylke")
    held = appoint_first_administrator(county, email="ada@example.no", name="Ada Eksempel", at=AUTUMN)
    assert (held.person.name, held.role, held.party_id) == ("Ada Eksempel", Role.ADMINISTRATOR, county.pk)
    assert Entry.objects.get(act="give_role").actor_name == "Laget"


def test_a_county_that_has_an_administrator_gets_no_other_this_way(world: World) -> None:
    before = HeldRole.objects.count()
    with pytest.raises(HasAdministrator):
        appoint_first_administrator(world.county, email="ny@example.no", name="Ny Person", at=AUTUMN)
    assert HeldRole.objects.count() == before


def test_whoever_holds_many_roles_is_named_in_as_many_as_there_is_room_for(world: World) -> None:
    kari = world.people["kari"]
    for name in ("Sakshaug skole", "Fjordgløtt barnehage", "Havhesten barnehage", "Opphaug skole"):
        HeldRole.objects.create(person=kari, role=Role.UNIT_LEADER, party=world.parties[name], valid_from=SINCE)
    actor = world.act("kari")
    by = actor.by(*actor.parties)
    assert (len(by.role), by.role.endswith("…")) == (200, True)
