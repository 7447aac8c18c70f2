from django.urls import path

from laget.grant.tilsagn import letter_views, outbox_views, verify_views, views

app_name = "tilsagn"
urlpatterns = [
    path("sjekk-brev/", verify_views.verify, name="verify"),
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/forbered/", views.prepare, name="prepare"),
    path("runde/<int:pk>/legg-fram/", views.propose_all, name="propose_all"),
    path("runde/<int:pk>/vedta/", views.give_all, name="give_all"),
    path("runde/<int:pk>/brevtekster/", letter_views.texts, name="texts"),
    path("runde/<int:pk>/brevtekster/eksempel/", letter_views.example, name="example"),
    path("runde/<int:pk>/send/", outbox_views.send_all, name="send_all"),
    path("runde/<int:pk>/utboks/", outbox_views.outbox, name="outbox"),
    path("runde/<int:pk>/utboks/stopp/", outbox_views.stop_all, name="stop_all"),
    path("runde/<int:pk>/utboks/send-naa/", outbox_views.send_all_now, name="send_all_now"),
    path("runde/<int:pk>/utboks/send-paa-nytt/", outbox_views.resend_all, name="resend_all"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/legg-fram/", views.propose, name="propose"),
    path("<uuid:pk>/vedta/", views.give, name="give"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
    path("<uuid:pk>/send/", outbox_views.send, name="send"),
    path("<uuid:pk>/stopp/", outbox_views.stop, name="stop"),
    path("<uuid:pk>/send-paa-nytt/", outbox_views.resend, name="resend"),
    path("<uuid:pk>/utkast/", letter_views.preview, name="preview"),
    path("<uuid:pk>/brev/", letter_views.letter, name="letter"),
    path("<uuid:pk>/word/", letter_views.word, name="word"),
]
