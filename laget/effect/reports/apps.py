from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "laget.effect.reports"
    label = "reports"
