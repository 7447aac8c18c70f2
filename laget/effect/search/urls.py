from django.urls import path

from laget.effect.search import views

app_name = "search"
urlpatterns = [
    path("", views.page, name="page"),
    path("lagret/<int:pk>/slett/", views.delete, name="delete"),
]
