"""Where applications compete: who scores and ranks them, and who is tied to one of them."""

from django.urls import reverse

from laget.base.accounts.models import Person
from laget.config.tests.eyes.step import Step
from laget.grant.forum import actions as forum_actions
from laget.grant.forum import matter_actions
from laget.grant.forum.models import Holder
from laget.grant.ranking import board_actions
from laget.grant.ranking.models import Ranking
from testing.people import World
from testing.ranking import MARCH as RANKED
from testing.ranking import application, grouped, planned_meeting


def of_scores(world: World) -> list[Step]:
    """Berit sits for Åsheim kommune, that applies for «Åpne dører»; Arne is no member of the group."""
    cast_ranked(world)
    grouped(world)
    found = application(world, "Åpne dører")
    keys = [each.key for each in world.round.file.ranking.criteria]
    posted = {f"{key}-points": 3 for key in keys} | {f"{key}-note": "Fordi." for key in keys}
    given = f"""
        INSERT INTO ranking_score (application_id, person_id, criterion, points, note, at)
        VALUES ('{found.pk}', %(who)s, '{keys[0]}', 3, 'x', now())
    """
    page = reverse("ranking:give_points", args=[found.pk])
    return [Step("ranking.score", page, "jon", "berit arne siri åse rut eva dag", posted, sql=given)]


def of_a_ranking(world: World) -> list[Step]:
    """Siri writes the ranking down, and sits for Storby kommune, that applies for «Fellesskap»."""
    of_scores(world)
    ranking = board_actions.begin_ranking(world.round, actor=world.act("arne", RANKED), at=RANKED)
    meeting = planned_meeting(world)
    place = ranking.places.get(application__tiltak__title="Fellesskap")
    to = 1 if place.number > 1 else 2
    posted = {"number": place.number, "to": to, "revision": ranking.revision, "reason": "Fordi."}
    posted |= {"application": str(place.application_id), "meeting": str(meeting.pk)}
    moved = f"""
        INSERT INTO ranking_move (ranking_id, application_id, before, after, reason, person_id, at)
        VALUES ('{ranking.pk}', '{place.application_id}', {place.number}, {to}, 'x', %(who)s, now())
    """

    def page(name: str) -> str:
        return reverse(f"ranking:{name}", args=[ranking.pk])

    wrong = "siri berit jon nina rut eva dag"
    return [
        Step("ranking.move", page("move"), "arne", wrong, posted, sql=moved),
        Step("ranking.give_rest", page("give_rest"), "arne", wrong, posted),
        Step("ranking.put_on_agenda", page("put_on_agenda"), "arne", "berit jon nina rut eva dag", posted),
    ]


def of_a_ranking_that_is_decided(world: World) -> list[Step]:
    """Nothing is moved any more, and nobody gets what is left."""
    of_a_ranking(world)
    ranking = Ranking.objects.get()
    arne = world.act("arne", RANKED)
    meeting = planned_meeting(world)
    matter = board_actions.put_on_agenda(ranking.pk, meeting=meeting.pk, actor=arne, at=RANKED)
    forum_actions.call_meeting(meeting.pk, actor=arne, at=RANKED)
    present = list(Holder.objects.filter(seat__forum=world.forum).values_list("pk", flat=True))
    siri = world.people["siri"].pk
    forum_actions.open_meeting(meeting.pk, present=present, chair=siri, actor=arne, at=RANKED)
    matter_actions.take_up(matter.pk, actor=arne, at=RANKED)
    matter_actions.agree(matter.pk, revision=matter.revision, actor=arne, at=RANKED)
    place = ranking.places.get(application__tiltak__title="Fellesskap")
    never = (
        f"UPDATE ranking_place SET reason = 'x' WHERE id = {place.pk}",
        f"UPDATE ranking_ranking SET rest_to_id = '{place.application_id}' WHERE id = '{ranking.pk}'",
        f"UPDATE forum_matter SET lines = '[]' WHERE id = '{matter.pk}'",
    )
    posted = {"number": place.number, "to": 1 if place.number > 1 else 2, "revision": ranking.revision, "reason": "x"}
    return [Step("", reverse("ranking:move", args=[ranking.pk]), "", "arne siri rut", posted, never=never)]


def cast_ranked(world: World) -> None:
    world.people["rut"] = Person.objects.create_user("rut@laget.example", name="Rut")
