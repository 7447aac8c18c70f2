"""The evaluation after an event: a kartlegging like any other, so that small groups are taken care of as there.

Each unit that someone came from has a link, so an answer is tied to where one comes from, and never to who one is.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Organisation
from laget.base.refusals import NotInOrder
from laget.effect.events import telling
from laget.effect.events.models import Event, SignUp
from laget.effect.events.permissions import arranges
from laget.effect.events.queries import run_by
from laget.effect.events.records import record_event
from laget.effect.events.states import Act, State
from laget.need.surveys.actions import Asked, begin_survey, open_survey
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import EVALUATION, StoredInstrument, Survey

OPEN_FOR = timedelta(days=14)
LARGEST_TITLE = 200


@transaction.atomic
def evaluate(pk: UUID, *, actor: Actor, at: datetime) -> Survey:
    """Ask those who came what they thought of it: mail with the link, and a task for the leader of each unit to share
    it with those who have no address there. Raises NotInOrder.
    """
    event = run_by(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if event is None or not arranges(actor, event):
        raise PermissionDenied
    if event.state != State.HELD or event.evaluation_id or event.forgotten_at:
        raise NotInOrder(_("Spørsmålene kan sendes én gang, når arrangementet er gjennomført."))
    asked = asked_after(event)
    if not asked:
        raise NotInOrder(_("Ingen er ført som møtt ennå. Før frammøtet først."))
    stored = StoredInstrument.objects.filter(key=EVALUATION, party=None).order_by("-version").first()
    if stored is None:
        raise NotInOrder(_("Evalueringsskjemaet mangler i denne installasjonen."))
    by = actor.by(event.organiser_id)
    event.evaluation = begin_survey(
        event.organiser_id,
        county=event.county_id,
        stored=stored,
        title=(_("Evaluering: %(title)s") % {"title": event.title})[:LARGEST_TITLE],
        purpose=_("Arrangøren vil vite hva du fikk ut av arrangementet, og hva som kan bli bedre."),
        opens=at.date(),
        closes=at.date() + OPEN_FOR,
        asked=asked,
        planned_by=actor.person,
        by=by,
        at=at,
    )
    event.save(update_fields=["evaluation"])
    open_survey(event.evaluation.pk, at=at, by=by)
    telling.evaluated(event)
    record_event(event, Act.EVALUATE, by=by, at=at, before=event.state, units=len(asked))
    return event.evaluation


def asked_after(event: Event) -> list[Asked]:
    """The organisations that someone came from, each with how many of each target group. Two queries."""
    came = SignUp.objects.filter(event=event, attended_at__isnull=False)
    numbers: dict[UUID, dict[Layer, int]] = {}
    for party, layer, number in came.values_list("party", "layer").annotate(n=Count("pk")).order_by():
        numbers.setdefault(party, {})[Layer(layer)] = number
    found = Organisation.objects.filter(pk__in=numbers).exclude(county=None).order_by("sort_key")
    return [Asked(each, numbers[each.pk], by_link=True) for each in found]
