from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "laget.grant.forum"
    label = "forum"
