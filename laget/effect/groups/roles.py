"""Who has groups of their own, and who follows them."""

from laget.base.accounts.roles import Role

# Of a network, the forum, Statsforvalteren, and an owner.
RUNNING = (Role.COORDINATOR, Role.FORUM_SECRETARY, Role.CASE_OFFICER, Role.OWNER)
FOLLOWING = (Role.CASE_OFFICER, Role.DECIDER)  # all in the county, but for the owners' own
