from django.urls import path

from laget.need.plans import risk_urls, steering_urls, views

app_name = "plan"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/begynn/<uuid:party>/<slug:form>/", views.begin, name="begin"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/legg-fram/", views.propose, name="propose"),
    path("<uuid:pk>/vedtatt/", views.adopt, name="adopt"),
    path("<uuid:pk>/for-alle/", views.show, name="show"),
    path("<uuid:pk>/ta-tilbake/", views.send_back, name="send_back"),
    path("<uuid:pk>/revider/", views.revise, name="revise"),
    path("<uuid:pk>/legg-bort/", views.set_aside, name="set_aside"),
    path("<uuid:pk>/ta-opp-igjen/", views.take_up, name="take_up"),
    path("<uuid:pk>/siden-i-fjor/", views.compare, name="compare"),
    *steering_urls.urlpatterns,
    *risk_urls.urlpatterns,
]
