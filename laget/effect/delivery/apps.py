from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "laget.effect.delivery"
    label = "delivery"
