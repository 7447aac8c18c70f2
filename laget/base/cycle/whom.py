"""Whom something is for: those in a role at a party, everyone who takes part there, or one person."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Party


@dataclass(frozen=True, slots=True)
class Whom:
    party: UUID | None = None
    role: str = ""  # none: everyone who takes part there
    person: UUID | None = None


def those(*roles: Role, at: UUID) -> list[Whom]:
    """Whoever holds one of the roles at a party, each day it is asked."""
    return [Whom(at, role) for role in roles]


def everyone_at(party: UUID) -> list[Whom]:
    """Those who hold any role there; at a network or a county also those who take part in it from where they are."""
    return [Whom(party)]


def one(person: UUID) -> list[Whom]:
    return [Whom(person=person)]


class ForWhom(models.Model):
    """A row of whom something is for. A subclass says what."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(party=None, role="", person__isnull=False)
                | models.Q(party__isnull=False, person=None),
                name="%(app_label)s_%(class)s_a_party_or_a_person",
            ),
        ]


def concerns(actor: Actor) -> Q:
    """The rows of ForWhom that are for this person, by what they hold that day."""
    held = [Q(party=holding.party, role=holding.role) for holding in actor.holdings]
    taking_part = Q(party__in=actor.parties | actor.networks | actor.counties, role="", person=None)
    return reduce(or_, held, taking_part | Q(person=actor.person.pk))
