from django.apps import AppConfig


class TiltakConfig(AppConfig):
    name = "laget.need.tiltak"
    label = "tiltak"
