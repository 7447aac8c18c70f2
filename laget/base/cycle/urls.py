from django.urls import path

from laget.base.cycle import views

app_name = "cycle"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("fylke/<slug:slug>/ny/", views.open_round, name="open_round"),
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/frist/<slug:network>/<slug:step>/", views.set_local_date, name="set_local_date"),
    path("demodag/", views.demo_day, name="demo_day"),
]
