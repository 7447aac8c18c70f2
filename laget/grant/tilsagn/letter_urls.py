"""A letter by itself, whatever it is about."""

from django.urls import path

from laget.grant.tilsagn import letter_views, outbox_views

app_name = "letter"
urlpatterns = [
    path("<int:pk>/", letter_views.case, name="case"),
    path("<int:pk>/pdf/", letter_views.file, name="file"),
    path("<int:pk>/send/", outbox_views.send_letter, name="send"),
    path("<int:pk>/stopp/", outbox_views.stop_letter, name="stop"),
    path("<int:pk>/send-paa-nytt/", outbox_views.resend_letter, name="resend"),
]
