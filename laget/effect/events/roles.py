"""Who arranges, who signs others up, and who follows."""

from laget.base.accounts.roles import Role

# Who arranges on behalf of whom: the leader of a virksomhet, an owner, a koordinator, a UH, the forum, the county.
ARRANGING = (
    Role.UNIT_LEADER,
    Role.OWNER,
    Role.COORDINATOR,
    Role.PARTNER,
    Role.FORUM_SECRETARY,
    Role.FORUM_LEADER,
    Role.CASE_OFFICER,
)

# Who signs others up from where they are. The rest sign up themselves.
LEADING = (*ARRANGING, Role.DECIDER)

# Statsforvalteren follows what comes of the money.
FOLLOWING = (Role.CASE_OFFICER, Role.DECIDER)
