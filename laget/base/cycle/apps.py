from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "laget.base.cycle"
    label = "cycle"
