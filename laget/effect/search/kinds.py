"""What can be found, and where each has its page."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """In the order that they are offered: the life of a case, then what is carried out, then who takes part."""

    ASSESSMENT = "assessment", _("Vurderinger")
    PLAN = "plan", _("Planer")
    BEHOVSMELDING = "behovsmelding", _("Behovsmeldinger")
    BESLUTNINGSGRUNNLAG = "beslutningsgrunnlag", _("Beslutningsgrunnlag")
    MATTER = "matter", _("Saker i forumet")
    INNSTILLING = "innstilling", _("Innstillinger")
    TILSAGN = "tilsagn", _("Tilsagn")
    REPORT = "report", _("Rapporter")
    DELIVERY = "delivery", _("Tiltak")
    PULJE = "pulje", _("Fellestiltak")
    DEVELOPMENT = "development", _("Utviklingsarbeid")
    OPPFOLGING = "oppfolging", _("Oppfølgingsordningen")
    EVENT = "event", _("Arrangementer")
    CATALOGUE = "catalogue", _("Katalogen")
    SURVEY = "survey", _("Kartlegginger")
    GROUP = "group", _("Grupper")
    MEETING = "meeting", _("Møter i grupper")
    FILE = "file", _("Dokumenter i grupper")
    ORGANISATION = "organisation", _("Organisasjoner")


DOCUMENTS = (
    Kind.ASSESSMENT,
    Kind.PLAN,
    Kind.BEHOVSMELDING,
    Kind.BESLUTNINGSGRUNNLAG,
    Kind.INNSTILLING,
    Kind.TILSAGN,
    Kind.REPORT,
)
# The route of its page. The others are at "KIND:case".
ROUTES: Mapping[str, str] = {
    Kind.EVENT: "events:case",
    Kind.GROUP: "groups:case",
    Kind.MEETING: "groups:meeting",
    Kind.FILE: "groups:file",
    Kind.ORGANISATION: "accounts:organisation",
}
