"""How an instrument is scored: its scales as rules."""

from collections.abc import Mapping

from laget.need.surveys.instrument_file import Instrument, Layer
from laget.rules.scores import ScaleRule


def scoring_of(instrument: Instrument, layer: Layer | None = None) -> Mapping[str, ScaleRule]:
    """The rule of each scale, by its key. A scale that asks a layer nothing is left out."""
    rules = {scale.key: instrument.rule_of(scale, layer) for scale in instrument.scales}
    return {key: rule for key, rule in rules.items() if rule.items}
