from django.urls import path

from laget.effect.delivery import development_views

app_name = "development"
urlpatterns = [
    path("", development_views.overview, name="overview"),
    path("nytt/<uuid:pk>/", development_views.begin, name="begin"),
    path("<uuid:pk>/", development_views.case, name="case"),
    path("<uuid:pk>/notat/", development_views.note, name="note"),
    path("<uuid:pk>/fase/", development_views.move, name="move"),
    path("<uuid:pk>/funn/", development_views.rest_on, name="rest_on"),
    path("<uuid:pk>/modell/", development_views.choose_model, name="choose_model"),
    path("<uuid:pk>/avslutt/", development_views.finish, name="finish"),
    path("<uuid:pk>/ta-opp/", development_views.take_up, name="take_up"),
]
