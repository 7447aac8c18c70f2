"""What an entry of the catalogue is marked with, so that people find what fits them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PACKAGE = "package", _("Kompetansepakke")
    NET_RESOURCE = "net_resource", _("Nettressurs")
    FURTHER_EDUCATION = "further_education", _("Videreutdanning")
    TOOL = "tool", _("Verktøy")


class Theme(models.TextChoices):
    """What it is about: inclusion itself, how people work, and the challenges that are met often (seed 003)."""

    INCLUSION = "inclusion", _("Inkluderende praksis")
    VOICE = "voice", _("Barns medvirkning")
    LAG = "lag", _("Samarbeid i laget")
    DEVELOPMENT = "development", _("Utviklingsarbeid og ledelse")
    LANGUAGE = "language", _("Språk og tale")
    READING = "reading", _("Lesing og skriving")
    MATHEMATICS = "mathematics", _("Matematikk")
    SOCIOEMOTIONAL = "socioemotional", _("Sosiale og emosjonelle vansker")
    ATTENTION = "attention", _("Oppmerksomhet og atferd")
    AUTISM = "autism", _("Autisme")
    ABSENCE = "absence", _("Skolefravær")
    SENSES = "senses", _("Syn, hørsel og ASK")


class TargetGroup(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("Barnehage")
    SCHOOL = "school", _("Skole")
    SFO = "sfo", _("SFO")
    PPT = "ppt", _("PPT")
    LEADERS = "leaders", _("Ledere og eiere")


class Level(models.TextChoices):
    """How many at a workplace are to have the competence: the three steps of seed 004."""

    ALL = "all", _("Alle")
    SOME = "some", _("Noen")
    FEW = "few", _("Få")


class Language(models.TextChoices):
    BOKMAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    NORTHERN_SAMI = "se", _("Nordsamisk")
    SOUTHERN_SAMI = "sma", _("Sørsamisk")
    ENGLISH = "en", _("Engelsk")


TAGS: dict[str, type[models.TextChoices]] = {
    "themes": Theme,
    "target_groups": TargetGroup,
    "levels": Level,
    "languages": Language,
}
