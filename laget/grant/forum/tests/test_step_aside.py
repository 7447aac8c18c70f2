"""Whoever is tied to a matter neither opens it, speaks, votes nor counts. A deputy steps in. The database agrees."""

from datetime import datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.refusals import NotInOrder
from laget.grant.forum import matter_actions as actions
from laget.grant.forum.minutes import content_of, parts_of
from laget.grant.forum.models import Concerned, Decision, Holder, Matter, Meeting, Remark, Vote
from laget.grant.forum.queries import agenda_of, matters_visible_to, ties_of
from laget.grant.forum.room import room_of
from laget.rules.deciding import Choice
from laget.rules.habilitet import Ground
from laget.rules.transitions import TransitionNotAllowed
from testing.forum import CALLED, MARCH, begin, called_meeting, matter_of
from testing.people import SINCE, World

TIED = {"siri": Ground.OWNER, "pernille": Ground.OWNER, "ulla": Ground.RECIPIENT}
FREE = ("mons", "vera", "uno", "lars", "karl", "arne")


@pytest.fixture
def meeting(world: World) -> Meeting:
    return called_meeting(world)


@pytest.fixture
def innherred(world: World, meeting: Meeting) -> Matter:
    return matter_of(world, "Innherred")


def test_calling_the_forum_writes_down_who_is_tied_and_why(innherred: Matter) -> None:
    found = {each.person.name.lower(): each for each in innherred.recusals.select_related("person", "party")}
    assert {name: each.ground for name, each in found.items()} == TIED
    assert found["siri"].words == "representerer eieren Inderøy kommune"
    assert found["ulla"].words.startswith("representerer Nord universitet")


@pytest.mark.parametrize("name", [*TIED, *FREE])
def test_the_matter_is_there_for_those_who_are_free_alone(
    world: World, client: Client, innherred: Matter, name: str
) -> None:
    client.force_login(world.people[name])
    assert matters_visible_to(world.act(name, CALLED)).filter(pk=innherred.pk).exists() == (name in FREE)
    assert client.get(f"/forum/sak/{innherred.pk}/").status_code == (200 if name in FREE else 404)


def test_who_is_tied_sees_that_the_matter_is_there_and_why_it_is_not_theirs(world: World, innherred: Matter) -> None:
    why = {line.matter.title: line.why for line in agenda_of(world.act("siri", CALLED), innherred.meeting)}
    assert why == {
        "Beslutningsgrunnlag fra Fosen": "",
        "Beslutningsgrunnlag fra Innherred": "representerer eieren Inderøy kommune",
    }


def test_a_deputy_sees_where_they_step_in_and_for_whom(world: World, innherred: Matter, client: Client) -> None:
    steps_in = {
        name: {line.matter.title: line.steps_in_for for line in agenda_of(world.act(name, CALLED), innherred.meeting)}
        for name in ("vera", "uno", "mons")
    }
    fosen, ours = "Beslutningsgrunnlag fra Fosen", "Beslutningsgrunnlag fra Innherred"
    assert steps_in["vera"][ours] == "Siri"
    assert steps_in["uno"][ours] == "Ulla"
    assert steps_in["mons"] == {fosen: "", ours: ""}
    client.force_login(world.people["vera"])
    assert "Du trer inn for Siri" in client.get(innherred.meeting.get_absolute_url()).content.decode()


def test_who_is_there_is_kept_when_nobody_leads(world: World, meeting: Meeting, client: Client) -> None:
    client.force_login(world.people["arne"])
    here = [each.pk for each in Holder.objects.filter(person__in=[world.people["lars"], world.people["karl"]])]
    again = client.post(f"{meeting.get_absolute_url()}sett/", {"present": here, "chair": ""})
    assert again.status_code == 422
    assert (again.context["present"], Meeting.objects.get().state) == (set(here), "called")
    assert "Velg hvem som leder møtet" in again.content.decode()


@pytest.mark.parametrize(
    ("role", "where", "ground"),
    [
        (Role.UNIT_LEADER, "Solbakken barnehage", Ground.UNIT),
        (Role.UNIT_STAFF, "Fjordgløtt barnehage", Ground.UNIT),
        (Role.OWNER, "Inderøy kommune", Ground.OWNER),
        (Role.COORDINATOR, "Innherred", Ground.NETWORK),
        (Role.PARTNER, "DMMH", Ground.RECIPIENT),
    ],
)
def test_a_role_anywhere_in_the_matter_ties(
    world: World, innherred: Matter, role: Role, where: str, ground: Ground
) -> None:
    """Lars sits for a union. What ties him is what else he does."""
    lars = Holder.objects.filter(person=world.people["lars"])
    assert ties_of(innherred, list(lars), day=MARCH.date()) == {}
    HeldRole.objects.create(
        person=world.people["lars"], role=role, party=world.parties[where], valid_from=SINCE, valid_to=MARCH.date()
    )
    (tie,) = ties_of(innherred, list(lars), day=MARCH.date()).values()
    assert (tie.ground, tie.party) == (ground, world.parties[where].pk)
    assert not matters_visible_to(world.act("lars", MARCH)).filter(pk=innherred.pk).exists()
    after = datetime(2025, 3, 13, 9, tzinfo=MARCH.tzinfo)  # the role has ended
    assert matters_visible_to(world.act("lars", after)).filter(pk=innherred.pk).exists()


