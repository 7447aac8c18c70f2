from django.urls import path

from laget.grant.forum import matter_views as views

app_name = "matter"
urlpatterns = [
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/inhabil/", views.declare, name="declare"),
    path("<uuid:pk>/habil-likevel/", views.lift, name="lift"),
    path("<uuid:pk>/inhabil-medlem/", views.recuse, name="recuse"),
    path("<uuid:pk>/innspill/", views.remark, name="remark"),
    path("<uuid:pk>/forslag/", views.propose, name="propose"),
    path("<uuid:pk>/ta-opp/", views.take_up, name="take_up"),
    path("<uuid:pk>/enig/", views.agree, name="agree"),
    path("<uuid:pk>/voter/", views.call_vote, name="call_vote"),
    path("<uuid:pk>/ta-tilbake-votering/", views.take_back_vote, name="take_back_vote"),
    path("<uuid:pk>/stem/<int:seat>/", views.vote, name="vote"),
    path("<uuid:pk>/avslutt-votering/", views.close_vote, name="close_vote"),
    path("<uuid:pk>/ta-av/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/utsett/", views.postpone, name="postpone"),
]
