from django.urls import path

from laget.need.surveys import views

app_name = "survey"
urlpatterns = [
    path("", views.surveys, name="surveys"),
    path("<uuid:pk>/", views.case, name="case"),
]
