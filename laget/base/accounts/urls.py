from django.urls import path

from laget.base.accounts import directory_views, views

app_name = "accounts"
urlpatterns = [
    path("meg/", views.me, name="me"),
    path("personer/", views.people, name="people"),
    path("personer/ny/", views.give_role, name="give_role"),
    path("personer/rolle/<int:pk>/avslutt/", views.end_role, name="end_role"),
    path("velg-person/", views.pick, name="pick"),
    path("aktorer/", directory_views.organisations, name="organisations"),
    path("aktorer/nettverk/", directory_views.networks, name="networks"),
    path("aktorer/les-inn/", directory_views.import_files, name="import_files"),
    path("aktorer/postmottak/<uuid:pk>/", directory_views.address, name="address"),
    path("aktorer/<str:number>/", directory_views.organisation, name="organisation"),
]
