from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    name = "laget.effect.synthesis"
    label = "synthesis"
