from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "laget.grant.changes"
    label = "changes"
