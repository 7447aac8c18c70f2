"""What can be wrong with what people give us, said so that they can mend it."""

from collections.abc import Sequence


class CountyFileProblem(Exception):
    """A county file that can't be used. `lines` says each fault, in Norwegian."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def why(problem: OSError) -> str:
    """Why a file can't be read or written, in Norwegian where it is one of the usual reasons."""
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "den finnes ikke",
        FileExistsError: "det ligger noe annet der",
        IsADirectoryError: "det er en mappe",
        NotADirectoryError: "en del av stien er ikke en mappe",
        PermissionError: "vi har ikke tilgang",
    }
    return reasons.get(type(problem), str(problem.strerror))


class RoundProblem(Exception):
    """A round that can't be opened. The message says why, in Norwegian."""
