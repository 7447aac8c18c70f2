"""A county made ready from its file: done again, it follows the file."""

import pytest

from laget.base.actors.models import Partnership, Party
from laget.base.audit.models import Entry
from laget.base.audit.record import SYSTEM
from laget.base.cycle.county_file import CountyFile
from laget.base.cycle.setup import create_county
from testing.people import AUTUMN, World

pytestmark = pytest.mark.django_db


def naming(file: CountyFile, *contacts: str) -> CountyFile:
    """The file, with these as DMMH's contacts for Fosen."""
    fosen = file.networks["fosen"].model_copy(update={"contacts": {"dmmh": contacts}})
    return file.model_copy(update={"networks": file.networks | {"fosen": fosen}})


def test_the_contacts_are_those_that_the_file_names(world: World) -> None:
    partnership = Partnership.objects.get(network__key="fosen", partner__key="dmmh")
    file, number = world.round.file, {"dmmh": world.organisation("DMMH").number}
    for contacts in (["Ada Eksempel", "Bo Eksempel"], ["Bo Eksempel", "Cæcilie Eksempel"]):
        create_county(naming(file, *contacts), by=SYSTEM, at=AUTUMN, numbers=number)
        assert list(partnership.contacts.order_by("name").values_list("name", flat=True)) == contacts
    assert not Partnership.objects.exclude(pk=partnership.pk).filter(contacts__name="Bo Eksempel").exists()


def test_setting_up_is_noted(world: World) -> None:
    create_county(world.round.file, by=SYSTEM, at=AUTUMN)
    first, again = Entry.objects.filter(act="set_up", about=str(world.county.pk)).order_by("pk")
    assert (first.chain_id, first.actor_name, first.detail) == (
        "50",
        "Laget",
        {"new": True, "networks": 12, "partners": 4},
    )
    assert again.detail == {"new": False, "networks": 12, "partners": 0}


def test_the_addresses_of_the_file_are_filled_in_where_there_are_none(world: World) -> None:
    file, number = world.round.file, world.organisation("Nord universitet").number
    nord = file.partners["nord"].model_copy(update={"email": "post@nord.example"})
    fosen, innherred = (
        file.networks[key].model_copy(update={"email": f"{key}@file.example"}) for key in ("fosen", "innherred")
    )
    changed = {"partners": {"nord": nord}, "networks": {"fosen": fosen, "innherred": innherred}}
    Party.objects.filter(key="nord").update(email="")  # as it is in production until someone says
    Party.objects.filter(key="innherred").update(email="satt@laget.example")
    create_county(file.model_copy(update=changed), by=SYSTEM, at=AUTUMN, numbers={"nord": number})
    emails = dict(Party.objects.filter(key__in=["nord", "fosen", "innherred"]).values_list("key", "email"))
    assert emails == {"nord": "post@nord.example", "fosen": "fosen@file.example", "innherred": "satt@laget.example"}
