from django.urls import path

from laget.effect.oppfolging import views

app_name = "oppfolging"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("tilby/<uuid:pk>/", views.offer, name="offer"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/takk-ja/", views.accept, name="accept"),
    path("<uuid:pk>/takk-nei/", views.decline, name="decline"),
    path("<uuid:pk>/veiledere/", views.arrange, name="arrange"),
    path("<uuid:pk>/avslutt/", views.end, name="end"),
    path("milepal/<uuid:pk>/ferdig/", views.reach, name="reach"),
]
