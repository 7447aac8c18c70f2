from django.urls import path

from laget.need.plans import risk_views

urlpatterns = [
    path("<uuid:pk>/risiko/", risk_views.review, name="review"),
    path("runde/<int:pk>/risiko/", risk_views.common, name="common_risks"),
]
