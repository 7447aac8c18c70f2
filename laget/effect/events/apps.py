from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "laget.effect.events"
    label = "events"
