"""A meeting from its plan to its minutes."""

import re
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.cycle.models import Task
from laget.base.questions.answers import NotReady
from laget.base.refusals import NotInOrder
from laget.base.ui.templatetags.ui import day, kr
from laget.grant.forum import actions, matter_actions
from laget.grant.forum.minutes import content_of, parts_of, set_minutes
from laget.grant.forum.models import Decision, Holder, Matter, Meeting, Minutes
from laget.rules.deciding import Choice
from laget.rules.transitions import TransitionNotAllowed
from testing.forum import (
    CALLED,
    LESS,
    MARCH,
    begin,
    call,
    called_meeting,
    lower,
    matter_of,
    seat_everyone,
    settle,
    take_up,
    vote,
)
from testing.pdf import faults_in_pdf, text_of_pdf
from testing.people import World

FOR, AGAINST, ABSTAINS = Choice.FOR, Choice.AGAINST, Choice.ABSTAINS


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = called_meeting(world)
    begin(world, meeting)
    return meeting


def test_the_agenda_has_each_beslutningsgrunnlag_as_it_was_sent(world: World, meeting: Meeting) -> None:
    matters = list(meeting.matters.order_by("number"))
    assert [each.title for each in matters] == ["Beslutningsgrunnlag fra Fosen", "Beslutningsgrunnlag fra Innherred"]
    assert [each.reference for each in matters] == ["Sak 1/2025", "Sak 2/2025"]
    for each in matters:
        assert each.document is not None
        assert each.version == each.document.versions.get()
        assert each.applied == each.proposed > 0


def test_a_matter_names_the_version_it_is_about_without_a_bare_hash(
    world: World, meeting: Meeting, client: Client
) -> None:
    matter = matter_of(world, "Fosen")
    assert matter.version is not None
    client.force_login(world.people["arne"])
    page = client.get(matter.get_absolute_url()).content.decode()
    assert f"versjon 1, {day(matter.version.frozen_at)}</span>" in page
    assert matter.version.sha256[:12] not in page


def test_whoever_plans_the_meetings_is_asked_to_and_the_others_learn_who_does(world: World, client: Client) -> None:
    seen = {}
    for name in ("arne", "mons"):
        client.force_login(world.people[name])
        page = client.get(f"/forum/runde/{world.round.pk}/").content.decode()
        seen[name] = ("Planlegg det første møtet." in page, "Sekretæren eller lederen planlegger dem" in page)
    assert seen == {"arne": (True, False), "mons": (False, True)}


def test_the_agenda_tells_each_years_money_apart(world: World, meeting: Meeting, client: Client) -> None:
    client.force_login(world.people["arne"])
    page = client.get(meeting.get_absolute_url()).content.decode()
    found = [each for matter in meeting.matters.all() for each in matter.by_year]
    assert {year for year, _applied, _proposed in found} == {2025, 2026}
    for year, applied, proposed in found:
        assert f"Av dette i {year}: søkt {kr(applied)}, forslag {kr(proposed)}" in page


def test_the_secretary_is_asked_to_plan_the_meeting_and_then_to_call_it(world: World) -> None:
    def waiting() -> list[tuple[str, str, date | None]]:
        found = Task.objects.filter(party=world.forum, role=Role.FORUM_SECRETARY, step="forum", done_at=None)
        return list(found.values_list("title", "address", "due"))

    def plan(at: datetime) -> Meeting:
        return actions.plan_meeting(world.round, title="Møte", begins=MARCH, place="Her", actor=arne, at=at)

    arne, papers = world.act("arne", CALLED), date(2025, 2, 15)
    to_plan = ("Planlegge møtet i forumet", f"/forum/runde/{world.round.pk}/", papers)
    assert waiting() == [to_plan]
    before = MARCH - timedelta(days=60)  # what is applied for has not come
    other = actions.plan_meeting(world.round, title="Møte", begins=before, place="Her", actor=arne, at=CALLED)
    assert to_plan in waiting()
    actions.cancel_meeting(other.pk, reason="Nei.", actor=arne, at=CALLED)
    meeting = plan(CALLED)
    assert waiting() == [("Kalle inn til møtet", meeting.get_absolute_url(), papers)]
    actions.add_matter(meeting.pk, title="Orientering", background="", actor=arne, at=CALLED)
    seat_everyone(world)
    actions.call_meeting(meeting.pk, actor=arne, at=CALLED)
    assert waiting() == []
    late = plan(CALLED + timedelta(days=1))  # the papers should have been there already
    assert waiting() == [("Kalle inn til møtet", late.get_absolute_url(), MARCH.date())]


