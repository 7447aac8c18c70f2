from django.urls import path

from laget.grant.ranking import board_views, score_views, views

app_name = "ranking"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/hent/", views.take_in, name="take_in"),
    path("runde/<int:pk>/ny-gruppe/", views.make_group, name="make_group"),
    path("runde/<int:pk>/begynn/", board_views.begin, name="begin"),
    path("runde/<int:pk>/begynn/<uuid:network>/", board_views.begin_network, name="begin_network"),
    path("gruppe/<int:pk>/", score_views.group, name="group"),
    path("gruppe/<int:pk>/medlem/", views.appoint, name="appoint"),
    path("gruppe/<int:pk>/medlem/<uuid:person>/ut/", views.dismiss, name="dismiss"),
    path("gruppe/<int:pk>/gi/", views.assign, name="assign"),
    path("soknad/<uuid:pk>/", score_views.application, name="application"),
    path("soknad/<uuid:pk>/fil/<uuid:file>/", score_views.file, name="file"),
    path("soknad/<uuid:pk>/poeng/", score_views.give_points, name="give_points"),
    path("soknad/<uuid:pk>/inhabil/", score_views.declare, name="declare"),
    path("soknad/<uuid:pk>/likevel-habil/", score_views.lift, name="lift"),
    path("liste/<uuid:pk>/", board_views.board, name="board"),
    path("liste/<uuid:pk>/flytt/", board_views.move, name="move"),
    path("liste/<uuid:pk>/rest/", board_views.give_rest, name="give_rest"),
    path("liste/<uuid:pk>/saksliste/", board_views.put_on_agenda, name="put_on_agenda"),
    path("liste/<uuid:pk>/send/", board_views.send, name="send"),
]
