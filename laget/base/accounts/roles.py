"""The roles of the scheme, and at what kind of party each is held."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    UNIT_LEADER = "unit_leader", _("Leder i virksomheten")
    UNIT_STAFF = "unit_staff", _("Ansatt i virksomheten")
    OWNER = "owner", _("Eierrepresentant")
    COORDINATOR = "coordinator", _("Koordinator")
    PARTNER = "partner", _("Kontakt i UH")
    FORUM_MEMBER = "forum_member", _("Medlem i samarbeidsforum")
    FORUM_LEADER = "forum_leader", _("Leder i samarbeidsforum")
    FORUM_SECRETARY = "forum_secretary", _("Sekretær i samarbeidsforum")
    CASE_OFFICER = "case_officer", _("Saksbehandler hos Statsforvalteren")
    DECIDER = "decider", _("Beslutter hos Statsforvalteren")
    ADMINISTRATOR = "administrator", _("Administrator i fylket")


class Place(models.TextChoices):
    """Where a role is held."""

    VIRKSOMHET = "virksomhet", _("virksomhet")
    OWNER = "owner", _("eier")
    NETWORK = "network", _("nettverk")
    PARTNER = "partner", _("universitet, høgskole eller fagskole")
    FORUM = "forum", _("samarbeidsforum")
    COUNTY = "county", _("fylke")


HELD_AT: dict[Role, Place] = {
    Role.UNIT_LEADER: Place.VIRKSOMHET,
    Role.UNIT_STAFF: Place.VIRKSOMHET,
    Role.OWNER: Place.OWNER,
    Role.COORDINATOR: Place.NETWORK,
    Role.PARTNER: Place.PARTNER,
    Role.FORUM_MEMBER: Place.FORUM,
    Role.FORUM_LEADER: Place.FORUM,
    Role.FORUM_SECRETARY: Place.FORUM,
    Role.CASE_OFFICER: Place.COUNTY,
    Role.DECIDER: Place.COUNTY,
    Role.ADMINISTRATOR: Place.COUNTY,
}

# An administrator keeps people and registers in order, and reads no more than others do.
READERS = frozenset(Role) - {Role.ADMINISTRATOR}

# A forum's members read what it writes, but its leader and secretary write it.
WRITERS = READERS - {Role.FORUM_MEMBER}

# Those who follow every case of the county, whichever network it comes from.
COUNTY_WIDE = READERS & {role for role, place in HELD_AT.items() if place in (Place.FORUM, Place.COUNTY)}
