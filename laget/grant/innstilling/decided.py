"""What the forum has decided in its room, as answers in the innstilling: nobody types it again."""

from typing import Any

from laget.base.questions.answers import layout_of
from laget.grant.forum.models import Decision
from laget.grant.forum.queries import Decided, decided_lines
from laget.grant.innstilling.models import Innstilling


def answers_from_the_room(innstilling: Innstilling) -> dict[str, Any]:
    """The amount and the reason of every line that has been decided, None for no reason; and how and when, unless that
    is answered.

    The last two are questions that a county may do without, or ask in its own way.
    """
    known = {line["id"] for line in innstilling.given["items"]["lines"]}
    decided = {id: line for id, line in decided_lines(innstilling.round).items() if id in known}
    answers: dict[str, Any] = {}
    for id, line in decided.items():
        answers |= {f"lines.{id}.amount": str(line.amount), f"lines.{id}.reason": line.reason or None}
    return {**answers, **_how_and_when(innstilling, list(decided.values()))}


def _how_and_when(innstilling: Innstilling, decided: list[Decided]) -> dict[str, Any]:
    if not decided:
        return {}
    voted = any(line.how == Decision.How.VOTED for line in decided)
    said = {"agreement": "vote" if voted else "agreed", "meeting": max(line.on for line in decided).isoformat()}
    cells = {cell.path: cell for _section, _item, cell in layout_of(innstilling).all_cells({})}
    return {
        path: answer
        for path, answer in said.items()
        if path in cells
        and path not in innstilling.answers
        and (not cells[path].options or answer in dict(cells[path].options))
    }
