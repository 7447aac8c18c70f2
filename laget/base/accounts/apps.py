from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "laget.base.accounts"
    label = "accounts"
