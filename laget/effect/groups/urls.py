from django.urls import path

from laget.effect.groups import file_views, views

app_name = "groups"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("ny/<uuid:pk>/", views.make, name="make"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/endre/", views.change, name="change"),
    path("<uuid:pk>/medlem/", views.add_member, name="add_member"),
    path("<uuid:pk>/aktivitet/", views.plan_activity, name="plan_activity"),
    path("<uuid:pk>/nytt-mote/", views.call, name="call"),
    path("medlem/<int:pk>/avslutt/", views.end_member, name="end_member"),
    path("aktivitet/<int:pk>/gjort/", views.carry_out, name="carry_out"),
    path("mote/<uuid:pk>/", views.meeting, name="meeting"),
    path("mote/<uuid:pk>/referat/", views.write_notes, name="write_notes"),
    path("mote/<uuid:pk>/punkt/", views.agree, name="agree"),
    path("mote/<uuid:pk>/flytt/", views.move, name="move"),
    path("mote/<uuid:pk>/avlys/", views.cancel, name="cancel"),
    path("<uuid:pk>/dokument/", file_views.lay_by, name="lay_by"),
    path("mote/<uuid:pk>/dokument/", file_views.lay_by_meeting, name="lay_by_meeting"),
    path("dokument/<uuid:pk>/", file_views.file, name="file"),
    path("dokument/<uuid:pk>/ta-bort/", file_views.take_away, name="take_away"),
    path("punkt/<int:pk>/gjort/", views.finish, name="finish"),
]
