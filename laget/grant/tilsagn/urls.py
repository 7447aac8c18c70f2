from django.urls import path

from laget.grant.tilsagn import views

app_name = "tilsagn"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/forbered/", views.prepare, name="prepare"),
    path("runde/<int:pk>/legg-fram/", views.propose_all, name="propose_all"),
    path("runde/<int:pk>/vedta/", views.give_all, name="give_all"),
    path("runde/<int:pk>/send/", views.send_all, name="send_all"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/legg-fram/", views.propose, name="propose"),
    path("<uuid:pk>/vedta/", views.give, name="give"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
    path("<uuid:pk>/send/", views.send, name="send"),
    path("<uuid:pk>/utkast/", views.preview, name="preview"),
    path("<uuid:pk>/brev/", views.letter, name="letter"),
]