def test_a_meeting_with_the_longest_title_is_planned_and_none_for_a_day_that_is_over(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: CALLED)
    client.force_login(world.people["arne"])
    page, given = f"/forum/runde/{world.round.pk}/nytt-mote/", {"title": "m" * 200, "hour": "09:00", "place": "Her"}
    refused = client.post(page, {**given, "day": "2025-02-14"}).content.decode()
    assert ("Den dagen er over." in refused, Meeting.objects.exists()) == (True, False)
    assert client.post(page, {**given, "day": "2025-02-15"}).status_code == 302
    assert Meeting.objects.get().title == "m" * 200


def test_those_in_the_forum_get_a_task_until_the_meeting_is_over(world: World, meeting: Meeting) -> None:
    def waiting() -> set[tuple[str, str]]:
        return set(Task.objects.filter(about=str(meeting.pk), done_at=None).values_list("role", "title"))

    prepare = "Forberede deg til forumet"
    assert waiting() == {("forum_member", prepare), ("forum_leader", prepare)}
    for network in ("Fosen", "Innherred"):
        matter_actions.postpone(matter_of(world, network).pk, actor=world.act("arne", MARCH), at=MARCH)
    actions.close_meeting(meeting.pk, actor=world.act("arne", MARCH), at=MARCH)
    assert waiting() == {("forum_leader", "Godkjenne protokollen")}
    actions.approve_minutes(meeting.pk, actor=world.act("siri", MARCH), at=MARCH)
    assert waiting() == set()


def test_what_is_written_of_a_matter_stays_when_its_title_is_missing(world: World, client: Client) -> None:
    arne, begins = world.act("arne", MARCH), MARCH + timedelta(days=1)
    meeting = actions.plan_meeting(world.round, title="Møte", begins=begins, place="Steinkjer", actor=arne, at=MARCH)
    client.force_login(world.people["arne"])
    page = client.post(f"{meeting.get_absolute_url()}ny-sak/", {"title": "", "background": "Planen for 2026."})
    assert page.status_code == 422
    assert "Planen for 2026.</textarea>" in page.content.decode()
    assert "Skriv hva saken er." in page.content.decode()


def test_too_few_decide_nothing(world: World) -> None:
    meeting = called_meeting(world)
    begin(world, meeting, absent="vera uno karl")  # in Innherred's matter Mons and Lars are left, of six seats
    with pytest.raises(NotInOrder, match="2 stemmeberettigede er med, og det trengs 3"):
        take_up(world, "Innherred")
    assert content_of(meeting)["absent"] == ["Karl, Kommunelaget"]  # the others are deputies
    assert take_up(world, "Fosen", chair="siri").state == "open"  # where Siri, Pernille, Ulla and Lars are free


def test_without_a_majority_the_matter_is_open_for_another_proposal(world: World, meeting: Meeting) -> None:
    innherred = take_up(world, "Innherred")
    assert not vote(world, innherred, mons=AGAINST, vera=AGAINST, uno=AGAINST, lars=FOR, karl=FOR)
    innherred.refresh_from_db()
    assert innherred.state == "open"
    with pytest.raises(NotInOrder, match="Forslaget falt i voteringen"):
        matter_actions.agree(innherred.pk, revision=innherred.revision, actor=world.act("arne", MARCH), at=MARCH)
    lower(world, innherred)
    assert vote(world, innherred, mons=FOR, vera=FOR, uno=FOR, lars=FOR, karl=FOR)
    decision = Decision.objects.get(matter=innherred)
    assert decision.content["lines"][0]["amount"] == decision.content["lines"][0]["applied"] // 2


