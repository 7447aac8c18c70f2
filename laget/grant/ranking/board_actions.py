"""What is done with a ranking: begun, moved in, put before the forum, or sent by a network."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks, task_for_round
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of
from laget.base.refusals import NotInOrder
from laget.grant.forum.actions import next_number
from laget.grant.forum.models import Matter, Meeting
from laget.grant.forum.states import MatterState, MeetingState
from laget.grant.ranking import queries
from laget.grant.ranking.asking import STEP, network_has_ranked
from laget.grant.ranking.board import standings_of
from laget.grant.ranking.models import Application, Move, Place, Ranking
from laget.grant.ranking.permissions import coordinates, prepares, ranks
from laget.grant.ranking.records import record_act
from laget.grant.ranking.states import Act
from laget.grant.ranking.table import background, lines_of
from laget.rules.scoring import Standing, departs, in_order


class NeedsReason(Exception):
    """The move says otherwise than the score, and none was given."""


@transaction.atomic
def begin_ranking(round: Round, *, actor: Actor, at: datetime) -> Ranking:
    """End the scoring, and put the applications in the order that it gives. Raises NotInOrder."""
    if not prepares(actor, round):
        raise PermissionDenied
    lock_round(round)
    if queries.ranking_of_forum(round):
        raise NotInOrder(_("Rangeringen har allerede begynt."))
    if queries.money_for(round) is None:
        raise NotInOrder(_("Forumet må vedta pengene først. Da vet dere hva søknadene rangeres mot."))
    applications = list(Application.objects.filter(round=round).select_related("tiltak"))
    ranking = _begin(round, None, applications, at=at)
    _rank_by_merit(ranking, applications, at=at)
    forum, due = forum_of(round), round.deadline(STEP).applies
    close_tasks(about=round.pk, step=STEP, at=at)
    titles = {
        Role.FORUM_LEADER: gettext_noop("Rangere søknadene"),
        Role.FORUM_SECRETARY: gettext_noop("Føre rangeringen"),
    }
    open_tasks(
        task_for_round(round, STEP, title, party=forum.pk, role=role, due=due, at=at) for role, title in titles.items()
    )
    record_act(round, "ranking", ranking.pk, Act.BEGIN, actor=actor, at=at, applications=len(applications))
    return ranking


@transaction.atomic
def begin_network_ranking(round: Round, *, network: Network, actor: Actor, at: datetime) -> Ranking:
    """Let a network rank its own, where the county has it so, until the forum begins. Raises NotInOrder."""
    if not coordinates(actor, network) or network not in queries.networks_ranked_by(actor, round):
        raise PermissionDenied
    lock_round(round)
    if queries.ranking_of_forum(round):
        raise NotInOrder(_("Forumet har begynt å rangere."))
    if Ranking.objects.filter(round=round, network=network).exists():
        raise NotInOrder(_("Rangeringen har allerede begynt."))
    found = Application.objects.filter(round=round, tiltak__network=network).select_related("tiltak")
    applications = list(found)
    ranking = _begin(round, network, applications, at=at)
    _rank_by_merit(ranking, applications, at=at)
    record_act(round, "ranking", ranking.pk, Act.BEGIN, actor=actor, at=at, applications=len(applications))
    return ranking


@transaction.atomic
def move(pk: UUID, *, number: int, to: int, revision: int, reason: str, actor: Actor, at: datetime) -> Application:
    """Put the application in one place in another; those between move one step.

    Raises NeedsReason when it says otherwise than the score without saying why. Raises NotInOrder when someone has
    changed the order since the page was opened, there is no such place, or who moves is tied to one of those passed.
    """
    ranking = _locked(pk, actor=actor)
    _refuse_unless_seen(ranking, revision)
    ordered = list(ranking.places.select_related("application__tiltak").order_by("number"))
    if not (1 <= number <= len(ordered) and 1 <= to <= len(ordered)):
        raise NotInOrder(_("Det er %(n)d søknader. Skriv en plass fra 1 til %(n)d.") % {"n": len(ordered)})
    moved, up = ordered[number - 1], to < number
    passed = ordered[to - 1 : number - 1] if up else ordered[number:to]
    if not passed:
        return moved.application
    _refuse_tied(ranking, [moved, *passed], actor=actor, at=at)
    standings = _standings(ranking, ordered, at=at)
    if _departs(standings, moved, passed, up=up) and not reason.strip():
        raise NeedsReason
    low, high, step = (to, number - 1, "+") if up else (number + 1, to, "-")
    with connection.cursor() as cursor:
        cursor.execute(_SHIFT[step], {"ranking": ranking.pk, "low": low, "high": high})
    others = [each for each in ordered if each is not moved]
    out_of_place = _departs(standings, moved, others[: to - 1], up=False) or _departs(
        standings, moved, others[to - 1 :], up=True
    )
    moved.number, moved.reason = to, reason.strip() or (moved.reason if out_of_place else "")
    moved.save(update_fields=["number", "reason"])
    Move.objects.create(
        ranking=ranking,
        application=moved.application,
        before=number,
        after=to,
        reason=reason.strip(),
        person=actor.person,
        at=at,
    )
    _changed(ranking)
    detail = {"application": str(moved.application_id), "before": number, "after": to}
    record_act(ranking.round, "ranking", ranking.pk, Act.MOVE, actor=actor, at=at, **detail)
    return moved.application


_SHIFT = {
    step: f"UPDATE ranking_place SET number = number {step} 1 "  # noqa: S608 -- ours alone
    "WHERE ranking_id = %(ranking)s AND number BETWEEN %(low)s AND %(high)s"
    for step in "+-"
}


@transaction.atomic
def give_rest(pk: UUID, *, application: UUID | None, revision: int, actor: Actor, at: datetime) -> None:
    """Let the one on the line have what is left, or nobody. It counts only as long as that one stands there."""
    ranking = _locked(pk, actor=actor)
    if not ranking.of_forum:
        raise PermissionDenied
    _refuse_unless_seen(ranking, revision)
    place = ranking.places.filter(application=application).first() if application else None
    if application and place is None:
        raise PermissionDenied
    if place:
        _refuse_tied(ranking, [place], actor=actor, at=at)
    ranking.rest_to_id = application
    ranking.save(update_fields=["rest_to"])
    _changed(ranking)
    detail = {"application": str(application or "")}
    record_act(ranking.round, "ranking", ranking.pk, Act.GIVE_REST, actor=actor, at=at, **detail)


@transaction.atomic
def put_on_agenda(pk: UUID, *, meeting: UUID, actor: Actor, at: datetime) -> Matter:
    """Make the ranking a matter of a meeting, where the forum decides on it. It follows the order until it is decided.

    Raises NotInOrder when it is on an agenda already, or the meeting has no room for it.
    """
    ranking = _locked(pk, actor=actor)
    if not ranking.of_forum:
        raise PermissionDenied
    if ranking.on_agenda:
        raise NotInOrder(_("Rangeringen står allerede på sakslista."))
    open_to_it = (MeetingState.PLANNED, MeetingState.CALLED)
    meetings = Meeting.objects.select_for_update(of=("self",)).filter(round=ranking.round, state__in=open_to_it)
    found = meetings.filter(pk=meeting).first()
    if found is None:
        raise NotInOrder(_("Velg et møte som ikke har begynt."))
    title = _("Rangering av søknadene")
    ranking.matter = Matter.objects.create(meeting=found, number=next_number(found), title=title, of_ranking=True)
    ranking.save(update_fields=["matter"])
    _changed(ranking)
    forum, due = forum_of(ranking.round), ranking.round.deadline("innstilling").applies
    close_tasks(about=ranking.round_id, step=STEP, at=at)
    begin, secretary = gettext_noop("Begynne på innstillingen"), Role.FORUM_SECRETARY
    open_tasks([task_for_round(ranking.round, "innstilling", begin, party=forum.pk, role=secretary, due=due, at=at)])
    detail = {"meeting": str(found.pk)}
    record_act(ranking.round, "ranking", ranking.pk, Act.PUT_ON_AGENDA, actor=actor, at=at, **detail)
    return ranking.matter


@transaction.atomic
def send_network_ranking(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> None:
    """Give the network's order to the forum. From now on it stands."""
    ranking = _locked(pk, actor=actor)
    if ranking.of_forum:
        raise PermissionDenied
    _refuse_unless_seen(ranking, revision)
    lock_round(ranking.round)
    if queries.ranking_of_forum(ranking.round):
        raise NotInOrder(_("Forumet har begynt å rangere."))
    ranking.sent_at = at
    ranking.save(update_fields=["sent_at"])
    assert ranking.network_id
    network_has_ranked(ranking.round, ranking.network_id, at=at)
    record_act(ranking.round, "ranking", ranking.pk, Act.SEND, actor=actor, at=at)


