"""Every address. A journey's are those of its `urls.py`, below its `PREFIX` (its folder's name)."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from ischia.web.discover import journeys


def _resolver(name: str) -> URLResolver:
    module = import_module(f"ischia.web.{name}.urls")
    return path(getattr(module, "PREFIX", f"{name}/"), include(module))


urlpatterns: list[URLPattern | URLResolver] = [_resolver(place.name) for place in journeys()]
