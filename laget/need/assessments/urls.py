from django.urls import path

from laget.need.assessments import evidence_views, views

app_name = "assessment"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/funn/", evidence_views.evidence, name="evidence"),
    path("<uuid:pk>/send/", views.submit, name="submit"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
]
