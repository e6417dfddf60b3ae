"""Where the page finds what the camera coach is made of."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from ischia.protocol.model import Protocol
from ischia.web.camera.views import UNCOUNTED, plan_version

MODEL = "vendor/pose/pose_{size}.task"
FILES = {
    "module": "camera/camera.js",
    "worker": "camera/worker.js",
    "vision": "vendor/vision/vision_bundle.mjs",
    "loader": "vendor/vision/wasm/vision_wasm_module_internal.js",
    "binary": "vendor/vision/wasm/vision_wasm_module_internal.wasm",
    "full": MODEL.format(size="full"),
    "lite": MODEL.format(size="lite"),
    "micropython": "vendor/micropython/micropython.mjs",
    "micropython_wasm": "vendor/micropython/micropython.wasm",
}


def camera_addresses(
    protocol: Protocol, exercises: list[str]
) -> dict[str, str | dict[str, str]] | None:
    """Every address, and the plan of each exercise that can be counted; None where the models
    have not been made (`make assets`)."""
    if not all(finders.find(name) for name in FILES.values()):
        return None
    counted = [
        name
        for name in exercises
        if name in protocol.movements and protocol.movements[name].rep not in UNCOUNTED
    ]
    return {
        **{key: static(name) for key, name in FILES.items()},
        "tracker": reverse("camera:tracker", args=(protocol.short_version,)),
        "plans": {name: reverse("camera:plan", args=(plan_version(), name)) for name in counted},
    }
