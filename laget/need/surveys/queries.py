"""Which surveys a person may know of, and which groups of a result they may see."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Func, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import VIRKSOMHETER, Forum, Membership, Organisation, Ownership, Party
from laget.need.surveys.models import EVALUATION, ReleasedGroup, Survey, SurveyUnit


def visible_to(actor: Actor) -> QuerySet[Survey]:
    """The surveys they ask, and those that units, owners or networks of theirs take part in, or their county."""
    units = SurveyUnit.objects.filter(_concerns(actor)).values("survey")
    asked = Q(party__in=actor.reading) | Q(county__in=actor.county_wide)
    return Survey.objects.filter(asked | Q(pk__in=units)).select_related("stored", "party")


def units_visible_to(actor: Actor) -> QuerySet[SurveyUnit]:
    """The units they work at, own or lead a network of, or follow as the county."""
    return SurveyUnit.objects.filter(_concerns(actor) | Q(survey__party__in=actor.reading))


def _concerns(actor: Actor) -> Q:
    """Each part by an index of its own."""
    mine = Q(party__in=actor.reading) | Q(owner__in=actor.reading) | Q(network__in=actor.leading_networks)
    return mine | Q(county__in=actor.county_wide)


def units_led_by(actor: Actor) -> QuerySet[SurveyUnit]:
    """Those whose codes they hand out: permissions.hands_out_codes, asked of many at once."""
    led = actor.where(Role.UNIT_LEADER)
    return SurveyUnit.objects.filter(party__in=led).order_by("party__sort_key", "pk")


def virksomheter_below(party: Party, *, day: date) -> QuerySet[Organisation]:
    """Those that a party may ask: itself, what it owns, what its owners own, or all in the county."""
    owned = Ownership.objects.at(day)
    members = Membership.objects.at(day).filter(network=party.pk).values("owner")
    below = Q(pk=party.pk) | Q(pk__in=owned.filter(Q(owner=party.pk) | Q(owner__in=members)).values("organisation"))
    if asks_the_county(party):
        below = Q(county=party.county_id)
    return Organisation.objects.filter(below, kind__in=VIRKSOMHETER, active=True)


def asks_the_county(party: Party) -> bool:
    """Statsforvalteren and the forum ask everyone, and may add questions of the county's own."""
    return party.pk == party.county_id or Forum.objects.filter(pk=party.pk).exists()


def of_need(survey: str = "survey__") -> Q:
    """That it is of how things stand, and not of what one thought of an event. `survey` is the way to it."""
    return ~Q(**{f"{survey}stored__key": EVALUATION})


def last_invited(units: QuerySet[Organisation]) -> dict[UUID, dict[str, int]]:
    """How many each was last asked for, by layer: a good guess at how many they are."""
    found = (
        SurveyUnit.objects.filter(of_need(), party__in=units)
        .order_by("party_id", "-survey__opens")
        .distinct("party_id")
    )
    return dict(found.values_list("party", "invited"))


def groups_visible_to(actor: Actor, survey: Survey) -> QuerySet[ReleasedGroup]:
    """What a survey came to, as far as this person may see it: nothing when they may not know of the survey.

    Everyone who takes part sees the wide groups: county, network, kommune. One unit is seen by those
    who work there, its owner, and whoever asked it; a whole owner by those it owns, and its network.
    """
    known = visible_to(actor).filter(pk=survey.pk)
    return ReleasedGroup.objects.filter(_SeesGroup(actor, survey), release__survey__in=known).order_by("pk")


def visible_group(actor: Actor, pk: int) -> ReleasedGroup | None:
    """One group of any result, with what its page shows of the survey; None when they may not see it."""
    along = ("release__survey__stored", "release__survey__previous__stored")
    found = ReleasedGroup.objects.filter(pk=pk).select_related(*along).first()
    seen = found is not None and groups_visible_to(actor, found.release.survey).filter(pk=pk).exists()
    return found if seen else None


class _SeesGroup(Func):
    """The rule above in one piece. A result asks it several times, and Django would take it apart each time."""

    output_field = BooleanField()
    rule = """(
        {level} NOT IN ('unit', 'owner')
        OR {level} = 'unit' AND EXISTS (
            SELECT 1 FROM surveys_surveyunit AS asked WHERE asked.survey_id = %s AND asked.party_id = {party}
            AND (%s OR asked.party_id = ANY(%s::uuid[]) OR asked.owner_id = ANY(%s::uuid[])))
        OR {level} = 'owner' AND EXISTS (
            SELECT 1 FROM surveys_surveyunit AS asked WHERE asked.survey_id = %s AND asked.owner_id = {party}
            AND (asked.party_id = ANY(%s::uuid[]) OR asked.owner_id = ANY(%s::uuid[])
                 OR asked.network_id = ANY(%s::uuid[]) OR asked.county_id = ANY(%s::uuid[])))
    )"""

    def __init__(self, actor: Actor, survey: Survey) -> None:
        super().__init__("level", "party")
        reading = list(actor.reading)
        unit = [survey.pk, survey.party_id in actor.reading, reading, reading]
        owner = [survey.pk, reading, reading, list(actor.leading_networks), list(actor.county_wide)]
        self.values_of_rule = [*unit, *owner]

    def as_sql(self, compiler: Any, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        level, party = (compiler.compile(column)[0] for column in self.source_expressions)
        return self.rule.format(level=level, party=party), self.values_of_rule
