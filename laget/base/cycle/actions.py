"""What is done with the year itself: loading a county's rules, opening a round, moving dates, and tasks."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network, Ownership
from laget.base.audit.record import By, record
from laget.base.cycle.models import DemoDay, LocalDate, Ordning, Round, RuleSet, StoredFile, Task
from laget.base.cycle.notices import notify
from laget.base.cycle.permissions import may_open_round, may_set_local_date
from laget.base.cycle.problems import CountyFileProblem, RoundProblem
from laget.base.cycle.publishing import publish_first_forms
from laget.base.cycle.queries import calling_day, forum_of, rule_sets_of
from laget.base.cycle.reading import parse_county_file
from laget.base.cycle.sentences import told
from laget.base.cycle.whom import everyone_at
from laget.base.prepared import PreparedUpdate, Slot
from laget.rules.words import and_list


@transaction.atomic
def load_county_file(text: str, *, county: County, by: By, at: datetime) -> list[RuleSet]:
    """Keep the file and its rule sets, to be those in use. Rounds that are open keep the rules they were opened under.

    A file that was loaded before comes into use again. Raises CountyFileProblem.
    """
    file = parse_county_file(text)
    if file.county.code != county.code:
        theirs = f"{file.county.name} ({file.county.code})"
        raise CountyFileProblem([f"Fila er for {theirs}, ikke for {county.name} ({county.code})."])
    digest = hashlib.sha256(text.encode()).hexdigest()
    stored, _new = StoredFile.objects.get_or_create(sha256=digest, defaults={"text": text})
    newest = RuleSet.objects.filter(county=county).order_by("loaded_at").last()
    if newest and newest.stored_id == digest:
        return list(RuleSet.objects.filter(county=county, stored=stored))
    loaded = []
    for info in file.rule_sets:
        ordning, _new = Ordning.objects.get_or_create(key=info.ordning, defaults={"name": info.ordning_name})
        rule_set, _new = RuleSet.objects.update_or_create(
            county=county,
            key=info.key,
            stored=stored,
            defaults={"loaded_at": at},
            create_defaults={
                "ordning": ordning,
                "regulation": info.regulation,
                "valid_from": info.valid_from,
                "valid_to": info.valid_to,
                "loaded_at": at,
            },
        )
        loaded.append(rule_set)
    record("load", chain=county.code, kind="rule_set", about=county.pk, by=by, at=at, detail={"sha256": digest})
    return loaded


@transaction.atomic
def open_round(county: County, *, year: int, ordning: str = "", actor: Actor, at: datetime) -> Round:
    """Begin a budget year of an ordning, under the rules in force when its awards will be decided.

    The ordning has to be named where the county runs several that year. Raises RoundProblem.
    """
    if not may_open_round(actor, county):
        raise PermissionDenied
    County.objects.select_for_update(of=("self",), no_key=True).get(pk=county.pk)  # two at once don't both begin it
    rule_set = _rule_set_for(county, year, ordning)
    if Round.objects.filter(county=county, ordning=rule_set.ordning_id, year=year).exists():
        raise RoundProblem(f"Runden for {year} er allerede åpnet.")
    opened = Round.objects.create(
        county=county, ordning_id=rule_set.ordning_id, rule_set=rule_set, year=year, opened_at=at
    )
    open_tasks([*_set_frames(opened, at=at), _plan_meeting(opened, at=at)])
    publish_first_forms(opened, at=at)
    record(
        "open",
        chain=county.code,
        kind="round",
        about=opened.pk,
        by=actor.by(county.pk),
        at=at,
        detail={"year": year, "ordning": rule_set.ordning.key},
    )
    return opened


@transaction.atomic
def set_local_date(round: Round, *, network: Network, step: str, day: date, actor: Actor, at: datetime) -> LocalDate:
    """A network's own date for a step that the county leaves to it. Open tasks follow."""
    if not may_set_local_date(actor, round, network, step):
        raise PermissionDenied
    local, _new = LocalDate.objects.update_or_create(round=round, network=network, step=step, defaults={"day": day})
    members = network.memberships.at(at.date()).values("owner")
    units = Ownership.objects.at(at.date()).filter(owner__in=members).values("organisation")
    theirs = Q(party__in=members) | Q(party__in=units)
    Task.objects.filter(theirs, round=round, step=step, done_at=None).update(due=round.deadline(step).on(day).applies)
    what = told(round.file.dates[step].title)
    news = told("Ny frist i %(network)s: %(what)s, %(day)s.", network=network.name, what=what, day=day)
    page, to = reverse("calendar:network", args=[network.pk]), everyone_at(network.pk)
    notify(news, address=page, about=network.pk, county=round.county_id, to=to, by=actor.person, at=at)
    detail = {"network": str(network.pk), "step": step, "day": day.isoformat()}
    record(
        "set_date",
        chain=round.file.county.code,
        kind="round",
        about=round.pk,
        by=actor.by(network.pk),
        at=at,
        detail=detail,
    )
    return local


