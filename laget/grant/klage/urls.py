from django.urls import path

from laget.grant.klage import views

app_name = "klage"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("ny/<int:pk>/", views.begin, name="begin"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/svar/", views.propose, name="propose"),
    path("<uuid:pk>/utkast/", views.preview, name="preview"),
    path("<uuid:pk>/avgjor/", views.decide, name="decide"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
    path("<uuid:pk>/klageinstans/", views.register, name="register"),
    path("<uuid:pk>/klageinstans/brev/", views.answer, name="answer"),
    path("<uuid:pk>/trekk/", views.withdraw, name="withdraw"),
]
