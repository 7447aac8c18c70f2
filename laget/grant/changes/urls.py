from django.urls import path

from laget.grant.changes import views

app_name = "changes"
urlpatterns = [
    path("ny/<uuid:pk>/<int:year>/", views.propose, name="propose"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/utkast/", views.preview, name="preview"),
    path("<uuid:pk>/vedta/", views.decide, name="decide"),
    path("<uuid:pk>/avsla/", views.decline, name="decline"),
    path("<uuid:pk>/trekk/", views.withdraw, name="withdraw"),
]