# -- Parts of them --------------------------------------------------------------------------------------


def _locked(pk: UUID, *, actor: Actor) -> Ranking:
    """A ranking that this person may write down. Raises NotInOrder when it stands as it is."""
    found = queries.rankings_visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None or not ranks(actor, found):
        raise PermissionDenied
    if found.stands:
        raise NotInOrder(_("Rangeringen ligger fast, og kan ikke endres."))
    return found


def _refuse_unless_seen(ranking: Ranking, revision: int) -> None:
    """What is moved or sent is what the person looked at. Raises NotInOrder."""
    if revision != ranking.revision:
        raise NotInOrder(_("Noen andre har flyttet på søknadene. Se på rekkefølgen slik den er nå, og prøv igjen."))


def _begin(round: Round, network: Network | None, applications: list[Application], *, at: datetime) -> Ranking:
    if not applications:
        raise NotInOrder(_("Det er ingen søknader å rangere ennå. Hent dem inn først."))
    return Ranking.objects.create(county_id=round.county_id, round=round, network=network, begun_at=at)


def _rank_by_merit(ranking: Ranking, applications: list[Application], *, at: datetime) -> None:
    standings, _scores = standings_of(ranking.round, applications, ranking, day=at.date())
    Place.objects.bulk_create(
        Place(ranking=ranking, application_id=each.id, number=n)
        for n, each in enumerate(in_order(standings.values()), start=1)
    )


