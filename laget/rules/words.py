"""Words put together as people write them."""

from collections.abc import Sequence


def and_list(words: Sequence[str]) -> str:
    """Barn, elever og lærlinger."""
    *first, last = words or [""]
    return f"{', '.join(first)} og {last}" if first else last


def lower_first(text: str) -> str:
    """As it stands within a sentence: an abbreviation keeps its capitals, at the front too."""
    head = text.split(" ", maxsplit=1)[0]
    return text if head.isupper() and len(head) > 1 else text[:1].lower() + text[1:]
