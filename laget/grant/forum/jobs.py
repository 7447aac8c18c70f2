"""The mail of a meeting: to everyone that sits in the forum, members and deputies, when it is called or called off.

It says when and where, and nothing of the matters: which of them are a person's to see, the page knows.
"""

from contextlib import suppress
from datetime import date
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laget.grant.forum.models import Meeting
from laget.grant.forum.queries import holders_on


@app.task(name="mail_forum_members", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail_members(meeting: str, kind: str, day: str) -> None:
    """`kind` is "called" or "cancelled". Tried again after a fault, each mail has the same Message-ID."""
    found = Meeting.objects.select_related("forum", "county").get(pk=UUID(meeting))
    holders = holders_on(found.forum_id, day=date.fromisoformat(day))
    people = {each.person_id: each.person for each in holders if each.person.is_active}
    context = {
        "meeting": found,
        "address": settings.ADDRESS + found.get_absolute_url(),
        "nynorsk": found.forum.language_from(found.county) == "nn",
    }
    subject, _, body = render_to_string(f"forum/mail_{kind}.txt", context).partition("\n")
    with get_connection() as connection:
        for person in people.values():
            sent_as = {"Message-ID": f"<forum-{kind}-{found.pk}-{person.pk}@laget>"}
            message = EmailMessage(subject, body.lstrip(), to=[person.email], headers=sent_as, connection=connection)
            with suppress(SMTPRecipientsRefused):  # one that is refused does not stop the others
                message.send()