def _standings(ranking: Ranking, places: list[Place], *, at: datetime) -> dict[UUID, Standing[UUID]]:
    applications = [each.application for each in places]
    return standings_of(ranking.round, applications, ranking, day=at.date())[0]


def _departs(standings: Mapping[UUID, Standing[UUID]], moved: Place, passed: list[Place], *, up: bool) -> bool:
    return departs([standings[each.application_id] for each in passed], standings[moved.application_id], up=up)


def _refuse_tied(ranking: Ranking, places: list[Place], *, actor: Actor, at: datetime) -> None:
    """In the forum's own ranking nobody changes where something stands that they are tied to."""
    if not ranking.of_forum:
        return
    tied = queries.tied_in(ranking.round, [actor.person.pk], day=at.date())
    if any(actor.person.pk in tied.get(each.application_id, ()) for each in places):
        raise NotInOrder(
            _("Du er inhabil i en søknad som flyttes eller passeres. En annen som leder forumet, må gjøre det.")
        )


def _changed(ranking: Ranking) -> None:
    """The next revision; and the matter on the table follows."""
    ranking.revision += 1
    ranking.save(update_fields=["revision"])
    matter = ranking.matter
    if matter is not None and matter.state in (MatterState.LISTED, MatterState.OPEN):
        matter.lines, matter.background = lines_of(ranking), background(ranking)
        matter.revision += 1
        matter.save(update_fields=["lines", "background", "revision"])
