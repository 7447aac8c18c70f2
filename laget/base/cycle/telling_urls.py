from django.urls import path

from laget.base.cycle import telling_views

app_name = "telling"
urlpatterns = [
    path("", telling_views.notices, name="notices"),
    path("<int:pk>/", telling_views.open_notice, name="open"),
    path("lest/", telling_views.read_all, name="read_all"),
    path("innstillinger/", telling_views.wishes, name="wishes"),
    path("innstillinger/kalender/", telling_views.make_address, name="make_address"),
    path("innstillinger/kalender/<int:pk>/stopp/", telling_views.stop_address, name="stop_address"),
]
