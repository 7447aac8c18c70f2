"""What children are asked about, tied to the facets and aspects that the staff answer about.

Seven of the ten facets of the instrument `inclusive_practice`, and its four aspects. Vision, resources and
leadership are left out: they are about how adults work, and a child can't be asked to answer for that.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

INSTRUMENT = "inclusive_practice"


class Way(models.TextChoices):
    """How they were heard."""

    TALK = "talk", _("Samtale")
    DRAWING = "drawing", _("Tegning eller bilde")
    OBSERVATION = "observation", _("Observasjon")
    PARENTS = "parents", _("Gjennom foreldre")


GUIDANCE: "dict[Way, Text]" = {
    Way.TALK: _(
        "Fortell barnet hva dere skal snakke om, og at det er frivillig. Spør åpent, vent på svaret, og la barnet "
        "fortelle fritt. Avslutt med å si hva du tar med deg videre. Barnet kan ombestemme seg når som helst."
    ),
    Way.DRAWING: _(
        "Be barnet tegne, bygge eller ta bilde av noe det liker og noe det ikke liker. La barnet selv fortelle hva "
        "det er. Ikke tolk for barnet, og ikke ta vare på tegningen her."
    ),
    Way.OBSERVATION: _(
        "Skriv hva du så, ikke hvorfor. Se etter det barna viser med kropp, blikk og valg. Er du i tvil om hva et "
        "barn mener, tell det som «litt av hvert»."
    ),
    Way.PARENTS: _(
        "Spør hva barnet forteller hjemme, ikke hva foreldrene selv mener. Ta bare med det som handler om "
        "hverdagen hos dere."
    ),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing to hear children about. `of` is "facet" or "aspect", and `key` its name in the instrument."""

    key: str
    of: str
    title: "Text"
    asks: "tuple[Text, ...]"  # open questions to borrow
    look_for: "Text"


_ALL = (
    Theme(
        "community",
        "aspect",
        _("Å ha noen å være sammen med"),
        (
            _("Hvordan er det å være sammen med de andre her?"),
            _("Hva gjør du når du har lyst til å være med noen?"),
        ),
        _("Om alle har noen å gå til, og hva som skjer med den som står alene."),
    ),
    Theme(
        "participation",
        "aspect",
        _("Å få være med"),
        (
            _("Når er det lett å bli med i det de andre gjør? Når er det vanskelig?"),
            _("Hva har du lyst til å være med på?"),
        ),
        _("Hvem som er med fra start til slutt, og hvor noen faller ut."),
    ),
    Theme(
        "influence",
        "aspect",
        _("Å bli hørt og få bestemme"),
        (_("Hva får du være med og bestemme her?"), _("Hva skjer når du sier fra om noe?")),
        _("Om barnas forslag og protester får følger, også dem de viser uten ord."),
    ),
    Theme(
        "benefit",
        "aspect",
        _("Å lære og få til noe"),
        (_("Hva har du blitt god til her?"), _("Hva vil du gjerne få til?")),
        _("Om barna prøver, får til og viser glede over det."),
    ),
    Theme(
        "acceptance",
        "facet",
        _("Å bli møtt som den jeg er"),
        (_("Hvordan er de voksne når du er lei deg eller sint?"), _("Hvordan er det å være deg her?")),
        _("Hvordan voksne og barn møter den som har en vanskelig dag."),
    ),
    Theme(
        "placement",
        "facet",
        _("Å være der de andre er"),
        (_("Hvor er det fint å være her?"), _("Hvordan er det når du er et annet sted enn de andre?")),
        _("Hvem som tas ut, hvor ofte, og hva de går glipp av."),
    ),
    Theme(
        "access",
        "facet",
        _("Å komme til og ha det godt i rommene"),
        (_("Hvor her er det vanskelig å være?"), _("Hva er for høyt, for trangt eller for langt unna?")),
        _("Steder og tider som noen unngår, ute og inne."),
    ),
    Theme(
        "curriculum",
        "facet",
        _("Å gjøre noe som passer for meg"),
        (_("Hva er gøy å gjøre her? Hva er kjedelig eller for vanskelig?"), _("Hva skulle det vært mer av?")),
        _("Hva som fanger barna, og hva de trekker seg unna."),
    ),
    Theme(
        "teaching",
        "facet",
        _("Å få gjøre det på min måte"),
        (_("Hvordan liker du best å gjøre ting?"), _("Hva hjelper når noe er vanskelig?")),
        _("Om det er flere måter å delta på, og hvilke barna velger."),
    ),
    Theme(
        "assessment",
        "facet",
        _("Å få vise hva jeg kan"),
        (_("Hvordan kan de voksne se hva du kan?"), _("Hva kan du som ingen spør deg om?")),
        _("Når barna viser fram noe, og hva som skjer da."),
    ),
    Theme(
        "support",
        "facet",
        _("Å få hjelp når jeg trenger det"),
        (_("Hva gjør du når du trenger hjelp?"), _("Hvordan er det å få hjelp her?")),
        _("Hvem som ber om hjelp, hvem som venter, og hvem som gir opp."),
    ),
)
THEMES = {theme.key: theme for theme in _ALL}
