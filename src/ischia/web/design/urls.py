"""The design system, for whoever builds or judges a page."""

from __future__ import annotations

from django.urls import path

from ischia.web.design import views

app_name = "design"
urlpatterns = [path("", views.home, name="home")]
