from django.urls import path

from laget.grant.allocation import views

app_name = "allocation"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/vedta/", views.adopt, name="adopt"),
    path("runde/<int:pk>/regneark/", views.spreadsheet, name="spreadsheet"),
]
