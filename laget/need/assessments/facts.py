"""The first phase of a ståstedsanalyse: what registers know of a virksomhet, so that nobody types it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laget.base.actors.models import HeadCount, Kind, Organisation, Ownership, Placement, Sector
from laget.base.questions.facts import Fact
from laget.base.ui.templatetags.ui import day as day_in_words
from laget.rules.numbers import spaced


def facts_about(units: Sequence[Organisation], *, owner: Organisation, day: date) -> dict[UUID, list[Fact]]:
    """By virksomhet of one owner: what it is, where it lies, how many it is there for. In three queries.

    A PPT is there for the barnehager and skoler of its owner. A number that is masked is said to be, and never added.
    """
    places = Placement.objects.at(day).filter(organisation__in=units)
    municipalities = dict(places.values_list("organisation", "municipality__name"))
    owned = Ownership.objects.at(day).filter(owner=owner, organisation__active=True)
    kinds = dict(owned.values_list("organisation", "organisation__kind"))
    counts = _newest_counts({*kinds, *(unit.pk for unit in units)}, day=day)
    return {
        unit.pk: [
            *_what_it_is(unit, owner, municipalities.get(unit.pk, ""), day=day),
            *(
                _served(owner, kinds, counts, day=day)
                if unit.kind == Kind.PPT
                else map(_count, counts.get(unit.pk, ()))
            ),
        ]
        for unit in units
    }


def _newest_counts(organisations: set[UUID], *, day: date) -> dict[UUID, list[HeadCount]]:
    """The last known number in each group of those that have any."""
    known = HeadCount.objects.filter(organisation__in=organisations, year__lte=day.year + 1)
    found: dict[UUID, list[HeadCount]] = {}
    for count in known.order_by("organisation_id", "group", "-year").distinct("organisation_id", "group"):
        found.setdefault(count.organisation_id, []).append(count)
    return found


def _what_it_is(unit: Organisation, owner: Organisation, municipality: str, *, day: date) -> Iterator[Fact]:
    source = _("Enhetsregisteret, %(day)s") % {"day": day_in_words(day)}
    yield Fact(_("Virksomhet"), f"{Kind(unit.kind).label}, {Sector(unit.sector).label}", source)
    yield Fact(_("Eier"), owner.name, source)
    if municipality:
        yield Fact(_("Kommune"), municipality, source)


def _count(found: HeadCount) -> Fact:
    label = HeadCount.Group(found.group).label.capitalize()
    value = _("skjermet i registeret") if found.number is None else spaced(found.number)
    return Fact(_("Antall %(group)s") % {"group": label.lower()}, value, _source(found))


def _served(
    owner: Organisation, kinds: dict[UUID, str], counts: dict[UUID, list[HeadCount]], *, day: date
) -> Iterator[Fact]:
    """How many a PPT is there for, among those of its owner."""
    tally = Counter(kinds.values())
    units = (
        ngettext("%(n)d barnehage", "%(n)d barnehager", tally[Kind.KINDERGARTEN]) % {"n": tally[Kind.KINDERGARTEN]},
        ngettext("%(n)d skole", "%(n)d skoler", tally[Kind.SCHOOL]) % {"n": tally[Kind.SCHOOL]},
    )
    source = _("Enhetsregisteret, %(day)s") % {"day": day_in_words(day)}
    yield Fact(
        _("Hos %(owner)s") % {"owner": owner.name},
        _("%(one)s og %(other)s") % dict(zip(("one", "other"), units, strict=True)),
        source,
    )
    for group in (HeadCount.Group.CHILDREN, HeadCount.Group.PUPILS):
        found = [each for unit in kinds for each in counts.get(unit, ()) if each.group == group]
        if found:
            yield _sum(group, found)


def _sum(group: HeadCount.Group, found: list[HeadCount]) -> Fact:
    known = [each.number for each in found if each.number is not None]
    masked = len(found) - len(known)
    value = spaced(sum(known))
    if masked:
        words = ngettext(
            "%(sum)s, og %(n)d virksomhet er skjermet", "%(sum)s, og %(n)d virksomheter er skjermet", masked
        )
        value = words % {"sum": value, "n": masked}
    return Fact(_("Antall %(group)s") % {"group": group.label}, value, _source(max(found, key=lambda each: each.year)))


def _source(found: HeadCount) -> str:
    status = HeadCount.Status(found.status).label
    return f"{found.source}, {found.year}, {status}"
