from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "laget.need.surveys"
    label = "surveys"
