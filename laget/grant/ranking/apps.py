from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "laget.grant.ranking"
    label = "ranking"
