from django.urls import path

from laget.need.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("hent/<uuid:county>/", views.take_in, name="take_in"),
    path("nytt/<uuid:county>/", views.add, name="add"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/endre/", views.change, name="change"),
    path("<uuid:pk>/ta-ut/", views.withdraw, name="withdraw"),
]
