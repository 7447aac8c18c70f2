from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "laget.effect.groups"
    label = "groups"
