"""Registers and counts taken in: all of a file or nothing, again without harm, and with the periods right."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.actors.actions import import_counts, import_members
from laget.base.actors.count_file import CountRow
from laget.base.actors.files import BadFile
from laget.base.actors.member_file import read_members
from laget.base.actors.models import HeadCount, Kind, Membership, Municipality, Organisation, Party, Sector
from laget.base.actors.queries import counts_by_network
from laget.base.actors.register_actions import import_register
from laget.base.actors.register_file import RegisterUnit
from laget.base.audit.models import Entry
from laget.base.audit.record import SYSTEM
from testing.people import AUTUMN, SINCE, World

SPRING = AUTUMN + timedelta(days=120)
TODAY, YESTERDAY = SPRING.date(), SPRING.date() - timedelta(days=1)
OTHER_OWNER = "390000049"
CHILDREN, FINAL = HeadCount.Group.CHILDREN, HeadCount.Status.FINAL


def unit_of(world: World, name: str) -> RegisterUnit:
    """A unit as the register has it when nothing has changed."""
    unit = world.organisation(name)
    owner = unit.ownerships.get().owner
    place = unit.placements.get().municipality
    return RegisterUnit(
        unit.number, unit.name, Kind(unit.kind), Sector(unit.sector), place.number, place.name, owner.number,
        owner.name, active=True,
    )  # fmt: skip


def take_in(world: World, *units: RegisterUnit, at: datetime = SPRING) -> int:
    return import_register(list(units), county=world.county, by=SYSTEM, at=at)


def owners_of(world: World, name: str) -> list[tuple[str, date, date | None]]:
    rows = world.organisation(name).ownerships.order_by("valid_from")
    return list(rows.values_list("owner__name", "valid_from", "valid_to"))


def places_of(world: World, name: str) -> list[tuple[str, date, date | None]]:
    rows = world.organisation(name).placements.order_by("valid_from")
    return list(rows.values_list("municipality__number", "valid_from", "valid_to"))


def test_the_same_register_twice_changes_nothing(world: World) -> None:
    units = [unit_of(world, name) for name in ("Solbakken barnehage", "Sakshaug skole")]
    before = list(Organisation.objects.order_by("pk").values())
    assert (take_in(world, *units), take_in(world, *units, at=SPRING + timedelta(days=30))) == (2, 2)
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert owners_of(world, "Solbakken barnehage") == [("Inderøy kommune", SINCE, None)]
    assert places_of(world, "Solbakken barnehage") == [("5053", SINCE, None)]
    assert Entry.objects.filter(act="import", kind="register").count() == 2


def test_a_new_owner_takes_over_today(world: World) -> None:
    sold = replace(unit_of(world, "Solbakken barnehage"), owner=OTHER_OWNER, owner_name="Trollskogen AS")
    take_in(world, sold)
    assert owners_of(world, "Solbakken barnehage") == [
        ("Inderøy kommune", SINCE, YESTERDAY), ("Trollskogen AS", TODAY, None),
    ]  # fmt: skip
    made = Organisation.objects.get(number=OTHER_OWNER)
    assert (made.kind, made.sector) == (Kind.PRIVATE_OWNER, Sector.PRIVATE)


def test_an_owner_corrected_the_same_day_leaves_one_change(world: World) -> None:
    unit = unit_of(world, "Solbakken barnehage")
    take_in(world, replace(unit, owner=OTHER_OWNER, owner_name="Feil AS"))
    take_in(world, replace(unit, owner=world.organisation("Ørland kommune").number))
    assert owners_of(world, "Solbakken barnehage") == [
        ("Inderøy kommune", SINCE, YESTERDAY), ("Ørland kommune", TODAY, None),
    ]  # fmt: skip


def test_a_closed_unit_has_neither_owner_nor_place_from_today(world: World) -> None:
    closed = replace(unit_of(world, "Solbakken barnehage"), active=False)
    take_in(world, closed)
    take_in(world, closed, at=SPRING + timedelta(days=1))
    assert not world.organisation("Solbakken barnehage").active
    assert owners_of(world, "Solbakken barnehage") == [("Inderøy kommune", SINCE, YESTERDAY)]
    assert places_of(world, "Solbakken barnehage") == [("5053", SINCE, YESTERDAY)]


def test_a_unit_that_opens_again_begins_new_periods(world: World) -> None:
    unit = unit_of(world, "Solbakken barnehage")
    take_in(world, replace(unit, active=False))
    later = SPRING + timedelta(days=60)
    take_in(world, unit, at=later)
    assert owners_of(world, "Solbakken barnehage")[1:] == [("Inderøy kommune", later.date(), None)]
    assert places_of(world, "Solbakken barnehage")[1:] == [("5053", later.date(), None)]


def test_a_municipality_not_seen_before_is_added_and_gets_its_name_when_it_is_known(world: World) -> None:
    unit = unit_of(world, "Solbakken barnehage")
    take_in(world, replace(unit, municipality="5041", municipality_name=""))
    assert Municipality.objects.get(number="5041").name == "5041"
    take_in(world, replace(unit, municipality="5041", municipality_name="Snåsa"))
    assert Municipality.objects.get(number="5041").name == "Snåsa"
    assert places_of(world, "Solbakken barnehage") == [("5053", SINCE, YESTERDAY), ("5041", TODAY, None)]


def test_a_list_that_does_not_say_who_runs_it_leaves_the_sector_as_it_is(world: World) -> None:
    take_in(world, replace(unit_of(world, "Fjordgløtt barnehage"), sector=None))
    assert world.organisation("Fjordgløtt barnehage").sector == Sector.PRIVATE


def test_nothing_of_a_register_with_a_unit_from_elsewhere_is_taken_in(world: World) -> None:
    renamed = replace(unit_of(world, "Solbakken barnehage"), name="Nytt navn")
    with pytest.raises(BadFile) as bad:
        take_in(world, renamed, replace(unit_of(world, "Sakshaug skole"), municipality="3201"))
    assert [str(fault) for fault in bad.value.faults] == [
        "Enhet 2, Kommunenummer: 3201 er ikke en kommune i Trøndelag."
    ]
    assert not Organisation.objects.filter(name="Nytt navn").exists()
    assert not Entry.objects.filter(act="import").exists()


def test_counts_are_taken_in_over_those_before_and_unknown_stays_unknown(world: World) -> None:
    number = world.organisation("Solbakken barnehage").number
    preliminary = CountRow(2, number, 2025, CHILDREN, None, HeadCount.Status.PRELIMINARY)
    final = CountRow(2, number, 2025, CHILDREN, 58, FINAL)
    counts = HeadCount.objects.filter(organisation__number=number, year=2025)
    innherred = world.network("Innherred")
    for row, known in ((preliminary, None), (final, 58 + 60)):
        import_counts([row], source="BASIL", county=world.county, by=SYSTEM, at=SPRING)
        assert list(counts.values_list("number", "status", "source", "is_sample")) == [
            (row.number, row.status, "BASIL", False)
        ]
        summed = counts_by_network([innherred], year=2025, day=TODAY)[innherred.pk]
        assert summed.numbers[CHILDREN] == known
        assert summed.unknown == ([] if known else ["Solbakken barnehage"])


def test_a_masked_number_of_any_group_leaves_the_sum_of_that_group_unknown(world: World) -> None:
    rows = [
        CountRow(n, world.organisation(name).number, 2025, HeadCount.Group.APPRENTICES, number, FINAL)
        for n, (name, number) in enumerate({"Sakshaug skole": 12, "Solbakken barnehage": None}.items(), start=2)
    ]
    innherred = world.network("Innherred")
    before = counts_by_network([innherred], year=2025, day=TODAY)[innherred.pk]
    import_counts(rows, source="BASIL", county=world.county, by=SYSTEM, at=SPRING)
    summed = counts_by_network([innherred], year=2025, day=TODAY)[innherred.pk]
    assert before.numbers[HeadCount.Group.APPRENTICES] == 0
    assert summed.numbers == before.numbers | {HeadCount.Group.APPRENTICES: None}
    assert (before.unknown, summed.unknown) == ([], ["Solbakken barnehage"])


def test_nothing_of_counts_for_someone_unknown_is_taken_in(world: World) -> None:
    known = CountRow(2, world.organisation("Solbakken barnehage").number, 2025, CHILDREN, 1, FINAL)
    with pytest.raises(BadFile) as bad:
        import_counts(
            [known, CountRow(4, OTHER_OWNER, 2025, CHILDREN, 1, FINAL)],
            source="BASIL", county=world.county, by=SYSTEM, at=SPRING,
        )  # fmt: skip
    assert str(bad.value) == f"Linje 4, organisasjonsnummer: {OTHER_OWNER} er ikke lagt inn i Trøndelag."
    assert not HeadCount.objects.filter(number=1).exists()


def test_the_administrator_sees_every_fault_on_the_page(world: World, client: Client) -> None:
    client.force_login(world.people["ada"])
    file = SimpleUploadedFile("tall.csv", "orgnr;år;gruppe;antall;status\n1;2025;barn;x;endelig".encode())
    page = client.post("/aktorer/les-inn/", {"which": "counts", "counts-source": "BASIL", "counts-file": file})
    assert page.status_code == 422
    text = page.content.decode()
    assert text.count("Ingenting er lest inn fra tall.csv") == 1
    (_before, at_the_form) = text.split('<form id="counts" method="post" action="#counts"')
    assert "Ingenting er lest inn fra tall.csv" in at_the_form.split("</form>")[0]
    assert "Linje 2, organisasjonsnummer: «1» er ikke et organisasjonsnummer." in text
    assert "Linje 2, antall: «x» er ikke et helt tall på 0 eller mer." in text


def networks_of(world: World, owner: str) -> list[tuple[str, date, date | None]]:
    rows = world.organisation(owner).memberships.order_by("valid_from", "network__sort_key")
    return list(rows.values_list("network__name", "valid_from", "valid_to"))


def members(world: World, text: str, *, at: datetime = SPRING) -> int:
    text = text.replace("INDERØY", world.organisation("Inderøy kommune").number)
    return import_members(read_members(text.encode(), name="eiere.csv"), county=world.county, by=SYSTEM, at=at)


def test_an_owner_moves_to_the_networks_that_the_file_names_and_the_others_stay(world: World) -> None:
    others = Membership.objects.exclude(owner=world.organisation("Inderøy kommune")).count()
    assert members(world, "organisasjonsnummer;nettverk\nINDERØY;fosen\n") == 1
    assert networks_of(world, "Inderøy kommune") == [("Innherred", SINCE, YESTERDAY), ("Fosen", TODAY, None)]
    assert Membership.objects.exclude(owner=world.organisation("Inderøy kommune")).count() == others
    assert Entry.objects.get(act="import", kind="members").detail == {"owners": 1, "emails": 0}


def test_an_owner_may_be_in_networks_for_two_purposes_or_in_none(world: World) -> None:
    members(world, "nettverk,orgnr\nInnherred,INDERØY\nPPT-ledernettverket,INDERØY\n")
    assert networks_of(world, "Inderøy kommune") == [("Innherred", SINCE, None), ("PPT-ledernettverket", TODAY, None)]
    members(world, "nettverk,orgnr\n,INDERØY\n", at=SPRING + timedelta(days=1))
    assert networks_of(world, "Inderøy kommune") == [
        ("Innherred", SINCE, TODAY), ("PPT-ledernettverket", TODAY, TODAY),
    ]  # fmt: skip


def test_an_owner_moves_to_a_network_that_is_not_geographic(world: World) -> None:
    members(world, "nettverk,orgnr\nVideregående skoler,INDERØY\n")
    assert networks_of(world, "Inderøy kommune") == [
        ("Innherred", SINCE, YESTERDAY), ("Videregående skoler", TODAY, None),
    ]  # fmt: skip


def test_an_owner_is_counted_in_one_competence_network_and_the_file_is_told_so(world: World) -> None:
    number = world.organisation("Inderøy kommune").number
    with pytest.raises(BadFile) as bad:
        members(world, "nettverk,orgnr\nInnherred,INDERØY\ninnherred,INDERØY\nFosen,INDERØY\n")
    (fault,) = bad.value.faults
    assert str(fault).startswith(f"Linje 4, nettverk: {number} står også i Innherred, på linje 2. En eier kan være i ")
    assert networks_of(world, "Inderøy kommune") == [("Innherred", SINCE, None)]


def test_the_files_say_where_letters_are_mailed(world: World) -> None:
    members(world, "orgnr;nettverk;Postmottak\nINDERØY;Innherred;post@inderoy.example\n")
    assert world.organisation("Inderøy kommune").email == "post@inderoy.example"
    with pytest.raises(BadFile) as bad:
        members(world, "orgnr;nettverk;e-post\nINDERØY;Innherred;post hos oss\n")
    assert [str(fault) for fault in bad.value.faults] == [
        "Linje 2, e-post: «post hos oss» er ikke en e-postadresse. Rett den, eller la den stå tom."
    ]
    unit = replace(unit_of(world, "Solbakken barnehage"), email="post@register.example")
    Party.objects.filter(pk=world.parties["Solbakken barnehage"].pk).update(email="")
    take_in(world, unit)
    take_in(world, replace(unit, email="annet@register.example"))  # what stands there is not undone by a register
    assert world.organisation("Solbakken barnehage").email == "post@register.example"


def test_a_register_is_looked_up_in_as_many_queries_whatever_its_size(world: World) -> None:
    units = [unit_of(world, name) for name in ("Solbakken barnehage", "Sakshaug skole", "Fjordgløtt barnehage")]
    counts = []
    for some in (units[:1], units):
        with CaptureQueriesContext(connection) as captured:
            take_in(world, *some)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_row_that_names_what_is_not_there_stops_the_whole_file(world: World) -> None:
    with pytest.raises(BadFile) as bad:
        members(world, "organisasjonsnummer;nettverk\nINDERØY;Fosen\n999999999;Sjøen\n")
    first, second = map(str, bad.value.faults)
    assert first == "Linje 3, organisasjonsnummer: «999999999» er ikke en eier i fylket."
    assert second.startswith("Linje 3, nettverk: «Sjøen» er ikke et nettverk i fylket. De heter: ")
    assert networks_of(world, "Inderøy kommune") == [("Innherred", SINCE, None)]
