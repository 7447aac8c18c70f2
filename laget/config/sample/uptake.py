"""What some have been through in the sample county, as their leaders tell: a package, and videreutdanning."""

from datetime import date, datetime, time

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Organisation
from laget.config.sample.year import OSLO
from laget.effect.uptake import actions
from laget.effect.uptake.actions import Line
from laget.effect.uptake.models import Told
from laget.need.catalogue.models import Entry

MOST_UNITS = 12
TOLD = (
    ("snakke-med-barn", 1, "all", 14),
    ("refleksjonsverktoy", 2, "all", 11),
    ("spesialpedagogikk-1-nord", 1, "few", 2),
)


def go_through(county: County, *, today: date) -> list[Told]:
    """As of a day: some leaders have told, each a little differently, and it is counted."""
    at = datetime.combine(today, time(9), tzinfo=OSLO)
    entries = {entry.key: entry for entry in Entry.objects.filter(county=county)}
    leading = HeldRole.objects.at(today).filter(role=Role.UNIT_LEADER, party__county=county)
    found: list[Told] = []
    for place, held in enumerate(leading.select_related("person").order_by("party__sort_key", "pk")[:MOST_UNITS]):
        unit, actor = Organisation.objects.get(pk=held.party_id), actor_for(held.person, day=today)
        for key, ago, level, number in TOLD[: 1 + place % len(TOLD)]:
            line = Line(entries[key], today.year - ago, level, number + place % 4)
            found.append(actions.tell(unit, line=line, actor=actor, at=at))
    actions.count_county(county.pk, at=at)
    return found
