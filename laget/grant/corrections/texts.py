"""The texts of a letter that people have written, by their place in it; and the letter with some of them corrected.

Amounts, years and dates are no texts: what was decided is not corrected, but decided anew.
"""

from collections.abc import Mapping
from typing import Any

Said = Mapping[str, Any]


def texts_in(said: Said) -> dict[str, str]:
    """(place, text) of each, in the order they stand in the letter. What repeats is one text, line by line."""
    found = {"recipient": said["recipient"]}
    found |= {f"line.{n}": cells[0] for n, cells in enumerate(said["lines"])}
    found |= {place: "\n".join(said[place]) for place in ("grounds", "conditions") if said[place]}
    return found


def corrected(said: Said, texts: Mapping[str, str]) -> dict[str, Any]:
    """The same letter with these texts in their places."""
    new = {**said, **{place: text for place, text in texts.items() if place == "recipient"}}
    new |= {place: texts[place].splitlines() for place in ("grounds", "conditions") if place in texts}
    new["lines"] = [[texts.get(f"line.{n}", cells[0]), *cells[1:]] for n, cells in enumerate(said["lines"])]
    return new
