"""Reading about sciatica. Open to everybody."""

from __future__ import annotations

from django.urls import path

from ischia.web.learn import views

app_name = "learn"
urlpatterns = [
    path("", views.home, name="home"),
    path("words/", views.words, name="words"),
    path("<slug:lesson>/", views.lesson, name="lesson"),
]
