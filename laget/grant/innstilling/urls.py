from django.urls import path

from laget.grant.innstilling import views

app_name = "innstilling"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/begynn/", views.begin, name="begin"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/pdf/", views.paper, name="paper"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/send/", views.submit, name="submit"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
]
