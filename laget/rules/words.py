"""Words put together as people write them."""

from collections.abc import Iterable, Sequence


def and_list(words: Sequence[str]) -> str:
    """Barn, elever og lærlinger."""
    *first, last = words or [""]
    return f"{', '.join(first)} og {last}" if first else last


def listed(names: Iterable[str]) -> str:
    """Names in one line: with commas between, or semicolons when a name holds a comma: "Vik barnehage, Inderøy"."""
    all_names = list(names)
    return ("; " if any("," in name for name in all_names) else ", ").join(all_names)


def lower_first(text: str) -> str:
    """As it stands within a sentence: an abbreviation keeps its capitals, at the front too."""
    head = text.split(" ", maxsplit=1)[0]
    return text if head.isupper() and len(head) > 1 else text[:1].lower() + text[1:]
