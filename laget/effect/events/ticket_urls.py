from django.urls import path

from laget.effect.events import ticket_views

app_name = "ticket"
urlpatterns = [
    path("<str:ticket>/", ticket_views.case, name="case"),
    path("<str:ticket>/kommer-fortsatt/", ticket_views.confirm, name="confirm"),
    path("<str:ticket>/meld-av/", ticket_views.withdraw, name="withdraw"),
    path("<str:ticket>/her/", ticket_views.check_in, name="check_in"),
]
