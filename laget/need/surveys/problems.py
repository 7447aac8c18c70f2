"""What can be wrong with an instrument, said so that its writer can mend it."""

from collections.abc import Sequence


class InstrumentProblem(Exception):
    """An instrument that can't be used. `problems` says each fault, in Norwegian."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
