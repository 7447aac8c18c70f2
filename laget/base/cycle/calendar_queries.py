"""What stands in one's calendar, and what one has been told."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Network
from laget.base.cycle.calendar_models import CalendarEntry, CalendarFor, Notice, NoticeFor, NoticeRead
from laget.base.cycle.whom import concerns


def entries_visible_to(actor: Actor) -> QuerySet[CalendarEntry]:
    """Those that are for this person. Which of the dates of a county concern them is another matter: see wheels."""
    return CalendarEntry.objects.filter(pk__in=CalendarFor.objects.filter(concerns(actor)).values("entry"))


def entries_in(county: County, actor: Actor, *, first: date, last: date) -> list[CalendarEntry]:
    """What happens in a county of what this person may see."""
    found = entries_visible_to(actor).filter(county=county, first__lte=last, last__gte=first)
    return list(found.select_related("network"))


def entries_of(network: Network, actor: Actor, *, first: date, last: date) -> list[CalendarEntry]:
    """What happens for those in a network, of what this person may see: put there by hand, or by an act."""
    theirs = Q(network=network) | Q(pk__in=CalendarFor.objects.filter(party=network).values("entry"))
    found = entries_visible_to(actor).filter(theirs, first__lte=last, last__gte=first)
    return list(found.select_related("network"))


def notices_visible_to(actor: Actor) -> QuerySet[Notice]:
    """Those that are for this person, newest first."""
    return Notice.objects.filter(pk__in=NoticeFor.objects.filter(concerns(actor)).values("notice"))


def unread_by(actor: Actor) -> QuerySet[Notice]:
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), person=actor.person.pk)
    return notices_visible_to(actor).filter(~Exists(read))
