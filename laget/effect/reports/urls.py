from django.urls import path

from laget.effect.reports import judging_views, views

app_name = "report"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/spor/", views.ask, name="ask"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/hent/", views.fetch, name="fetch"),
    path("<uuid:pk>/send/", views.submit, name="submit"),
    path("<uuid:pk>/vurder/", judging_views.judge, name="judge"),
]
