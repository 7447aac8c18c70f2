from django.urls import path

from laget.effect.insight import map_views, picture_views

app_name = "picture"
urlpatterns = [
    path("", picture_views.overview, name="overview"),
    path("landet/", map_views.nation, name="nation"),
    path("<uuid:pk>/", picture_views.party, name="party"),
    path("<uuid:pk>/penger/", map_views.money, name="money"),
    path("<uuid:pk>/samarbeid/", map_views.together, name="together"),
    path("<uuid:pk>/dekning/", map_views.coverage, name="coverage"),
    path("<uuid:pk>/styring/", map_views.steering, name="steering"),
    path("<uuid:pk>/under/<slug:figure>/", picture_views.under, name="under"),
]
