"""The forum's going through of the reports: a task when the first has come, and a matter in its meeting."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.actions import close_tasks, open_tasks, task_for_round
from laget.base.cycle.county_file import REVIEW
from laget.base.cycle.models import Round, Task
from laget.base.cycle.queries import forum_of
from laget.base.ui.templatetags.ui import kr
from laget.effect.reports.review import Filters, Review, review_of
from laget.grant.forum.actions import add_matter
from laget.grant.forum.models import Matter
from laget.grant.forum.queries import visible_to as meetings_visible_to


def open_review(round: Round, *, at: datetime) -> None:
    """Let the forum have it to do, once: part of the act that sends the first report."""
    if REVIEW not in round.file.dates or Task.objects.filter(about=str(round.pk), step=REVIEW).exists():
        return
    forum, due = forum_of(round), round.deadline(REVIEW).first
    titles = {
        Role.FORUM_LEADER: gettext_noop("Gå gjennom rapportene"),
        Role.FORUM_SECRETARY: gettext_noop("Forberede gjennomgangen av rapportene"),
    }
    open_tasks(
        task_for_round(round, REVIEW, title, party=forum.pk, role=role, due=due, at=at)
        for role, title in titles.items()
    )


@transaction.atomic
def put_review_on_agenda(round: Round, *, meeting: UUID, actor: Actor, at: datetime) -> Matter:
    """Let a meeting that is planned or called discuss the reports: the sums as they are now, and what to take along.

    Raises TransitionNotAllowed when the meeting has begun.
    """
    if not meetings_visible_to(actor).filter(pk=meeting, forum=forum_of(round)).exists():
        raise PermissionDenied
    title = _("Gjennomgang av rapportene for %(year)d") % {"year": round.year}
    found = review_of(round, actor, Filters())
    matter = add_matter(
        meeting,
        title=title,
        background=sums_of(found),
        conclusion=_proposal(round),
        papers=address_of(round),
        actor=actor,
        at=at,
    )
    close_tasks(about=round.pk, step=REVIEW, at=at)
    return matter


def address_of(round: Round) -> str:
    return reverse(f"{REVIEW}:round", args=[round.pk])


def sums_of(found: Review) -> str:
    words = {
        "n": len(found.lines),
        "approved": found.approved,
        "received": kr(found.received),
        "used": kr(found.used),
        "unused": kr(found.unused),
        "left": kr(found.left),
        "planned": found.as_planned,
        "of": found.number_of_amounts,
        "people": found.people,
    }
    said = (
        ngettext(
            "%(n)d rapport er kommet, og %(approved)d er godkjent.",
            "%(n)d rapporter er kommet, og %(approved)d er godkjent.",
            len(found.lines),
        ),
        _("Til disposisjon %(received)s, brukt %(used)s, ikke brukt %(unused)s. Av det er %(left)s ikke avgjort."),
        _("%(planned)d av %(of)d tiltak er gjennomført som planlagt. %(people)d har deltatt."),
    )
    return "\n".join(text % words for text in said)


def _proposal(round: Round) -> str:
    """What the forum may start from: the frames come in the January after."""
    last = round.deadline(REVIEW).last.year if REVIEW in round.file.dates else round.year + 1
    words = {"year": round.year, "next": last + 1}
    return (
        _("Forumet har drøftet rapportene for %(year)d.\n\nForumet tar med seg dette til rammene for %(next)d:") % words
    )
