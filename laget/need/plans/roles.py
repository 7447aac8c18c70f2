from laget.base.accounts.roles import Role

# Those who begin the plans of an owner, a network and a forum, and write down what was decided about them.
LEADING = (Role.OWNER, Role.COORDINATOR, Role.FORUM_LEADER, Role.FORUM_SECRETARY)
