from django.urls import path

from laget.effect.events import money_views, sign_up_views, views

app_name = "events"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("nytt/<uuid:pk>/", views.plan, name="plan"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/endre/", views.change, name="change"),
    path("<uuid:pk>/nytt-tidspunkt/", views.another, name="another"),
    path("<uuid:pk>/apne/", views.open_sign_up, name="open"),
    path("<uuid:pk>/steng/", views.close_sign_up, name="close"),
    path("<uuid:pk>/flytt/", views.move, name="move"),
    path("<uuid:pk>/avlys/", views.cancel, name="cancel"),
    path("<uuid:pk>/gjennomfort/", views.hold, name="hold"),
    path("<uuid:pk>/evaluer/", views.evaluate, name="evaluate"),
    path("<uuid:pk>/meld-pa/", sign_up_views.sign_up, name="sign_up"),
    path("<uuid:pk>/meld-meg-pa/", sign_up_views.sign_up_oneself, name="sign_up_oneself"),
    path("<uuid:pk>/kommer-fortsatt/<uuid:party>/", sign_up_views.confirm_all, name="confirm_all"),
    path("<uuid:pk>/deltakere/", sign_up_views.participants, name="participants"),
    path("<uuid:pk>/dora/", sign_up_views.door, name="door"),
    path("<uuid:pk>/dora/ny/", sign_up_views.walk_in, name="walk_in"),
    path("<uuid:pk>/penger/", money_views.money, name="money"),
    path("<uuid:pk>/penger/spor/", money_views.ask, name="ask"),
    path("<uuid:pk>/penger/ferdig/", money_views.settle, name="settle"),
    path("pamelding/<uuid:pk>/meld-av/", sign_up_views.withdraw, name="withdraw"),
    path("pamelding/<uuid:pk>/kommer-fortsatt/", sign_up_views.confirm, name="confirm"),
]
