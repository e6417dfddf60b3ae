"""Times, quiet hours, the calendar, the question. `feed` is open to whoever knows its secret."""

from __future__ import annotations

from django.urls import path

from ischia.web.reminders import feed, push, views

app_name = "reminders"
urlpatterns = [
    path("", views.home, name="home"),
    path("now/", views.now, name="now"),
    path("missed/", views.missed, name="missed"),
    path("push/", push.switch, name="push"),
    path("ischia.ics", feed.as_file, name="file"),
    path("address/", feed.address, name="address"),
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
]
