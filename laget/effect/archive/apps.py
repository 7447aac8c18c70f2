from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "laget.effect.archive"
    label = "archive"
