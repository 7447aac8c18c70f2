"""Who has groups of their own, and who follows them."""

from laget.base.accounts.roles import Role

RUNNING = (Role.COORDINATOR, Role.FORUM_SECRETARY, Role.CASE_OFFICER)  # of a network, the forum, Statsforvalteren
FOLLOWING = (Role.CASE_OFFICER, Role.DECIDER)
