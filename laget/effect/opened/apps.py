from django.apps import AppConfig


class OpenedConfig(AppConfig):
    name = "laget.effect.opened"
    label = "opened"
