from django.apps import AppConfig


class OppfolgingConfig(AppConfig):
    name = "laget.effect.oppfolging"
    label = "oppfolging"
