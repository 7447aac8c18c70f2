from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.questions.states import Act, State

# A plan that has been adopted stands while the next version of it is written.
TRANSITIONS = {
    (State.DRAFT, Act.PROPOSE): State.PROPOSED,
    (State.RETURNED, Act.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Act.RETURN): State.RETURNED,
    (State.PROPOSED, Act.ADOPT): State.ADOPTED,
    (State.ADOPTED, Act.REVISE): State.DRAFT,
    (State.DRAFT, Act.SET_ASIDE): State.SET_ASIDE,
    (State.RETURNED, Act.SET_ASIDE): State.SET_ASIDE,
    (State.SET_ASIDE, Act.TAKE_UP): State.DRAFT,
}


class Status(models.TextChoices):
    """How it goes with something that an adopted plan says."""

    NOT_BEGUN = "not_begun", _("Ikke begynt")
    ON_TRACK = "on_track", _("I rute")
    OFF_TRACK = "off_track", _("Avvik")
    DONE = "done", _("Gjort")
    DROPPED = "dropped", _("Gjøres ikke")

    @property
    def colour(self) -> str:
        """Of the design system's tags. The words are always there too."""
        return COLOURS[self]


COLOURS = {
    Status.NOT_BEGUN: "neutral",
    Status.ON_TRACK: "info",
    Status.OFF_TRACK: "danger",
    Status.DONE: "success",
    Status.DROPPED: "neutral",
}
ENDED = frozenset({Status.DONE, Status.DROPPED})  # nobody waits for it any longer
OFF_COURSE = frozenset({Status.OFF_TRACK, Status.DROPPED})  # one has to say why, and what is done about it

# What is followed up, section by section, and how it is said there.
FOLLOWED = ("phases", "milestones", "tasks", "measures", "success", "agreements")
_OWN_WORDS: Mapping[str, Mapping[Status, Any]] = {
    "success": {
        Status.NOT_BEGUN: _("Ikke på plass"),
        Status.ON_TRACK: _("På vei"),
        Status.OFF_TRACK: _("I fare"),
        Status.DONE: _("På plass"),
        Status.DROPPED: _("Gjelder ikke lenger"),
    },
    "agreements": {
        Status.NOT_BEGUN: _("Ikke tatt stilling til"),
        Status.ON_TRACK: _("Under arbeid"),
        Status.DONE: _("Avklart"),
        Status.DROPPED: _("Gjelder ikke lenger"),
    },
}


def label_of(section: str, status: Status) -> Any:
    return _OWN_WORDS.get(section, {}).get(status, status.label)
