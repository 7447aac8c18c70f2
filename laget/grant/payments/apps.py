from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "laget.grant.payments"
    label = "payments"
