"""A lytteperiode of one sample kindergarten: what its children say, beside what its staff answered that autumn."""

from datetime import date, datetime, timedelta

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Organisation
from laget.config.sample.year import OSLO
from laget.need.surveys.models import Level, ReleasedGroup, Survey
from laget.need.voices.actions import close_listening, open_listening, plan_theme, register_voice
from laget.need.voices.models import Listening
from laget.need.voices.said import Said

FIRST, LAST = date(2024, 9, 2), date(2024, 10, 25)
# (theme, way, children, good, mixed, hard, a few words)
SAID = (
    ("community", "talk", 14, 3, 4, 6, "Flere sier at det er vanskelig å bli med når leken alt er i gang."),
    ("community", "drawing", 8, 2, 3, 2, "Mange tegner uteområdet, og de store huskene som det er kø til."),
    ("participation", "talk", 14, 8, 4, 1, "Samlingsstunden er fin når alle får si noe."),
    ("influence", "talk", 12, 1, 3, 7, "Barna vil være med og velge turer."),
    ("access", "observation", 16, 11, 4, 1, "De fleste finner seg til rette i alle rommene."),
    ("support", "talk", 9, 6, 2, 1, "De vet hvem de kan gå til når noe er leit."),
    ("teaching", "parents", 3, 2, 1, 0, "Få har sagt noe om dette."),
)
PLAN = {
    "community": {
        "keep": "Alle små har en fast voksen ute.",
        "change": "En voksen starter en lek som er åpen for alle, hver dag etter maten.",
        "who": "Pedagogiske ledere",
        "sign": "Færre barn går alene i uteleken. Vi ser etter i to uker i januar.",
    },
    "access": {
        "keep": "Rommene er merket med bilder, og lyset kan dempes.",
        "change": "",
        "who": "Hele personalet",
        "sign": "Barna finner fram uten hjelp.",
    },
}


def hear_children(survey: Survey) -> Listening:
    """In the first kindergarten whose own result of the survey is shown."""
    unit = _kindergarten(survey)
    leader, ends = _leader(unit), _at(LAST)
    listening = open_listening(unit.pk, first=FIRST, last=LAST, actor=leader, at=_at(FIRST))
    for theme, way, children, good, mixed, hard, words in SAID:
        said = Said(children, good, mixed, hard, words)
        register_voice(listening.pk, theme=theme, way=way, said=said, revision=0, actor=leader, at=ends)
    close_listening(listening.pk, actor=leader, at=ends)
    for theme, texts in PLAN.items():
        due = LAST + timedelta(days=100)
        plan_theme(listening.pk, theme=theme, texts=texts, due=due, revision=0, actor=leader, at=ends)
    return Listening.objects.select_related("unit", "owner").get(pk=listening.pk)


def _kindergarten(survey: Survey) -> Organisation:
    shown = ReleasedGroup.objects.filter(release__survey=survey, level=Level.UNIT, layer="", shown=True)
    units = Organisation.objects.filter(pk__in=shown.values("party"), kind=Kind.KINDERGARTEN)
    return units.order_by("sort_key", "pk")[0]


def _leader(unit: Organisation) -> Actor:
    held = HeldRole.objects.at(FIRST).filter(role=Role.UNIT_LEADER, party=unit).select_related("person")
    return actor_for(held.order_by("pk")[0].person, day=FIRST)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=OSLO)
