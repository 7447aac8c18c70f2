from django.apps import AppConfig


class BeslutningsgrunnlagConfig(AppConfig):
    name = "laget.grant.beslutningsgrunnlag"
    label = "beslutningsgrunnlag"