def test_at_equal_votes_the_one_who_leads_the_matter_decides(world: World, meeting: Meeting) -> None:
    """Mons leads, since Siri is tied."""
    innherred = take_up(world, "Innherred")
    assert vote(world, innherred, mons=FOR, vera=AGAINST, uno=AGAINST, lars=FOR, karl=ABSTAINS)
    assert Decision.objects.get(matter=innherred).content["ballot"]["tally"]["by_casting_vote"]


def test_a_vote_is_given_once_by_oneself_or_through_the_secretary(world: World, meeting: Meeting) -> None:
    innherred, arne = take_up(world, "Innherred"), world.act("arne", MARCH)
    matter_actions.call_vote(innherred.pk, question="Som foreslått.", revision=innherred.revision, actor=arne, at=MARCH)
    mons = Holder.objects.get(person=world.people["mons"]).seat_id
    cast = partial(matter_actions.cast_vote, innherred.pk, seat=mons, at=MARCH)
    with pytest.raises(PermissionDenied):
        cast(ballot=1, choice=FOR, actor=world.act("lars", MARCH))
    with pytest.raises(NotInOrder, match="Se hva det stemmes over nå"):  # on a page from another ballot
        cast(ballot=0, choice=FOR, actor=world.act("mons", MARCH))
    given = cast(ballot=1, choice=FOR, actor=arne)
    assert (given.person, given.recorded_by) == (world.people["mons"], world.people["arne"])
    with pytest.raises(NotInOrder, match="Mons har stemt"):
        cast(ballot=1, choice=AGAINST, actor=world.act("mons", MARCH))
    with pytest.raises(NotInOrder, match="Disse har ikke stemt: Vera, Uno, Lars, Karl"):
        matter_actions.close_vote(innherred.pk, actor=arne, at=MARCH)


def test_a_vote_begun_by_mistake_is_taken_back_until_someone_has_voted(
    world: World, meeting: Meeting, client: Client
) -> None:
    innherred, arne = take_up(world, "Innherred"), world.act("arne", MARCH)
    client.force_login(world.people["arne"])
    address, back = innherred.get_absolute_url(), "Ta tilbake voteringen"
    call = partial(matter_actions.call_vote, innherred.pk, question="Som foreslått.", actor=arne, at=MARCH)
    call(revision=innherred.revision)
    assert back in client.get(address).content.decode()
    page = client.post(f"{address}ta-tilbake-votering/", follow=True).content.decode()
    assert "Forslaget kan endres igjen." in page
    assert "Votering 1" not in page
    innherred.refresh_from_db()
    assert innherred.state == "open"
    lower(world, innherred)
    innherred.refresh_from_db()
    ballot = call(revision=innherred.revision)
    mons = Holder.objects.get(person=world.people["mons"]).seat_id
    matter_actions.cast_vote(innherred.pk, seat=mons, ballot=ballot.number, choice=FOR, actor=arne, at=MARCH)
    assert back not in client.get(address).content.decode()
    page = client.post(f"{address}ta-tilbake-votering/", follow=True).content.decode()
    assert "Noen har stemt. Da må voteringen gjennomføres." in page
    innherred.refresh_from_db()
    assert (innherred.state, ballot.number) == ("voting", 2)


def test_an_older_page_puts_nobody_out_of_the_room(world: World, meeting: Meeting, client: Client) -> None:
    """Arne and Siri have the page open at once. Lars comes, and then Karl."""
    client.force_login(world.people["arne"])
    holders = {each.person.name: str(each.pk) for each in Holder.objects.select_related("person")}
    page, chair = meeting.get_absolute_url(), str(world.people["siri"].pk)
    before = _revision_on(client.get(page).content.decode())

    def tick(*names: str, seen: str) -> str:
        posted = {"present": [holders[each] for each in names], "chair": chair, "revision": seen}
        return client.post(f"{page}til-stede/", posted, follow=True).content.decode()

    def here() -> set[str]:
        return set(meeting.attendance.values_list("holder__person__name", flat=True))

    assert "Lagret hvem som er til stede." in tick("Siri", "Lars", seen=before)
    assert "Noen andre har endret hvem som er her." in tick("Siri", "Karl", seen=before)
    assert here() == {"Siri", "Lars"}
    tick("Siri", "Lars", "Karl", seen=_revision_on(client.get(page).content.decode()))
    assert here() == {"Siri", "Lars", "Karl"}


