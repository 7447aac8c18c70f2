"""People, and the roles they hold for a time."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.roles import HELD_AT, Place, Role
from laget.base.actors.models import (
    OWNERS,
    PARTNERS,
    VIRKSOMHETER,
    County,
    Forum,
    Language,
    Network,
    Organisation,
    Party,
    Period,
)
from laget.rules.names import sort_key


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, **fields: Any) -> "Person":
        """A person who signs in without a password: by a code in their mail, or a passkey."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Person (person): someone who can sign in. What they may do follows from the roles they hold that day alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("navn"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    language = models.CharField(_("målform"), max_length=2, choices=Language, default=Language.BOKMAL)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        ordering: ClassVar[list[str]] = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """What is kept of someone from one page to the next, and who it is when they have signed in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions", db_index=False)


class HeldRole(Period):
    """Rolle (role): what a person may act as at a party, for a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_roles")
    role = models.CharField(_("rolle"), max_length=20, choices=Role)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="held_roles")

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("rolle")
        constraints: ClassVar[list[Any]] = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "role", "party", "valid_from"], name="accounts_a_role_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.party}"

    @property
    def place(self) -> str:
        return HELD_AT[Role(self.role)]


def places_of(role: Role) -> models.QuerySet[Party]:
    """Where a role belongs: a koordinator at a network, a styrer at a barnehage."""
    kinds = {Place.VIRKSOMHET: VIRKSOMHETER, Place.OWNER: OWNERS, Place.PARTNER: PARTNERS}
    parties: dict[Place, type[Party]] = {Place.NETWORK: Network, Place.FORUM: Forum, Place.COUNTY: County}
    place = HELD_AT[role]
    found = parties[place].objects.all() if place in parties else Organisation.objects.filter(kind__in=kinds[place])
    return Party.objects.filter(pk__in=found.values("pk"))
