from django.urls import path

from laget.effect.archive import views

app_name = "archive"
urlpatterns = [
    path("journal/<slug:slug>/", views.public_journal, name="journal"),
    path("journal/<slug:slug>/<int:year>.xml", views.public_file, name="journal_file"),
    path("arkiv/<slug:slug>/", views.cases, name="cases"),
    path("arkiv/<slug:slug>/for/", views.keep, name="keep"),
    path("arkiv/sak/<int:pk>/", views.case, name="case"),
    path("arkiv/sak/<int:pk>/noark5.zip", views.package, name="package"),
    path("arkiv/post/<int:pk>/", views.entry, name="entry"),
]
