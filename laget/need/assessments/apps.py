from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "laget.need.assessments"
    label = "assessments"
