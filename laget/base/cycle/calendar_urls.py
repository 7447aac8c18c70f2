from django.urls import path

from laget.base.cycle import calendar_views

app_name = "calendar"
urlpatterns = [
    path("nettverk/<uuid:pk>/", calendar_views.network, name="network"),
    path("oppforing/<uuid:pk>/", calendar_views.entry, name="entry"),
    path("oppforing/<uuid:pk>/avlys/", calendar_views.call_off, name="call_off"),
    path("<str:secret>.ics", calendar_views.feed, name="feed"),
]
