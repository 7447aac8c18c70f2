"""The mail of an event. A job names the event and sign-ups, never an address.

One job for all who get the same. Tried again after a fault, each mail has the same Message-ID.
"""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from procrastinate.contrib.django import app

from laget.base.mail import FOR_DAYS, hand_over_each, message
from laget.effect.events.models import Event, SignUp
from laget.effect.events.states import Place

# Who gets what, of those on the list.
_TO = {
    "signed": ~Q(place=Place.WITHDRAWN),
    "moved_up": Q(place=Place.SIGNED),
    "moved": ~Q(place=Place.WITHDRAWN),
    "cancelled": ~Q(place=Place.WITHDRAWN),
    "reminder": Q(place=Place.SIGNED),
    "evaluation": Q(attended_at__isnull=False),
}


@app.task(name="mail_event", retry=FOR_DAYS)
def mail_event(event: str, kind: str, sign_ups: list[str] | None) -> None:
    """`sign_ups` are those it is for; None for everyone. One who has withdrawn meanwhile gets none."""
    hand_over_each(messages(UUID(event), kind, sign_ups))


def messages(event: UUID, kind: str, sign_ups: list[str] | None) -> Iterator[EmailMessage]:
    found = Event.objects.select_related("organiser", "county", "evaluation").get(pk=event)
    to = SignUp.objects.filter(_TO[kind], event=found).exclude(email="").select_related("person").order_by("number")
    if sign_ups is not None:
        to = to.filter(pk__in=sign_ups)
    links = _links(found) if kind == "evaluation" else {}
    usual = found.organiser.language_from(found.county)  # for those who have no account
    for each in to:
        if kind == "evaluation" and each.party_id not in links:
            continue
        context = {
            "event": found,
            "who": each,
            "ticket": ticket_address(each),
            "survey": links.get(each.party_id, ""),
        }
        name = f"event-{kind}-{each.pk}-{found.moves}"
        language = each.person.language if each.person else usual
        yield message(f"events/mail_{kind}.txt", context, to=each.email, language=language, name=name)


def ticket_address(sign_up: SignUp) -> str:
    return settings.ADDRESS + reverse("ticket:case", args=[sign_up.ticket])


def _links(event: Event) -> dict[UUID, str]:
    """By party: where those who came from there answer, without telling who they are."""
    if event.evaluation is None:
        return {}
    units = event.evaluation.units.exclude(open_link="").values_list("party", "open_link")
    return {party: settings.ADDRESS + reverse("answer:link", args=[link]) for party, link in units}
