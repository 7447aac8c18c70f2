"""Who is in the room, and who runs it."""

from laget.base.accounts.roles import Role

IN_THE_ROOM = (Role.FORUM_MEMBER, Role.FORUM_LEADER, Role.FORUM_SECRETARY)

# The secretary and the leader prepare the meetings, and write down what happens in them.
RUNNING = (Role.FORUM_SECRETARY, Role.FORUM_LEADER)
