from django.urls import path

from laget.need.plans import steering_views

urlpatterns = [
    path("<uuid:pk>/oppfolging/", steering_views.steering, name="steering"),
]
