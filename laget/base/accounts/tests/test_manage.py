"""An administrator keeps people, roles and addresses in order: in the county, and with those who work there."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.timezone import localdate

from laget.base.accounts.actions import end_role, give_role, set_email
from laget.base.accounts.forms import AddressForm, RoleForm
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Forum, Kind, Network, Organisation, Party, Seat
from laget.base.audit.models import Entry
from testing.people import AUTUMN, SINCE, World


@pytest.fixture
def oslo(world: World) -> County:
    """A second county, which Ada administers too."""
    oslo = County.objects.create(code="03", slug="oslo", name="Oslo")
    HeldRole.objects.create(person=world.people["ada"], role=Role.ADMINISTRATOR, party=oslo, valid_from=SINCE)
    return oslo


def posted(party: Party, role: Role) -> dict[str, object]:
    return {"name": "Ny", "email": "ny@laget.example", "role": role.value, "party": party.pk, "first": "2024-11-01"}


def test_a_role_at_a_partner_from_elsewhere_is_given_and_ended_again(world: World, client: Client) -> None:
    client.force_login(world.people["ada"])
    client.post("/personer/ny/", posted(world.parties["HINN"], Role.PARTNER))
    held = HeldRole.objects.get(person__email="ny@laget.example")
    assert "ny@laget.example" in client.get("/personer/?sok=Ny").content.decode()
    assert client.post(f"/personer/rolle/{held.pk}/avslutt/").status_code == 302
    assert not HeldRole.objects.at(localdate()).filter(pk=held.pk).exists()
    assert list(Entry.objects.filter(about=str(held.pk)).values_list("act", "chain_id").order_by("number")) == [
        ("give_role", "50"), ("end_role", "50"),
    ]  # fmt: skip


def test_a_role_that_is_over_is_not_made_longer_when_it_is_ended_once_more(world: World) -> None:
    over = date(2024, 6, 30)
    HeldRole.objects.filter(person=world.people["kari"]).update(valid_to=over)
    end_role(HeldRole.objects.get(person=world.people["kari"]), world.county, actor=world.act("ada"), at=AUTUMN)
    assert HeldRole.objects.get(person=world.people["kari"]).valid_to == over


def test_someone_new_is_told_in_the_language_of_where_they_come_until_they_choose(world: World, client: Client) -> None:
    partner = world.parties["HINN"]
    partner.language_decision = "nn"
    partner.save(update_fields=["language_decision"])
    client.force_login(world.people["ada"])
    client.post("/personer/ny/", posted(partner, Role.PARTNER))
    assert Person.objects.get(email="ny@laget.example").language == "nn"
    Person.objects.filter(email="ny@laget.example").update(language="nb")
    client.post("/personer/ny/", {**posted(partner, Role.PARTNER), "first": "2024-12-01"})
    assert HeldRole.objects.filter(person__email="ny@laget.example").count() == 2
    assert Person.objects.get(email="ny@laget.example").language == "nb"


def test_those_with_a_seat_in_the_forum_are_managed_both_ways(world: World, client: Client) -> None:
    elsewhere = Organisation(name="Fagskolen i Vest", kind=Kind.VOCATIONAL_COLLEGE, number="390000049")
    elsewhere.save()
    forum = Forum.objects.get(county=world.county)
    Seat.objects.create(forum=forum, side=Seat.Side.PARTNER, party=elsewhere, valid_from=SINCE)
    client.force_login(world.people["ada"])
    client.post("/personer/ny/", posted(elsewhere, Role.PARTNER))
    held = HeldRole.objects.get(party=elsewhere)
    assert client.post(f"/personer/rolle/{held.pk}/avslutt/").status_code == 302


def test_who_administers_two_counties_acts_in_the_one_it_is_about(world: World, oslo: County, client: Client) -> None:
    client.force_login(world.people["ada"])
    client.post("/personer/ny/", posted(oslo, Role.CASE_OFFICER))
    assert Entry.objects.get(act="give_role").chain_id == "03"
    held = HeldRole.objects.get(person=world.people["kari"])
    assert client.post(f"/personer/rolle/{held.pk}/avslutt/").status_code == 302
    assert Entry.objects.get(act="end_role").chain_id == "50"


def test_nothing_is_done_in_the_name_of_a_county_that_the_party_has_nothing_to_do_with(
    world: World, oslo: County
) -> None:
    ada, solbakken = world.act("ada"), world.parties["Solbakken barnehage"]
    with pytest.raises(PermissionDenied):
        give_role(
            oslo, email="ny@laget.example", name="Ny", role=Role.UNIT_STAFF, party=solbakken, first=SINCE, last=None,
            actor=ada, at=AUTUMN,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        end_role(HeldRole.objects.get(person=world.people["kari"]), oslo, actor=ada, at=AUTUMN)
    with pytest.raises(PermissionDenied):
        set_email(solbakken, oslo, email="post@solbakken.example", actor=ada, at=AUTUMN)


def test_the_administrator_says_where_letters_are_mailed(world: World, client: Client) -> None:
    network = world.network("Innherred")
    client.force_login(world.people["ada"])
    assert "Legg inn postmottak" in client.get("/aktorer/nettverk/").content.decode()
    address = f"/aktorer/postmottak/{network.pk}/"
    refused = client.post(address, {"email": "ikke en adresse"})
    assert refused.status_code == 422
    assert "Skriv en e-postadresse" in refused.content.decode()
    client.post(address, {"email": "post@innherred.example", "language": "neutral"})
    client.post(address, {"email": "post@innherred.example", "language": "neutral"})
    assert Party.objects.get(pk=network.pk).email == "post@innherred.example"
    entry = Entry.objects.get(act="set_email")
    assert (entry.actor_name, entry.about, entry.detail) == ("Ada", str(network.pk), {"has_email": True})
    assert "post@innherred.example" in client.get("/aktorer/nettverk/").content.decode()


def test_an_older_page_puts_no_address_back(world: World, client: Client) -> None:
    """Ada has the page open twice, and changes one thing on each."""
    party, address = world.parties["DMMH"], f"/aktorer/postmottak/{world.parties['DMMH'].pk}/"
    client.force_login(world.people["ada"])

    def save(shown: dict[str, str], **changed: str) -> None:
        assert client.post(address, {**shown, **changed}).status_code == 302

    older, shown = (_as_shown(client.get(address).content.decode()) for _page in range(2))
    save(shown, email="ny@dmmh.example")
    save(older, language="nn")
    party.refresh_from_db()
    assert (party.email, party.language_decision) == ("ny@dmmh.example", "nn")
    save(_as_shown(client.get(address).content.decode()), email="")
    party.refresh_from_db()
    assert (party.email, party.language_decision) == ("", "nn")


def _as_shown(page: str) -> dict[str, str]:
    """What a browser would send from the page about an address."""
    inputs = re.findall(r"<input [^>]*>", page)
    found = [(re.search(r' name="([^"]+)"', each), re.search(r' value="([^"]*)"', each)) for each in inputs]
    chosen = re.findall(r'<option value="([^"]*)" selected', page)
    return {name[1]: value[1] if value else "" for name, value in found if name} | {"language": chosen[-1]}


def test_the_address_of_a_partner_from_elsewhere_is_set_too(world: World, client: Client) -> None:
    hinn = Party.objects.get(pk=world.parties["HINN"].pk)
    address = f"/aktorer/postmottak/{hinn.pk}/"
    client.force_login(world.people["ada"])
    assert address in client.get("/aktorer/nettverk/").content.decode()
    assert (
        client.post(address, {"email": "post@hinn.example", "language": "nb"}).headers["Location"]
        == "/aktorer/nettverk/"
    )
    assert Party.objects.get(pk=hinn.pk).email == "post@hinn.example"
    client.force_login(world.people["nina"])
    assert "/aktorer/postmottak/" not in client.get("/aktorer/nettverk/").content.decode()


def test_staff_are_known_to_those_who_belong_there_alone(world: World, client: Client) -> None:
    address = f"/aktorer/{world.organisation('Solbakken barnehage').number}/"
    for name, knows in (("kari", True), ("knut", True), ("ola", False), ("pia", False), ("ada", False)):
        client.force_login(world.people[name])
        page = client.get(address).content.decode()
        assert ("Knut</dd>" in page, "Kari</dd>" in page) == (knows, True), name


def test_a_seat_that_has_been_given_up_is_not_listed(world: World, client: Client) -> None:
    forum = Forum.objects.get(county=world.county)
    for name, until in (("Inderøy kommune", None), ("Fjordgløtt SA", AUTUMN.date())):
        Seat.objects.create(
            forum=forum, side=Seat.Side.PUBLIC_OWNER, party=world.parties[name], valid_from=SINCE, valid_to=until
        )
    client.force_login(world.people["siri"])
    seats = client.get("/aktorer/nettverk/").content.decode().partition(f">{forum.name}</h2>")[2]
    assert ("Inderøy kommune" in seats, "Fjordgløtt SA" in seats) == (True, False)


def test_where_a_role_is_held_is_chosen_among_the_places_where_it_belongs(world: World, client: Client) -> None:
    client.force_login(world.people["ada"])
    assert "<option" in client.get("/personer/ny/").content.decode()
    assert places(client, "?role=coordinator") == sorted(
        each.name for each in Network.objects.filter(county=world.county)
    )
    assert places(client, "?role=unit_leader&sok=solb") == ["Solbakken barnehage"]
    assert "Ingen steder passer." in client.get("/personer/ny/?role=unit_leader&sok=finnes ikke").content.decode()
    refused = client.post("/personer/ny/", posted(world.parties["Innherred"], Role.UNIT_STAFF))
    assert (refused.status_code, "Rollen kan ikke gis der." in refused.content.decode()) == (422, True)
    assert client.get("/personer/ny/?role=konge").status_code == 422


def test_a_list_of_places_that_is_too_long_asks_for_more_of_the_name(world: World, client: Client) -> None:
    client.force_login(world.people["ada"])
    for n in range(61):
        school = Organisation(name=f"Prøveskolen {n}", kind=Kind.SCHOOL, number=str(390000100 + n), county=world.county)
        school.save()
    page = client.get("/personer/ny/?role=unit_leader&sok=prøveskolen ").content.decode()
    assert ("61 steder passer." in page, "Prøveskolen 7" in page) == (True, False)
    assert places(client, "?role=unit_leader&sok=prøveskolen 7") == ["Prøveskolen 7"]


def places(client: Client, asked: str) -> list[str]:
    chosen = client.get(f"/personer/ny/{asked}").context["form"].fields["party"].queryset
    return [party.name for party in chosen]


def test_what_is_lacking_is_said_as_something_to_do(world: World, client: Client) -> None:
    client.force_login(world.people["ada"])
    page = client.post("/personer/ny/", {"role": "coordinator", "email": "ny@", "first": "i morgen"}).content.decode()
    said = [
        "Navn: Fyll ut dette feltet.",
        "E-post: Skriv hele e-postadressen",
        "Fra og med: Skriv en dato, for eksempel",
    ]
    assert [each for each in said if each not in page] == []


def test_an_address_that_there_is_no_room_for_is_refused() -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.no"
    for form in (RoleForm({"email": long}, places=Party.objects.none()), AddressForm({"email": long})):
        assert "Kort ned til 254 tegn." in str(form.errors["email"])
