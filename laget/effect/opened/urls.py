from django.urls import path, re_path

from laget.effect.opened import data_views, token_views, views

app_name = "opened"
urlpatterns = [
    path("tildelinger/", views.awards, name="awards"),
    path("tildelinger/<uuid:pk>/", views.award, name="award"),
    path("mottakere/<uuid:pk>/", views.party, name="party"),
    path("tiltak/<uuid:pk>/", views.tiltak, name="tiltak"),
    path("fylke/<slug:slug>/arshjul/", views.year, name="year"),
    path("vedtatte-planer/", views.plans, name="plans"),
    path("vedtatte-planer/<uuid:pk>/", views.plan, name="plan"),
    path("apne-data/", data_views.data, name="data"),
    path("apne-data/360giving.json", data_views.giving, name="giving"),
    path("apne-data/<slug:slug>.schema.json", data_views.schema, name="schema"),
    re_path(r"^apne-data/(?P<slug>[a-z]+)\.(?P<format>csv|json)$", data_views.file, name="file"),
    re_path(
        r"^apne-data/(?P<slug>[-a-z0-9]+)/katalog\.(?P<format>ttl|jsonld)$",
        data_views.county_catalogue,
        name="catalogue",
    ),
    path("nokler/", token_views.tokens, name="tokens"),
    path("nokler/<uuid:pk>/trekk-tilbake/", token_views.revoke, name="revoke"),
]