@transaction.atomic
def set_demo_day(day: date, *, person: Person | None) -> None:
    """Let the demo be another day. Does nothing to the data but this one row, and exists in the demo alone."""
    DemoDay.objects.update_or_create(id=1, defaults={"day": day, "set_by": person})


def lock_round(round: Round) -> None:
    """Let one at a time begin something in a round, so that nothing is begun twice. Ends with the transaction."""
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)  # others may go on writing what belongs to it


def task_for_round(round: Round, step: str, title: str, *, party: UUID, role: Role, due: date, at: datetime) -> Task:
    """Something that a role at a party has to do with a whole step of a round, on that step's own page."""
    return Task(
        county_id=round.county_id,
        round=round,
        step=step,
        title=title,
        party_id=party,
        role=role,
        about=str(round.pk),
        address=reverse(f"{step}:round", args=[round.pk]),
        due=due,
        opened_at=at,
    )


def task_for_county(
    county: UUID,
    step: str,
    title: str,
    *,
    role: Role,
    about: UUID | int | str,
    address: str,
    round: Round | None = None,
    subject: str = "",
    due: date | None = None,
    awaited_by: UUID | None = None,
    at: datetime,
) -> Task:
    """Something that a role of the county itself has to do with one thing, on that thing's own page."""
    return Task(
        county_id=county,
        round=round,
        step=step,
        title=title,
        party_id=county,
        role=role,
        subject=subject,
        about=str(about),
        address=address,
        due=due,
        awaited_by_id=awaited_by,
        opened_at=at,
    )


def open_tasks(tasks: Iterable[Task]) -> None:
    """Give someone something to do. One that is already open stays as it is."""
    Task.objects.bulk_create(tasks, ignore_conflicts=True)


def close_tasks(*, about: UUID | int, at: datetime, step: str = "", party: UUID | None = None) -> None:
    """What was to be done about this has been done, by whoever did it."""
    close = _close_tasks(of_step=bool(step), of_party=bool(party))
    close(about=str(about), step=step, party=party, done_at=at)


def move_tasks(*, about: UUID | int, subject: str, due: date) -> None:
    """What is to be done about this is due at another time, and what it is about may have another name."""
    Task.objects.filter(about=str(about), done_at=None).update(subject=subject, due=due)


@cache
def _close_tasks(*, of_step: bool, of_party: bool) -> PreparedUpdate:
    found = Task.objects.filter(about=Slot("about"), done_at=None)
    found = found.filter(step=Slot("step")) if of_step else found
    found = found.filter(party=Slot("party")) if of_party else found
    return PreparedUpdate(lambda: found, "done_at")


def _set_frames(round: Round, *, at: datetime) -> list[Task]:
    """The first that the forum has to do in a round. All but its meeting is opened by the act before."""
    titles = {
        Role.FORUM_LEADER: gettext_noop("Sette rammene"),
        Role.FORUM_SECRETARY: gettext_noop("Forberede rammene til forumet"),
    }
    if round.file.competitive:  # there are no frames, but what the applications are ranked against
        titles = {
            Role.FORUM_LEADER: gettext_noop("Fastsette pengene"),
            Role.FORUM_SECRETARY: gettext_noop("Forberede pengene til forumet"),
        }
    forum, due = forum_of(round), round.deadline("allocation").applies
    return [
        task_for_round(round, "allocation", title, party=forum.pk, role=role, due=due, at=at)
        for role, title in titles.items()
    ]


def _rule_set_for(county: County, year: int, ordning: str) -> RuleSet:
    loaded = rule_sets_of(county)
    if not loaded:
        raise RoundProblem("Fylket har ingen fylkesfil ennå. Last den inn først.")
    whole = loaded[0].whole_file
    known = sorted({each for rule_set in loaded for each in rule_set.file.years})
    if year not in known:
        raise RoundProblem(
            f"Fylkesfila sier ikke noe om {year}. Årene i den er {and_list([str(each) for each in known])}. "
            f"Et nytt år legges til i fila, under [years.{year}], og den lastes inn på nytt."
        )
    running = whole.ordninger_in(year)
    if not running:
        raise RoundProblem(f"Ingen forskrift i fila gjelder da vedtakene for {year} fattes.")
    if ordning and ordning not in running:
        raise RoundProblem(f"Fylket har ikke denne ordningen i {year}.")
    if not ordning and len(running) > 1:
        raise RoundProblem(f"Fylket har flere ordninger i {year}. Velg hvilken.")
    key = running[ordning or next(iter(running))].key
    return next(each for each in loaded if each.key == key)


def _plan_meeting(round: Round, *, at: datetime) -> Task:
    """The forum meets whatever comes of the rest, and its members need to know when."""
    title, secretary = gettext_noop("Planlegge møtet i forumet"), Role.FORUM_SECRETARY
    due = calling_day(round)
    return task_for_round(round, "forum", title, party=forum_of(round).pk, role=secretary, due=due, at=at)
