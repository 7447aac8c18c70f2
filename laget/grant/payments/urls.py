from django.urls import path

from laget.grant.payments import views

app_name = "payments"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("tildeling/<uuid:pk>/", views.award, name="award"),
    path("tildeling/<uuid:pk>/avtale/", views.register_agreement, name="register_agreement"),
    path("tildeling/<uuid:pk>/<int:year>/innbetaling/", views.register_repayment, name="register_repayment"),
    path("utbetaling/<slug:slug>/", views.lists, name="lists"),
    path("utbetaling/<slug:slug>/lag/", views.prepare, name="prepare"),
    path("utbetaling/<slug:slug>/kvittering/", views.receipts, name="receipts"),
    path("liste/<uuid:pk>/", views.case, name="case"),
    path("liste/<uuid:pk>/godkjenn/", views.approve, name="approve"),
    path("liste/<uuid:pk>/avsla/", views.decline, name="decline"),
    path("liste/<uuid:pk>/trekk/", views.withdraw, name="withdraw"),
    path("liste/<uuid:pk>/fil/", views.file, name="file"),
    path("konto/<slug:slug>/<uuid:pk>/", views.account, name="account"),
]
