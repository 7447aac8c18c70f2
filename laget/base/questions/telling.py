"""The notices of a document: told to those who get it, and to those it comes back to, as its state changes."""

from datetime import datetime
from uuid import UUID

from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.audit.record import By
from laget.base.cycle.models import Task
from laget.base.cycle.notices import notify
from laget.base.cycle.sentences import told
from laget.base.cycle.whom import Whom, those
from laget.base.questions.models import Document
from laget.base.questions.states import Act, State

# Who takes in what is sent to a network, a forum or a county; and who gets what is granted.
_RECEIVERS = (Role.COORDINATOR, Role.FORUM_SECRETARY, Role.CASE_OFFICER)
_GRANTED = (Role.COORDINATOR, Role.OWNER, Role.PARTNER)


def those_granted(recipient: UUID) -> list[Whom]:
    """Who is told of the money that a party is granted, and of what becomes of it."""
    return those(*_GRANTED, at=recipient)


def tell_of(document: Document, act: Act, *, by: By, after: str, at: datetime) -> None:
    """Nothing, unless it changes hands. What is still being written is nobody else's."""
    if to := _whom(document, after):
        done = Act.SUBMIT if after == State.SUBMITTED else act  # the last signature sends it
        what, whose = document._meta.verbose_name or "", document.subject.name  # noqa: SLF001
        news = told("%(name)s %(did)s: %(what)s, %(whose)s.", name=by.name, did=done.label, what=what, whose=whose)
        person = Person(pk=UUID(by.id)) if by.id else None
        address, county = document.get_absolute_url(), document.county_id
        notify(news, address=address, about=document.pk, county=county, to=to, by=person, at=at)


def _whom(document: Document, after: str) -> list[Whom]:
    match after:
        case State.RETURNED | State.APPROVED | State.ADOPTED:  # those who have had it to write
            asked = Task.objects.filter(about=str(document.pk)).values_list("party", "role").distinct()
            return [Whom(party, role) for party, role in asked]
        case State.SUBMITTED if document.TELLS_RECEIVERS:
            waiting = Task.objects.filter(about=str(document.pk), party=document.party_id, awaited_by__isnull=False)
            party = waiting.order_by("-pk").values_list("awaited_by", flat=True).first()
            return those(*_RECEIVERS, at=party or document.county_id)
        case State.SENT:
            return those_granted(document.subject_id)
    return []
