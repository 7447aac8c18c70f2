from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "laget.need.plans"
    label = "plans"
