from django.urls import path

from laget.base.questions import file_views, views

app_name = "questions"
urlpatterns = [
    path("<uuid:pk>/skjema/<slug:key>/", views.section, name="section"),
    path("<uuid:pk>/skjema/<slug:key>/ny/", views.add_item, name="add_item"),
    path("<uuid:pk>/skjema/<slug:key>/<slug:item>/", views.section, name="item"),
    path("<uuid:pk>/skjema/<slug:key>/<slug:item>/fjern/", views.remove_item, name="remove_item"),
    path("<uuid:pk>/versjon/<int:number>/", views.version, name="version"),
    path("<uuid:pk>/versjon/<int:number>/pdf/", views.paper, name="paper"),
    path("<uuid:pk>/versjon/<int:number>/word/", views.word, name="word"),
    path("<uuid:pk>/fil/<uuid:file>/", file_views.file, name="file"),
    path("<uuid:pk>/historikk/", views.history, name="history"),
]
