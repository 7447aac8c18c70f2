from django.urls import path

from laget.effect.reports import views

app_name = "report"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/spor/", views.ask, name="ask"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/send/", views.submit, name="submit"),
    path("<uuid:pk>/godkjenn/", views.approve, name="approve"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
]
