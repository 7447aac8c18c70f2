"""What the sample throws dice for, the same every time."""

import random

from laget.base.questions.models import Document
from laget.effect.reports.models import Report


def dice_of(document: Document) -> random.Random:
    """Thrown the same for the same matter every time, so that a year that is run twice has the same sums."""
    return random.Random(f"{document.kind} {document.round.year} {document.subject.name}")


def unused_in(report: Report, dice: random.Random) -> dict[str, int]:
    """By line: now and then a part isn't used."""
    lines = report.given["items"]["lines"]
    return {line["id"]: line["received"] // 12 if dice.random() < 0.2 else 0 for line in lines}
