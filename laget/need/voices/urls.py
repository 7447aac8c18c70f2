from django.urls import path

from laget.need.voices import views

app_name = "voices"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("ny/<uuid:pk>/", views.begin, name="begin"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/avslutt/", views.close, name="close"),
    path("<uuid:pk>/tema/<slug:theme>/<slug:way>/", views.register, name="register"),
    path("<uuid:pk>/tema/<slug:theme>/<slug:way>/slett/", views.remove, name="remove"),
    path("<uuid:pk>/ved-siden-av/", views.beside, name="beside"),
    path("<uuid:pk>/plan/", views.plan, name="plan"),
    path("<uuid:pk>/plan/<slug:theme>/", views.plan_theme, name="plan_theme"),
]
