from django.apps import AppConfig


class BehovsmeldingConfig(AppConfig):
    name = "laget.need.behovsmelding"
    label = "behovsmelding"
