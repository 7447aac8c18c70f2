from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.permissions import can_be_held_at, may_manage
from laget.base.accounts.queries import manages
from laget.base.accounts.roles import HELD_AT, Role
from laget.base.actors.models import County, LanguageDecision, Party
from laget.base.audit.record import SYSTEM, By, record


class RoleDoesNotFit(Exception):
    """The role can't be held there. The message says why, in Norwegian."""


class HasAdministrator(Exception):
    """The county has one already, who gives the other roles."""


@transaction.atomic
def appoint_first_administrator(county: County, *, email: str, name: str, at: datetime) -> HeldRole:
    """Begin where nobody can give roles yet. Raises HasAdministrator.

    One who was appointed and has never signed in makes way: the address may have had a slip.
    """
    County.objects.select_for_update(no_key=True).get(pk=county.pk)
    there = list(HeldRole.objects.at(at.date()).filter(role=Role.ADMINISTRATOR, party=county).select_related("person"))
    if any(each.person.last_login for each in there):
        raise HasAdministrator
    for each in there:
        _end(each, county, by=SYSTEM, at=at)
    return _give(county, email, name, Role.ADMINISTRATOR, county, at.date(), None, by=SYSTEM, at=at)


@transaction.atomic
def give_role(
    county: County,
    *,
    email: str,
    name: str,
    role: Role,
    party: Party,
    first: date,
    last: date | None,
    actor: Actor,
    at: datetime,
) -> HeldRole:
    """Give a person a role at a party for a time, and let them sign in if they are new here. Raises RoleDoesNotFit."""
    if not (may_manage(actor, county) and manages(county, party)):
        raise PermissionDenied
    if not can_be_held_at(role, party):
        raise RoleDoesNotFit(f"Rollen «{role.label}» kan bare holdes ved {HELD_AT[role].label}, ikke ved {party}.")
    if last is not None and last < first:
        raise RoleDoesNotFit("Rollen kan ikke slutte før den begynner.")
    return _give(county, email, name, role, party, first, last, by=actor.by(county.pk), at=at)


@transaction.atomic
def set_email(party: Party, county: County, *, email: str, actor: Actor, at: datetime) -> None:
    """Say where letters to a party are mailed. Empty when there is no such address."""
    if not (may_manage(actor, county) and manages(county, party)):
        raise PermissionDenied
    found = Party.objects.select_for_update().get(pk=party.pk)
    if found.email == email:
        return
    found.email = email
    found.save(update_fields=["email"])
    by, detail = actor.by(county.pk), {"has_email": bool(email)}
    record("set_email", chain=county.code, kind="party", about=party.pk, by=by, at=at, detail=detail)


@transaction.atomic
def set_language(party: Party, county: County, *, language: LanguageDecision, actor: Actor, at: datetime) -> None:
    """Say which language a party has decided that letters to it are written in."""
    if not (may_manage(actor, county) and manages(county, party)):
        raise PermissionDenied
    found = Party.objects.select_for_update().get(pk=party.pk)
    before, found.language_decision = found.language_decision, language
    if before == language:
        return
    found.save(update_fields=["language_decision"])
    by, chain = actor.by(county.pk), county.code
    record("set_language", chain=chain, kind="party", about=party.pk, by=by, at=at, before=before, after=language)


def _give(
    county: County,
    email: str,
    name: str,
    role: Role,
    party: Party,
    first: date,
    last: date | None,
    *,
    by: By,
    at: datetime,
) -> HeldRole:
    person = Person.objects.filter(email=email.lower()).first() or Person.objects.create_user(
        email,
        name=name,
        language=party.language_from(county),  # until they choose themselves
    )
    held, is_new = HeldRole.objects.get_or_create(
        person=person, role=role, party=party, valid_from=first, defaults={"valid_to": last}
    )
    if not is_new:
        raise RoleDoesNotFit(f"{person} har allerede denne rollen fra samme dag.")
    detail = {"person": str(person.pk), "role": role, "party": str(party.pk), "from": first.isoformat()}
    record("give_role", chain=county.code, kind="role", about=held.pk, by=by, at=at, detail=detail)
    return held


@transaction.atomic
def end_role(held: HeldRole, county: County, *, actor: Actor, at: datetime) -> None:
    """End a role as of yesterday, so that it is gone at once. One that is over stays as it was."""
    if not (may_manage(actor, county) and manages(county, held.party)):
        raise PermissionDenied
    _end(HeldRole.objects.select_for_update().get(pk=held.pk), county, by=actor.by(county.pk), at=at)


def _end(held: HeldRole, county: County, *, by: By, at: datetime) -> None:
    about = held.pk
    yesterday = at.date() - timedelta(days=1)
    if held.valid_from > yesterday:  # given today, or not begun: as if it had never been
        held.delete()
    else:
        held.valid_to = min(yesterday, held.valid_to or yesterday)
        held.save(update_fields=["valid_to"])
    detail = {"person": str(held.person_id), "role": held.role, "party": str(held.party_id)}
    record("end_role", chain=county.code, kind="role", about=about, by=by, at=at, detail=detail)
