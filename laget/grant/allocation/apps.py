from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "laget.grant.allocation"
    label = "allocation"
