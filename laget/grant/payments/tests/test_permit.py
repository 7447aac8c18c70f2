"""Who may do what with payments, as a truth table: every person of the county, in every state of a list."""

from collections.abc import Callable

from laget.base.accounts.roles import Role
from laget.grant.payments import permissions
from laget.grant.payments.models import Account
from laget.grant.payments.states import State
from testing.money import MAY, also, award_to, make_list, with_accounts
from testing.people import World


def test_every_list_in_every_state_for_everyone(world: World) -> None:
    award = award_to(world, "Nord universitet")
    with_accounts(world)
    found, county = make_list(world, award), world.county.pk
    of_county: list[tuple[Callable[..., bool], str]] = [
        (permissions.handles, "eva"),
        (permissions.sees_payments, "eva dag"),
    ]
    for may, names in of_county:
        assert {name for name in world.people if may(world.act(name, MAY), county)} == set(names.split())
    also(world, "eva", Role.DECIDER)  # who prepared it, and registered the accounts
    also(world, "siri", Role.DECIDER)
    for state in State:
        found.state = state
        approves = {name for name in world.people if permissions.can_approve(world.act(name, MAY), found)}
        assert approves == ({"dag", "siri"} if state == State.PREPARED else set()), state


def test_whoever_registered_an_account_does_not_approve_what_goes_there(world: World) -> None:
    award = award_to(world, "Nord universitet")
    with_accounts(world)
    also(world, "dag", Role.CASE_OFFICER)
    like = Account.objects.get(recipient=award.recipient)
    Account.objects.create(
        county=world.county,
        recipient=award.recipient,
        holder=like.holder,
        organisation_number=like.organisation_number,
        number=like.number,
        registered_by=world.people["dag"],
        registered_at=MAY,
    )
    found = make_list(world, award)
    assert not permissions.may_approve(world.act("dag", MAY), found)
