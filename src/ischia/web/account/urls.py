"""The front door, signing in and out, and the sign of life."""

from __future__ import annotations

from django.urls import path

from ischia.web.account import views
from ischia.web.landing import landing

PREFIX = ""
app_name = "account"
urlpatterns = [
    path("", landing, name="home"),
    path("signin/<str:token>/", views.sign_in, name="sign_in"),
    path("signout/", views.sign_out, name="sign_out"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("alive/", views.alive, name="alive"),
]
