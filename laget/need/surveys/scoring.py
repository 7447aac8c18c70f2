"""How an instrument is scored: its scales as rules."""

from collections.abc import Mapping

from laget.need.surveys.instrument_file import Instrument, Layer, Scale
from laget.rules.scores import ScaleRule


def scoring_of(instrument: Instrument, layer: Layer | None = None) -> Mapping[str, ScaleRule]:
    """The rule of each scale, by its key.

    For one layer a scale has only the items that layer is asked, so that no one lacks what they never saw.
    A scale that asks a layer nothing is left out.
    """
    rules = {}
    for scale in instrument.scales:
        items = [key for key in scale.items if layer is None or instrument.item(key).is_for(layer)]
        if items:
            rules[scale.key] = _rule(instrument, scale, items)
    return rules


def _rule(instrument: Instrument, scale: Scale, keys: list[str]) -> ScaleRule:
    items = [instrument.item(key) for key in keys]
    low, high = instrument.bounds(items[0].answers)
    return ScaleRule(
        items=tuple((item.key, item.reversed) for item in items),
        low=low,
        high=high,
        min_share=scale.min_share,
        method=scale.method,
    )
