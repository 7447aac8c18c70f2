from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "laget.effect.insight"
    label = "insight"
