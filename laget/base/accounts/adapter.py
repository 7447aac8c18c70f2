"""How allauth meets our people: nobody signs up, and nobody has a password."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from laget.base.accounts.models import Person


class PersonAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth calls it so
        """People are given roles by an administrator; signing up would give a person who may see nothing."""
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]


def display_name(person: Person) -> str:
    return person.name
