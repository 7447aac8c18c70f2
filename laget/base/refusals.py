"""Why an act was refused, when the person may do such things. Pages say it; nothing was saved."""


class NotInOrder(Exception):
    """It can't be done as things stand. The message says why, and what to do, in Norwegian."""


class ChangedMeanwhile(Exception):
    """Someone else has changed it, or called it off, since the page was opened."""
