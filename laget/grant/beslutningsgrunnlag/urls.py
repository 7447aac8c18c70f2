from django.urls import path

from laget.grant.beslutningsgrunnlag import views

app_name = "beslutningsgrunnlag"
urlpatterns = [
    path("runde/<int:pk>/", views.round, name="round"),
    path("runde/<int:pk>/spor/", views.ask, name="ask"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/se-over/", views.check, name="check"),
    path("<uuid:pk>/legg-fram/", views.freeze, name="freeze"),
    path("<uuid:pk>/signer/", views.sign, name="sign"),
    path("<uuid:pk>/ta-tilbake/", views.reopen, name="reopen"),
    path("<uuid:pk>/send-tilbake/", views.send_back, name="send_back"),
]
