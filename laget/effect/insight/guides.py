"""The user guide: one short page for each role, and for what several roles do, by the last part of its address."""

from django.utils.translation import gettext_lazy as _

GUIDES = {
    "leder": _("Leder i en virksomhet"),
    "eier": _("Eier"),
    "koordinator": _("Koordinator i et nettverk"),
    "uh": _("Kontakt i UH"),
    "forum": _("Samarbeidsforum"),
    "statsforvalteren": _("Statsforvalteren"),
    "administrator": _("Administrator i fylket"),
    "kartlegging": _("Kartlegging"),
    "barnets-stemme": _("Barnets stemme"),
    "katalog": _("Katalog"),
    "planer": _("Planer for flere år"),
    "grupper": _("Grupper og nettverk"),
    "oppsummering": _("Oppsummeringer"),
    "arrangement": _("Arrangementer"),
    "helhetsbildet": _("Helhetsbildet"),
    "varsler": _("Varsler og kalender"),
    "sok": _("Søk"),
    "tiltak": _("Tiltak, fellestiltak og utviklingsarbeid"),
}
