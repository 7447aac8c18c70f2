from django.apps import AppConfig


class InnstillingConfig(AppConfig):
    name = "laget.grant.innstilling"
    label = "innstilling"
