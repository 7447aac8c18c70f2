"""What people have been told, and a calendar that one of them reads elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.cycle.calendar_actions import OwnEntry, add_to_year, make_address
from laget.base.cycle.calendar_models import CalendarEntry, Days
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import told
from laget.base.cycle.telling_models import CalendarAddress
from laget.base.cycle.whom import everyone_at, those
from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.telling import Note
from laget.effect.search.actions import save_search
from testing.people import AUTUMN, World

READER = "nina"


@dataclass(frozen=True)
class Told:
    notices: dict[int, Note]
    secret: str  # in the address of the reader's calendar
    address: int
    entry: UUID  # that Innherred has put in its year
    saved: int  # a search that the reader looks for again


def tell(world: World, oslo: County) -> Told:
    innherred, notices = world.parties["Innherred"].pk, {}
    of = (
        (world.county, those(Role.COORDINATOR, at=innherred), Note("Innherred", Role.COORDINATOR)),
        (world.county, everyone_at(world.county.pk), Note(TRONDELAG)),
        (oslo, everyone_at(oslo.pk), Note(OSLO)),
    )
    for county, to, note in of:
        made = notify(told("Noe er nytt."), address="/aar/", about=0, county=county.pk, to=to, at=AUTUMN)
        notices[made.pk] = note
    secret = make_address("Telefonen", actor=world.act(READER), at=AUTUMN)
    address = CalendarAddress.objects.get(person=world.people[READER])
    CalendarAddress.objects.update(read_at=timezone.localtime())  # it says when it was last read, once a day
    own = OwnEntry(CalendarEntry.Kind.SAMLING, "Samling", Days(AUTUMN.date(), AUTUMN.date()))
    entry = add_to_year(world.network("Innherred"), own, actor=world.act(READER), at=AUTUMN)
    saved = save_search("Barn", "ord=barn", actor=world.act(READER), at=AUTUMN)
    return Told(notices, secret, address.pk, entry.pk, saved.pk)
