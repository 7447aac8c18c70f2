"""The figures of a result as they stand on its page. They never change, so each process makes them once."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from laget.need.surveys.drawing import draw
from laget.need.surveys.result_queries import Result


@dataclass(frozen=True, slots=True)
class Frozen:
    """What one person sees of a group. It is the same as another's when all that it is compared with is too."""

    release: str  # its hash
    group: int
    since: str
    beside: tuple[str, ...]
    result: Result = field(compare=False)

    @classmethod
    def of(cls, result: Result) -> "Frozen":
        since = str(result.since.pk) if result.since else ""
        return cls(result.release.sha256, result.group.pk, since, result.beside, result)


@lru_cache(maxsize=128)  # some 50 kB each
def figures_of(frozen: Frozen) -> SafeString:
    result = frozen.result
    drawing = draw(result.measures, result.beside) if result.measures else None
    return render_to_string("surveys/result_figures.html", {"result": result, "drawing": drawing})
