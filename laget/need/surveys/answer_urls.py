"""Where people answer: without signing in, without a cookie. The code is never part of an address."""

from django.urls import path

from laget.need.surveys import answer_views

app_name = "answer"
urlpatterns = [
    path("", answer_views.start, name="start"),
    path("lenke/<str:link>/", answer_views.link, name="link"),
    path("send/", answer_views.send, name="send"),
    path("takk/", answer_views.thanks, name="thanks"),
]
