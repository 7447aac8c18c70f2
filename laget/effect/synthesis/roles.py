"""Who makes a synthesis: each where they already read every document that may be in it."""

from laget.base.accounts.roles import Role

MAKERS = (Role.FORUM_SECRETARY, Role.COORDINATOR, Role.CASE_OFFICER)
