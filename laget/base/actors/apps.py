from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "laget.base.actors"
    label = "actors"
