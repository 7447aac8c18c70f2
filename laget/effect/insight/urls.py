from django.urls import path

from laget.effect.insight import desk_views, views

app_name = "insight"
urlpatterns = [
    path("", views.front, name="front"),
    path("fylke/<slug:slug>/", views.county, name="county"),
    path("oppgaver/", views.tasks, name="tasks"),
    path("oppgaver/saker/", views.cases, name="cases"),
    path("skrivebord/<uuid:pk>/", desk_views.desk, name="desk"),
    path("skrivebord/<uuid:pk>/minn/", desk_views.remind, name="remind"),
    path("belop/<int:pk>/", views.follow, name="follow"),
    path("hjelp/", views.help, name="help"),
    path("hjelp/ord/", views.words, name="words"),
    path("hjelp/les-et-resultat/", views.reading, name="reading"),
    path("hjelp/<slug:slug>/", views.guide, name="guide"),
]
