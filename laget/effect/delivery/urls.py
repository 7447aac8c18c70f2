from django.urls import path

from laget.effect.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("runde/<int:pk>/", views.round, name="round"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/endre/", views.change, name="change"),
    path("<uuid:pk>/utgift/", views.spend, name="spend"),
    path("<uuid:pk>/materiell/", views.add_material, name="add_material"),
    path("<uuid:pk>/arrangement/", views.tie, name="tie"),
    path("utgift/<int:pk>/stryk/", views.unspend, name="unspend"),
    path("materiell/<int:pk>/fjern/", views.remove_material, name="remove_material"),
    path("arrangement/<int:pk>/fjern/", views.untie, name="untie"),
]
