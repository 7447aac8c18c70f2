from django.urls import path

from laget.effect.synthesis import views

app_name = "synthesis"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("ny/<uuid:pk>/<slug:kind>/", views.make, name="make"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/utvalg/", views.choose, name="choose"),
    path("<uuid:pk>/temaer/", views.themes, name="themes"),
    path("<uuid:pk>/del/<slug:section>/", views.write, name="write"),
    path("<uuid:pk>/sitater/<slug:section>/", views.quotations, name="quotations"),
    path("<uuid:pk>/sitat/<int:quotation>/ta-ut/", views.take_out, name="take_out"),
    path("<uuid:pk>/frys/", views.freeze, name="freeze"),
    path("apne/", views.open_list, name="open_list"),
    path("apne/<uuid:pk>/", views.open_page, name="open"),
]
