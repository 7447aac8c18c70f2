from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _


def applied_in_words(lines: Collection[Mapping[str, Any]]) -> str:
    """What the amounts before the decision are called: nobody has applied for a fast tildeling, it is set aside."""
    set_aside = [bool(line.get("set_aside")) for line in lines]
    if all(set_aside):
        return _("Satt av")
    return _("Søkt eller satt av") if any(set_aside) else _("Søkt")
