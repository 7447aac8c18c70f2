from django.urls import path

from laget.grant.forum import views

app_name = "forum"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/nytt-mote/", views.plan, name="plan"),
    path("seter/<uuid:pk>/", views.seats, name="seats"),
    path("seter/<uuid:pk>/gi/", views.give_place, name="give_place"),
    path("seter/plass/<int:pk>/avslutt/", views.end_place, name="end_place"),
    path("mote/<uuid:pk>/", views.case, name="case"),
    path("mote/<uuid:pk>/endre/", views.change, name="change"),
    path("mote/<uuid:pk>/hent-saker/", views.list_matters, name="list_matters"),
    path("mote/<uuid:pk>/ny-sak/", views.add_matter, name="add_matter"),
    path("mote/<uuid:pk>/kall-inn/", views.call, name="call"),
    path("mote/<uuid:pk>/avlys/", views.cancel, name="cancel"),
    path("mote/<uuid:pk>/sett/", views.open_meeting, name="open"),
    path("mote/<uuid:pk>/til-stede/", views.attend, name="attend"),
    path("mote/<uuid:pk>/hev/", views.close, name="close"),
    path("mote/<uuid:pk>/godkjenn/", views.approve, name="approve"),
    path("mote/<uuid:pk>/protokoll/", views.minutes, name="minutes"),
]
