from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from laget.base.ui.menu import shown


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page needs to know about where it is shown."""
    return {"demo": settings.PICK_PERSON, "today": getattr(request, "today", None), "menu": partial(shown, request)}
