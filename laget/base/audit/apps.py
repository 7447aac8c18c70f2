from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "laget.base.audit"
    label = "audit"
