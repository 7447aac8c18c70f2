from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "laget.base.questions"
    label = "questions"
