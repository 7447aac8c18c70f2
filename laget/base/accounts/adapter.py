"""How allauth meets our people: nobody signs up, and nobody has a password."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import override

from laget.base.accounts.models import Person
from laget.base.actors.models import Language
from laget.base.mail import Refused, TryAgain, said_plainly

log = logging.getLogger(__name__)


class PersonAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth calls it so
        """People are given roles by an administrator; signing up would give a person who may see nothing."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """In the language of whoever it is for.

        When it can't be mailed, whoever asked is told as everyone is: only those who have access are mailed at all.
        """
        person = Person.objects.filter(email=email.lower()).first()
        language = person.language if person else Language.BOKMAL
        try:
            with said_plainly(email), override(language):
                super().send_mail(template_prefix, email, {**context, "nynorsk": language == Language.NYNORSK})
        except (Refused, TryAgain) as problem:
            log.error("a mail for signing in was not sent: %s", type(problem.__cause__).__name__)  # noqa: TRY400

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]


def display_name(person: Person) -> str:
    return person.name
