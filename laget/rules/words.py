"""Words put together as people write them, and kept as any file can have them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# Not one of them is allowed in XML, which is what files of Word and Excel are made of; and a database keeps no NUL.
_NOWHERE = dict.fromkeys((*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
_KEPT = {ord("\n"): "\n", ord("\t"): "\t", ord("\v"): "\n", ord("\f"): "\n"}  # Word breaks lines with the third
_PLAIN = _NOWHERE | _KEPT


def plain(text: str) -> str:
    """Lines that end alike, whatever they were typed or pasted from, and no characters that nobody sees."""
    return text if text.isprintable() else text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)


def all_plain(content: Any) -> Any:
    """The same for every text of lists and mappings."""
    match content:
        case str():
            return plain(content)
        case Mapping():
            return {key: all_plain(each) for key, each in content.items()}
        case list() | tuple():
            return [all_plain(each) for each in content]
    return content


def and_list(words: Sequence[str]) -> str:
    """Barn, elever og lærlinger."""
    *first, last = words or [""]
    return f"{', '.join(first)} og {last}" if first else last


def listed(names: Iterable[str]) -> str:
    """Names in one line: with commas between, or semicolons when a name holds a comma: "Vik barnehage, Inderøy"."""
    all_names = list(names)
    return ("; " if any("," in name for name in all_names) else ", ").join(all_names)


def counted(number: int, one: str, many: str) -> str:
    """1 linje, 2 linjer."""
    return f"{number} {one if number == 1 else many}"


def lower_first(text: str) -> str:
    """As it stands within a sentence: an abbreviation keeps its capitals, at the front too."""
    head = re.split(r"\W", text, maxsplit=1)[0]
    return text if head.isupper() and len(head) > 1 else text[:1].lower() + text[1:]
