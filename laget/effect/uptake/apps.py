from django.apps import AppConfig


class UptakeConfig(AppConfig):
    name = "laget.effect.uptake"
    label = "uptake"
