"""The questionnaires, their pages and results."""

from __future__ import annotations

from django.urls import path

from ischia.web.questionnaire import views

app_name = "questionnaire"
urlpatterns = [
    path("", views.home, name="home"),
    path("result/<uuid:entry>/", views.result, name="result"),
    path("<slug:name>/", views.ask, name="ask"),
    path("<slug:name>/later/", views.later, name="later"),
]
