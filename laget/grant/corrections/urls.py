from django.urls import path

from laget.grant.corrections import views

app_name = "corrections"
urlpatterns = [
    path("ny/<int:pk>/", views.begin, name="begin"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/utkast/", views.preview, name="preview"),
    path("<uuid:pk>/vedta/", views.decide, name="decide"),
    path("<uuid:pk>/avsla/", views.decline, name="decline"),
    path("<uuid:pk>/trekk/", views.withdraw, name="withdraw"),
]
