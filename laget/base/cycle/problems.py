"""What can be wrong with what people give us, said so that they can mend it."""

from collections.abc import Sequence


class CountyFileProblem(Exception):
    """A county file that can't be used. `lines` says each fault, in Norwegian."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class RoundProblem(Exception):
    """A round that can't be opened. The message says why, in Norwegian."""
