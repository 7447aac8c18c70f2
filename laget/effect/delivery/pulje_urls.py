from django.urls import path

from laget.effect.delivery import pulje_views

app_name = "pulje"
urlpatterns = [
    path("", pulje_views.overview, name="overview"),
    path("ny/<uuid:pk>/<slug:spor>/", pulje_views.open_pulje, name="open"),
    path("<uuid:pk>/", pulje_views.case, name="case"),
    path("<uuid:pk>/meld-pa/<uuid:party>/", pulje_views.join, name="join"),
    path("<uuid:pk>/sett-i-gang/", pulje_views.start, name="start"),
    path("<uuid:pk>/samling/<int:step>/", pulje_views.plan_samling, name="plan"),
    path("<uuid:pk>/avslutt/", pulje_views.finish, name="finish"),
    path("<uuid:pk>/avlys/", pulje_views.cancel, name="cancel"),
    path("<uuid:pk>/spor/", pulje_views.ask, name="ask"),
    path("sporsmal/<int:pk>/svar/", pulje_views.answer, name="answer"),
    path("deltakelse/<uuid:pk>/meld-av/", pulje_views.leave, name="leave"),
]
