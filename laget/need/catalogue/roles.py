"""Who keeps the county's catalogue."""

from laget.base.accounts.roles import Role

# Statsforvalteren knows what is offered, and the administrator keeps the county's lists in order.
EDITORS = (Role.CASE_OFFICER, Role.ADMINISTRATOR)
