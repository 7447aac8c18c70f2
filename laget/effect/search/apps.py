from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "laget.effect.search"
    label = "search"
