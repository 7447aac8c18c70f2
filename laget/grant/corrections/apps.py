from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "laget.grant.corrections"
    label = "corrections"
