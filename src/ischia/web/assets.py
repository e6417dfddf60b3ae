"""Static files as they are served.

Ours are gathered once, named by their content and compressed. Other people's (`vendor/`, fonts and
models of many megabytes) are served from where they lie, so that they are on the disk once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from ischia.web.discover import HERE

VENDOR = "vendor"
VENDOR_FOLDER = HERE / "static" / VENDOR


class HashedFiles(CompressedManifestStaticFilesStorage):
    """What other people's files point at may be missing (their source maps are); what ours point
    at may not. A file that was never gathered keeps its plain name."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        if content is None and name.startswith(f"{VENDOR}/"):
            return name
        return str(super().hashed_name(name, content, filename))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


class StaticFiles(WhiteNoiseMiddleware):
    """Gathered files, and the vendor's where they lie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)  # pyright: ignore[reportUnknownMemberType]
        if not settings.CONFIG.dev and VENDOR_FOLDER.is_dir():
            self.add_files(str(VENDOR_FOLDER), prefix=f"{settings.STATIC_URL}{VENDOR}/")  # pyright: ignore[reportUnknownMemberType]
