from django.urls import path

from laget.effect.reports import review_views

app_name = "report_review"
urlpatterns = [
    path("runde/<int:pk>/", review_views.round, name="round"),
    path("runde/<int:pk>/sakslista/", review_views.put_on_agenda, name="put_on_agenda"),
]
