"""Measurements, each beside its yardstick from the same run: `make bench`."""
