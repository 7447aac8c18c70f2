from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "laget.grant.ledger"
    label = "ledger"
