from django.apps import AppConfig


class KlageConfig(AppConfig):
    name = "laget.grant.klage"
    label = "klage"