def _revision_on(page: str) -> str:
    (found,) = re.findall(r'name="revision" value="(\d+)"', page)
    return str(found)


def test_statsforvalteren_has_no_vote(world: World, meeting: Meeting) -> None:
    innherred, arne = take_up(world, "Innherred"), world.act("arne", MARCH)
    matter_actions.call_vote(innherred.pk, question="Som foreslått.", revision=innherred.revision, actor=arne, at=MARCH)
    seat = Holder.objects.get(person=arne.person).seat_id
    with pytest.raises(PermissionDenied):
        matter_actions.cast_vote(innherred.pk, seat=seat, ballot=1, choice=FOR, actor=arne, at=MARCH)


def test_what_is_decided_is_the_proposal_that_the_page_had(world: World, meeting: Meeting, client: Client) -> None:
    innherred = take_up(world, "Innherred")
    client.force_login(world.people["arne"])
    seen = innherred.revision
    lower(world, innherred)
    for act, more in (("enig", {}), ("voter", {"question": "Som foreslått."})):
        address = f"{innherred.get_absolute_url()}{act}/"
        page = client.post(address, {**more, "revision": seen}, follow=True).content.decode()
        assert "Forslaget er endret siden du åpnet siden." in page
    innherred.refresh_from_db()
    assert innherred.state == "open"
    client.post(f"{innherred.get_absolute_url()}enig/", {"revision": innherred.revision})
    decided = Decision.objects.get(matter=innherred).content["lines"]
    assert [line["amount"] for line in decided] == [line["amount"] for line in innherred.lines]


def test_there_is_nothing_to_agree_on_before_there_is_a_proposal(world: World, meeting: Meeting) -> None:
    matter = Matter.objects.create(meeting=meeting, number=9, title="Møteplan")
    arne = world.act("arne", MARCH)
    matter_actions.take_up(matter.pk, chair=world.people["siri"].pk, actor=arne, at=MARCH)
    with pytest.raises(NotInOrder, match="ikke noe forslag ennå"):
        matter_actions.agree(matter.pk, revision=1, actor=arne, at=MARCH)
    matter_actions.propose_conclusion(matter.pk, text="Møter i mai.", revision=1, actor=arne, at=MARCH)
    assert matter_actions.agree(matter.pk, revision=2, actor=arne, at=MARCH).content["conclusion"] == "Møter i mai."


def test_less_without_a_reason_and_more_than_applied_for_are_no_proposal(world: World, meeting: Meeting) -> None:
    matter = take_up(world, "Innherred")
    line, arne = matter.lines[0], world.act("arne", MARCH)
    for proposed, says in (((1, ""), "Skriv hvorfor"), ((line["applied"] + 1, ""), "er mer enn søkt")):
        with pytest.raises(NotReady, match=says):
            matter_actions.propose(
                matter.pk, lines={line["id"]: proposed}, revision=matter.revision, actor=arne, at=MARCH
            )


def test_the_minutes_say_who_stepped_aside_who_stepped_in_and_what_was_voted(world: World, meeting: Meeting) -> None:
    settle(world, meeting)
    minutes = Minutes.objects.get()
    (innherred,) = [
        part for part in parts_of(minutes.content) if part.title == "Sak 2/2025: Beslutningsgrunnlag fra Innherred"
    ]
    said = dict(innherred.entries)
    nord = world.parties["Nord universitet"].name
    assert said["Inhabile"].split("\n") == [
        "Pernille: representerer eieren Fjordgløtt SA",
        "Siri: representerer eieren Inderøy kommune",
        f"Ulla: representerer {nord}, som er mottaker",
    ]
    assert said["Trådte inn"].split("\n") == ["Vera for Siri", "Uno for Ulla"]
    assert said["Ledet av"] == "Mons"
    assert said["Vedtaksført"] == "5 av 6 stemmer til stede. Det trengs 3."
    assert said["Vedtak"].split("\n") == [
        "Som foreslått. 3 for, 1 mot, 1 avsto.",
        "For: Vera, Mons, Lars",
        "Mot: Uno",
        "Avstår: Karl",
    ]
    content = set_minutes(meeting, minutes)
    assert faults_in_pdf(content) == []
    text = text_of_pdf(content)
    for words in ("Protokoll: Vårmøte", "Siri: representerer eieren Inderøy kommune", "Vera for Siri", LESS):
        assert words in text


