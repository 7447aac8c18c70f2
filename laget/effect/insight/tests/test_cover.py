"""Which units have said what they need, and which have taken part."""

from laget.base.actors.models import Organisation
from laget.effect.events import actions, door_actions, evaluating
from laget.effect.insight.need_queries import units_with_cover
from laget.effect.insight.picture_queries import Scope, choose
from laget.need.surveys.library import store_shipped
from laget.need.surveys.models import Survey
from laget.need.surveys.queries import last_invited
from laget.need.surveys.states import State as SurveyState
from testing.collecting import opened
from testing.events import HELD_ON, open_event, signed_up
from testing.people import AUTUMN, World


def test_an_evaluation_is_no_kartlegging_of_what_the_unit_needs(world: World) -> None:
    opened(world, at=AUTUMN)
    units = Organisation.objects.filter(name="Solbakken barnehage")
    before = last_invited(units)
    store_shipped(at=AUTUMN)
    event = open_event(world)
    signed_up(world, event, "Ane", "Bo")
    nina, everyone = world.act("nina", HELD_ON), event.sign_ups.values_list("pk", flat=True)
    door_actions.mark_attendance(event.pk, sign_ups=everyone, came=True, actor=nina, at=HELD_ON)
    actions.hold_event(event.pk, actor=nina, at=HELD_ON)
    survey = evaluating.evaluate(event.pk, actor=nina, at=HELD_ON)
    survey.units.update(answered=2)
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.FROZEN)
    assert last_invited(units) == before
    scope = Scope.of(world.county, day=HELD_ON.date())
    choice = choose(world.county.pk, year=str(HELD_ON.year + 1), ordning="", day=HELD_ON.date())
    assert not units_with_cover(scope, choice).get(name="Solbakken barnehage").was_asked