def test_deputies_step_in_and_the_tied_are_counted_nowhere(world: World, meeting: Meeting, innherred: Matter) -> None:
    begin(world, meeting)
    room = room_of(innherred, day=MARCH.date())
    sits = {each.seat.party.name: each.holder.person.name if each.holder else None for each in room.sittings}
    assert sits == {
        "Inderøy kommune": "Vera",
        "Ørland kommune": "Mons",
        "Fjordgløtt SA": None,
        world.parties["Nord universitet"].name: "Uno",
        "Lærerlaget": "Lars",
        "Kommunelaget": "Karl",
        "Trøndelag": "Arne",
    }
    assert (len(room.voting), room.needed, room.voting_seats) == (5, 3, 6)  # Arne is there, and not counted


def test_one_who_has_stepped_aside_can_do_nothing_more_in_the_matter(
    world: World, meeting: Meeting, innherred: Matter
) -> None:
    actions.declare(innherred.pk, reason="Søsteren min arbeider der.", actor=world.act("lars", CALLED), at=CALLED)
    begin(world, meeting)
    lars, seat = world.act("lars", MARCH), Holder.objects.get(person=world.people["lars"]).seat_id
    arne = world.act("arne", MARCH)
    actions.take_up(innherred.pk, chair=world.people["mons"].pk, actor=arne, at=MARCH)
    actions.call_vote(innherred.pk, question="Som foreslått.", revision=innherred.revision, actor=arne, at=MARCH)
    for attempt in (
        lambda: actions.remark(innherred.pk, text="Ja.", actor=lars, at=MARCH),
        lambda: actions.cast_vote(innherred.pk, seat=seat, ballot=1, choice=Choice.FOR, actor=lars, at=MARCH),
        # nor can the secretary write down a vote for the seat, since nobody sits in it
        lambda: actions.cast_vote(innherred.pk, seat=seat, ballot=1, choice=Choice.FOR, actor=arne, at=MARCH),
        lambda: actions.agree(innherred.pk, revision=innherred.revision, actor=lars, at=MARCH),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Vote.objects.exists()


def test_what_one_has_declared_is_taken_back_from_the_agenda_until_the_matter_is_taken_up(
    world: World, client: Client, meeting: Meeting, innherred: Matter
) -> None:
    fosen = Matter.objects.exclude(pk=innherred.pk).get()
    for matter in (innherred, fosen):
        actions.declare(matter.pk, reason="Søsteren min.", actor=world.act("lars", CALLED), at=CALLED)
    client.force_login(world.people["lars"])
    agenda, lift = client.get(meeting.get_absolute_url()).content.decode(), f"/forum/sak/{innherred.pk}/habil-likevel/"
    assert agenda.count("Ta det tilbake") == 2
    assert agenda.count('id="id_tilbake-reason_1"') == 1  # each has its own
    client.post(lift, {"tilbake-reason": " "})
    assert client.get(innherred.get_absolute_url()).status_code == 404
    client.post(lift, {"tilbake-reason": "Hun har sluttet."})
    assert client.get(innherred.get_absolute_url()).status_code == 200
    assert client.post(lift, {"tilbake-reason": "En gang til."}).status_code == 404
    (entry,) = Entry.objects.filter(kind="matter", about=str(innherred.pk), act="lift")
    assert (entry.actor_name, "sluttet" in str(entry.detail)) == ("Lars", False)
    begin(world, meeting)
    arne = world.act("arne", MARCH)
    for matter, chair in ((innherred, "mons"), (fosen, "siri")):
        actions.take_up(matter.pk, chair=world.people[chair].pk, actor=arne, at=MARCH)
    with pytest.raises(TransitionNotAllowed):
        actions.lift(fosen.pk, reason="Nå også.", actor=world.act("lars", MARCH), at=MARCH)
    content = actions.agree(innherred.pk, revision=innherred.revision, actor=arne, at=MARCH).content
    assert (content["lifted"], "Lars" in [each["name"] for each in content["recused"]]) == (["Lars"], False)
    assert "Lars" in [each["name"] for each in content["seats"]]
    minuted = str([part.entries for part in parts_of(content_of(meeting))])
    assert ("tok det tilbake før saken ble tatt opp', 'Lars'" in minuted, "sluttet" in minuted) == (True, False)


def test_only_what_one_has_said_oneself_is_taken_back(world: World, innherred: Matter) -> None:
    """Siri is tied by her role, and the forum has found Lars too near."""
    lars = Holder.objects.get(person=world.people["lars"])
    actions.recuse(innherred.pk, holder=lars, reason="Svoger.", actor=world.act("arne", CALLED), at=CALLED)
    for name in ("siri", "lars", "karl"):
        with pytest.raises(PermissionDenied):
            actions.lift(innherred.pk, reason="Nei.", actor=world.act(name, CALLED), at=CALLED)
    for ground in (Ground.OWNER, Ground.JUDGED):
        with pytest.raises(IntegrityError, match="taken back before the matter"), transaction.atomic():
            innherred.recusals.filter(ground=ground).update(lifted_at=CALLED, lifted_because="Nei.")


def test_the_one_who_leads_the_forum_runs_nothing_in_a_matter_she_is_tied_to(
    world: World, meeting: Meeting, innherred: Matter
) -> None:
    begin(world, meeting)
    siri = world.act("siri", MARCH)
    for act in (actions.take_up, partial(actions.agree, revision=0), actions.postpone, actions.close_vote):
        with pytest.raises(PermissionDenied):
            act(innherred.pk, actor=siri, at=MARCH)
    with pytest.raises(NotInOrder, match="Velg hvem som leder den"):
        actions.take_up(innherred.pk, actor=world.act("arne", MARCH), at=MARCH)
    with pytest.raises(NotInOrder, match="Velg hvem som leder den"):
        actions.take_up(innherred.pk, chair=world.people["siri"].pk, actor=world.act("arne", MARCH), at=MARCH)


# -- The database, whoever asks ------------------------------------------------------------------------


def _insert_vote(matter: Matter, holder: Holder) -> None:
    Vote.objects.create(
        ballot=matter.ballots.get(), seat=holder.seat, person=holder.person, choice="for", at=MARCH,
        recorded_by=holder.person,
    )  # fmt: skip


@pytest.fixture
def voting(world: World, meeting: Meeting, innherred: Matter) -> Matter:
    begin(world, meeting, absent="karl")
    arne = world.act("arne", MARCH)
    actions.take_up(innherred.pk, chair=world.people["mons"].pk, actor=arne, at=MARCH)
    actions.call_vote(innherred.pk, question="Som foreslått.", revision=innherred.revision, actor=arne, at=MARCH)
    return innherred


@pytest.mark.parametrize(
    ("name", "constraint"),
    [
        ("siri", "forum_nobody_tied_votes"),
        ("pernille", "forum_nobody_tied_votes"),
        ("ulla", "forum_nobody_tied_votes"),
        ("arne", "forum_only_seats_with_a_vote"),
        ("karl", "forum_only_those_present_vote"),
    ],
)
def test_the_database_refuses_their_votes(world: World, voting: Matter, name: str, constraint: str) -> None:
    holder = Holder.objects.get(person=world.people[name])
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        _insert_vote(voting, holder)
    assert refused.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_the_database_knows_a_tie_that_nobody_has_written_down(world: World, voting: Matter) -> None:
    """Lars becomes koordinator in Innherred while the forum votes."""
    lars = Holder.objects.get(person=world.people["lars"])
    held = HeldRole.objects.create(
        person=lars.person, role=Role.COORDINATOR, party=world.parties["Innherred"], valid_from=MARCH.date()
    )
    with pytest.raises(IntegrityError, match="tied to the matter"), transaction.atomic():
        _insert_vote(voting, lars)
    held.delete()
    _insert_vote(voting, lars)


def test_the_database_refuses_remarks_and_decisions_by_the_tied(world: World, voting: Matter) -> None:
    siri = world.people["siri"]
    with pytest.raises(IntegrityError, match="takes no part"), transaction.atomic():
        Remark.objects.create(matter=voting, person=siri, text="Ja.", at=MARCH)
    with pytest.raises(IntegrityError, match="takes no part"), transaction.atomic():
        Decision.objects.create(matter=voting, how="agreed", content={}, sha256="", at=MARCH, person=siri, role="")


def test_the_database_keeps_votes_and_what_they_are_about(world: World, voting: Matter) -> None:
    mons = Holder.objects.get(person=world.people["mons"])
    _insert_vote(voting, mons)
    for statement in (
        "UPDATE forum_vote SET choice = 'against'",
        "DELETE FROM forum_vote",
        "DELETE FROM forum_recusal",
        "UPDATE forum_matter SET lines = '[]' WHERE state = 'voting'",
        "UPDATE forum_ballot SET lines = '[]'",
    ):
        refused = pytest.raises(DatabaseError, match=r"append-only|stays as it is|keeps what was written")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="forum_each_seat_votes_once"), transaction.atomic():
        _insert_vote(voting, mons)


def test_the_rule_in_the_database_is_the_rule_in_the_code(world: World, innherred: Matter) -> None:
    """Asked about everyone in the county, also those with no seat, they answer the same."""
    concerned = set(Concerned.objects.filter(matter=innherred).values_list("party", flat=True))
    for name in world.people:
        actor = world.act(name, MARCH)
        sits_for = Holder.objects.filter(person=actor.person).values_list("party", flat=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT forum_is_tied(%s, %s, %s)", [innherred.pk, actor.person.pk, MARCH])
            ((tied,),) = cursor.fetchall()
        assert tied == bool(concerned & {*actor.parties, *sits_for}), name
