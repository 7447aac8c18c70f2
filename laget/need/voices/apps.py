from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "laget.need.voices"
    label = "voices"
