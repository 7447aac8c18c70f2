from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "laget.base.ui"
    label = "ui"
