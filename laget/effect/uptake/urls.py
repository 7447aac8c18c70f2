from django.urls import path

from laget.effect.uptake import views

app_name = "uptake"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:pk>/", views.party, name="party"),
    path("<uuid:pk>/for/", views.tell, name="tell"),
    path("linje/<int:pk>/stryk/", views.strike, name="strike"),
]
