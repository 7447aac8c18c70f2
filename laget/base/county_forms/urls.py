from django.urls import path

from laget.base.county_forms import preview_views, question_views, views

app_name = "form"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/<slug:kind>/", views.case, name="case"),
    path("runde/<int:pk>/<slug:kind>/forhandsvisning/", preview_views.preview, name="preview"),
    path("runde/<int:pk>/<slug:kind>/versjon/<int:number>/", preview_views.version, name="version"),
    path("runde/<int:pk>/<slug:kind>/toml/", views.as_toml, name="toml"),
    path("runde/<int:pk>/<slug:kind>/kopier/", views.copy, name="copy"),
    path("runde/<int:pk>/<slug:kind>/forkast/", views.discard, name="discard"),
    path("runde/<int:pk>/<slug:kind>/publiser/", views.publish, name="publish"),
    path("runde/<int:pk>/<slug:kind>/ny-del/", question_views.section, name="add_section"),
    path("runde/<int:pk>/<slug:kind>/del/<slug:section>/", question_views.section, name="section"),
    path("runde/<int:pk>/<slug:kind>/del/<slug:section>/flytt/", question_views.move, name="move_section"),
    path("runde/<int:pk>/<slug:kind>/del/<slug:section>/fjern/", question_views.remove, name="remove_section"),
    path("runde/<int:pk>/<slug:kind>/del/<slug:section>/nytt-sporsmal/", question_views.question, name="add_question"),
    path(
        "runde/<int:pk>/<slug:kind>/del/<slug:section>/sporsmal/<slug:key>/", question_views.question, name="question"
    ),
    path(
        "runde/<int:pk>/<slug:kind>/del/<slug:section>/sporsmal/<slug:key>/flytt/",
        question_views.move,
        name="move_question",
    ),
    path(
        "runde/<int:pk>/<slug:kind>/del/<slug:section>/sporsmal/<slug:key>/fjern/",
        question_views.remove,
        name="remove_question",
    ),
]