def test_what_someone_writes_of_themselves_is_never_minuted(world: World) -> None:
    meeting = called_meeting(world)
    private = "Vi er gift."
    innherred = matter_of(world, "Innherred")
    matter_actions.declare(innherred.pk, reason=private, actor=world.act("karl", CALLED), at=CALLED)
    begin(world, meeting)
    settle_without_karl(world, meeting)
    minutes = Minutes.objects.get()
    assert "Karl: meldte seg inhabil" in str([part.entries for part in parts_of(minutes.content)])
    assert private not in str(minutes.content)
    assert not [entry for entry in Entry.objects.all() if private in str(entry.detail)]


def settle_without_karl(world: World, meeting: Meeting) -> None:
    for network in ("Innherred", "Fosen"):
        matter = take_up(world, network)
        matter_actions.agree(matter.pk, revision=matter.revision, actor=world.act("arne", MARCH), at=MARCH)
    actions.close_meeting(meeting.pk, actor=world.act("arne", MARCH), at=MARCH)
    actions.approve_minutes(meeting.pk, actor=world.act("siri", MARCH), at=MARCH)


def test_the_meeting_is_not_over_before_every_matter_is_through(world: World, meeting: Meeting) -> None:
    with pytest.raises(NotInOrder, match="avgjøres eller utsettes: sak 1, 2"):
        actions.close_meeting(meeting.pk, actor=world.act("arne", MARCH), at=MARCH)


def test_a_matter_that_is_put_off_comes_up_at_the_next_meeting(world: World, meeting: Meeting) -> None:
    matter_actions.postpone(matter_of(world, "Fosen").pk, actor=world.act("arne", MARCH), at=MARCH)
    later = call(world)
    assert [each.title for each in later.matters.all()] == ["Beslutningsgrunnlag fra Fosen"]
    assert later.matters.get().reference == "Sak 3/2025"


def test_nobody_but_the_leader_approves_and_only_once(world: World, meeting: Meeting, client: Client) -> None:
    client.force_login(world.people["eva"])
    assert client.get(f"/forum/mote/{meeting.pk}/protokoll/").status_code == 404  # not Statsforvalteren's yet
    settle(world, meeting)
    for name in ("arne", "mons", "eva"):
        with pytest.raises(PermissionDenied):
            actions.approve_minutes(meeting.pk, actor=world.act(name, MARCH), at=MARCH)
    with pytest.raises(TransitionNotAllowed):
        actions.approve_minutes(meeting.pk, actor=world.act("siri", MARCH), at=MARCH)
    assert client.get(f"/forum/mote/{meeting.pk}/protokoll/").status_code == 200


def test_a_forum_is_not_called_to_nothing_nor_without_anyone_in_it(world: World) -> None:
    arne = world.act("arne", CALLED)
    meeting = actions.plan_meeting(world.round, title="Møte", begins=MARCH, place="Her", actor=arne, at=CALLED)
    with pytest.raises(NotInOrder, match="Sakslista er tom"):
        actions.call_meeting(meeting.pk, actor=arne, at=CALLED)
    actions.add_matter(meeting.pk, title="Fellestiltak", background="", actor=arne, at=CALLED)
    with pytest.raises(NotInOrder, match="Ingen sitter i forumet"):
        actions.call_meeting(meeting.pk, actor=arne, at=CALLED)
    seat_everyone(world)
    actions.call_meeting(meeting.pk, actor=arne, at=CALLED)
