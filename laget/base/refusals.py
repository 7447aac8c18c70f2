"""Why an act was refused, when the person may do such things. Pages say it; nothing was saved."""

from django.utils.translation import gettext as _


class NotInOrder(Exception):
    """It can't be done as things stand. The message says why, and what to do, in Norwegian."""


class ChangedMeanwhile(NotInOrder):
    """Someone else has changed it, or called it off, since the page was opened."""

    def __init__(self, words: str = "") -> None:
        usual = _("Noen andre har lagret dette mens du skrev. Åpne siden på nytt, og legg inn det ditt på toppen.")
        super().__init__(words or usual)
