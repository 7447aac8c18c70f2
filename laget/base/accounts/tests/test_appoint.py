"""Where nobody can give roles yet, the command line appoints one who can, until they have signed in."""

import pytest

from laget.base.accounts.actions import HasAdministrator, appoint_first_administrator
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.audit.models import Entry
from testing.people import AUTUMN, SINCE, World


def test_the_first_administrator_gives_the_next_roles_and_is_in_the_audit_log(db: None) -> None:
    county = County.objects.create(code="99", slug="nordfylke", name="Nordfylke")
    held = appoint_first_administrator(county, email="ada@example.no", name="Ada Eksempel", at=AUTUMN)
    assert (held.person.name, held.role, held.party_id) == ("Ada Eksempel", Role.ADMINISTRATOR, county.pk)
    assert Entry.objects.get(act="give_role").actor_name == "Laget"


def test_a_slip_in_the_address_of_the_first_administrator_can_be_mended(db: None) -> None:
    county = County.objects.create(code="99", slug="nordfylke", name="Nordfylke")
    appoint_first_administrator(county, email="ad@example.no", name="Ada Eksempel", at=AUTUMN)
    held = appoint_first_administrator(county, email="ada@example.no", name="Ada Eksempel", at=AUTUMN)
    assert HeldRole.objects.get(role=Role.ADMINISTRATOR, party=county) == held
    assert list(Entry.objects.order_by("number").values_list("act", flat=True)) == [
        "give_role",
        "end_role",
        "give_role",
    ]


def test_a_county_whose_administrator_has_signed_in_gets_no_other_this_way(world: World) -> None:
    Person.objects.update(last_login=AUTUMN)
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
