"""The catalogue of the sample county: what Laget comes with, and a package of its own."""

from datetime import date, datetime, time

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.config.sample.year import OSLO
from laget.need.catalogue import actions
from laget.need.catalogue.actions import Details
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import Kind, Language, Level, TargetGroup, Theme

OWN = Details(
    kind=Kind.PACKAGE,
    title="Språksterke dager",
    about="Seks økter for personalgruppa om språk i lek og hverdag: en kort film, en oppgave og en samtale.",
    provider="Kompetansenettverkene sammen",
    themes=[Theme.LANGUAGE, Theme.INCLUSION],
    target_groups=[TargetGroup.KINDERGARTEN, TargetGroup.PPT],
    levels=[Level.ALL, Level.SOME],
    languages=[Language.BOKMAL, Language.SOUTHERN_SAMI],
)


def offer(county: County, *, today: date) -> list[Entry]:
    """As of a day, by the county's first case officer."""
    at = datetime.combine(today, time(9), tzinfo=OSLO)
    held = HeldRole.objects.at(today).filter(role=Role.CASE_OFFICER, party=county).select_related("person")
    actor = actor_for(held.order_by("pk")[0].person, day=today)
    taken_in = actions.take_in_shipped(county, actor=actor, at=at)
    return [*taken_in, actions.add_entry(county, details=OWN, actor=actor, at=at)]
