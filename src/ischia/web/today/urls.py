"""Today, and choosing otherwise."""

from __future__ import annotations

from django.urls import path

from ischia.web.today import flares, morning, views

app_name = "today"
urlpatterns = [
    path("", views.home, name="home"),
    path("check-in/", morning.check_in, name="check_in"),
    path("told/", morning.told, name="told"),
    path("less/", morning.less, name="less"),
    path("look-back/<slug:began>/", flares.back, name="look_back"),
    path("choose/", views.choose, name="choose"),
    path("set-up/", views.set_up, name="set_up"),
    path("yearly/", views.yearly, name="yearly"),
]
