"""Barriers for people with a disability, as axe finds them."""

from __future__ import annotations

from functools import lru_cache

import pytest
from playwright.sync_api import Page
from steps import AXE


@lru_cache(maxsize=1)
def axe() -> str:
    if not AXE.exists():
        pytest.fail("axe-core is missing. Remedy: make assets")
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds, folds opened."""
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{page.url} {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]
