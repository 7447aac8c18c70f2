"""Who changes what a county asks: those who administer it, and nobody else."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer, Rule
from laget.config.tests.matrix.cast import Someone


@dataclass(frozen=True)
class Asking:
    """A form of a round."""

    county: str
    draft: bool


def administers(who: Someone, form: Asking) -> bool:
    return who.holds(Role.ADMINISTRATOR, at=form.county)


def with_draft(answer: Answer) -> Rule:
    """Where there is no draft, they are sent back to the form."""

    def rule(who: Someone, form: Asking) -> Answer:
        if not administers(who, form):
            return Answer.NOT_FOUND
        return answer if form.draft else Answer.ELSEWHERE

    return rule


def without_last_year(who: Someone, form: Asking) -> Answer:
    """The first year has nothing to copy."""
    return Answer.ELSEWHERE if administers(who, form) else Answer.NOT_FOUND
