"""What a pair of eyes finds in an instrument when each part of it is fine: names that lead nowhere, and the like."""

from collections import Counter
from collections.abc import Iterable, Iterator

from laget.need.surveys.instrument_file import Condition, Instrument, Item, Layer, Scale
from laget.rules.scores import NOT_RELEVANT


def what_does_not_hang_together(instrument: Instrument) -> Iterator[str]:
    """Each fault, in Norwegian, with where it is."""
    items = [item for section in instrument.sections for item in section.items]
    yield from _twice("sections", (section.key for section in instrument.sections))
    yield from _twice("items", (item.key for item in items))
    yield from _twice("scales", (scale.key for scale in instrument.scales))
    for name, choices in instrument.answer_scales.items():
        yield from _twice(f"answer_scales.{name}", (str(choice.value) for choice in choices))
    earlier: dict[str, Item] = {}
    for item in items:
        yield from _wrong_with_item(item, instrument)
        if item.when:
            yield from _wrong_with_condition(item, item.when, earlier, instrument)
        earlier[item.key] = item
    for scale in instrument.scales:
        yield from _wrong_with_scale(scale, earlier, instrument)


def _twice(where: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{where}: «{name}» står {times} ganger. Hvert navn kan stå én gang."


def _wrong_with_item(item: Item, instrument: Instrument) -> Iterator[str]:
    where = f"items.{item.key}"
    if item.answers and item.answers not in instrument.answer_scales:
        yield f"{where}: svarskalaen «{item.answers}» står ikke under [answer_scales]."
    elif item.kind == "scale" and len(_scored(item, instrument)) < 2:
        yield f"{where}: svarskalaen «{item.answers}» må ha minst to svar med verdi over 0. Verdien 0 gir ikke poeng."
    if item.reversed and item.kind != "scale":
        yield f"{where}: bare et spørsmål av typen «scale» kan være snudd."
    for tag in (item.facet, *item.aspects):
        if tag and tag not in instrument.tags:
            yield f"{where}: «{tag}» står ikke under [tags]."


def _scored(item: Item, instrument: Instrument) -> set[int]:
    return {choice.value for choice in instrument.answer_scales[item.answers]} - {NOT_RELEVANT}


def _wrong_with_condition(
    item: Item, when: Condition, earlier: dict[str, Item], instrument: Instrument
) -> Iterator[str]:
    where = f"items.{item.key}.when"
    other = earlier.get(when.item)
    if other is None:
        yield f"{where}: «{when.item}» er ikke et spørsmål som stilles før dette."
        return
    if other.kind == "text":
        yield f"{where}: «{when.item}» er et fritt svar. Vilkåret må vise til et spørsmål med svarskala."
    elif other.answers in instrument.answer_scales:
        known = {choice.value for choice in instrument.answer_scales[other.answers]}
        for value in when.values:
            if value not in known:
                yield f"{where}: «{when.item}» kan ikke besvares med {value}."
    if not all(other.is_for(layer) for layer in Layer if item.is_for(layer)):
        yield f"{where}: noen får dette spørsmålet uten å få «{when.item}»."


def _wrong_with_scale(scale: Scale, items: dict[str, Item], instrument: Instrument) -> Iterator[str]:
    where = f"scales.{scale.key}"
    yield from _twice(where, scale.items)
    bounds = set()
    for key in scale.items:
        item = items.get(key)
        if item is None:
            yield f"{where}: «{key}» er ikke et spørsmål her."
        elif item.kind != "scale":
            yield f"{where}: «{key}» gir ikke poeng. Bare spørsmål av typen «scale» gjør det."
        elif item.answers in instrument.answer_scales and _scored(item, instrument):
            bounds.add(instrument.bounds(item.answers))
    if len(bounds) > 1:
        yield f"{where}: alle spørsmålene må ha samme laveste og høyeste verdi."
