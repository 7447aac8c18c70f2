from django.apps import AppConfig


class TilsagnConfig(AppConfig):
    name = "laget.grant.tilsagn"
    label = "tilsagn"
