"""Signing in, by allauth: a code by e-mail, a passkey, a code from an app. Only what we use of it."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("", views.request_login_code, name="account_login"),
    path("", views.request_login_code, name="account_request_login_code"),
    path("kode/", views.confirm_login_code, name="account_confirm_login_code"),
    path("ut/", views.logout, name="account_logout"),
    path("stengt/", views.account_inactive, name="account_inactive"),
    path("bekreft/", views.reauthenticate, name="account_reauthenticate"),
    path("sikkerhet/", include("allauth.mfa.urls")),
]
