"""The hazard log as a page, from `docs/safety/hazards.yaml`; used by `generate.py`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct
from protocol_words import Row, plain, table

from ischia.protocol.plain_yaml import read_yaml


class Control(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What makes a hazard less likely or less harmful, and the tests that show that it works."""

    text: str
    tests: tuple[str, ...] = ()


class Hazard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the hazard log, in the manner of DCB0129."""

    id: str
    title: str
    cause: str
    harm: str
    severity: str
    likelihood: str
    controls: tuple[Control, ...]
    residual: str


def hazard_log(text: str) -> Iterator[str]:
    """The hazard log as a page. `text` is a YAML list of hazards, or one below `hazards:`."""
    content = read_yaml(text).content
    listed = content.get("hazards") if isinstance(content, dict) else content
    hazards = msgspec.convert(listed, tuple[Hazard, ...], strict=False)
    yield "# Hazard log\n"
    yield f"{len(hazards)} hazards, in the manner of DCB0129 and ISO 14971, made from"
    yield "`docs/safety/hazards.yaml`. Severity, likelihood and what remains are our judgement.\n"
    heads = ("hazard", "severity", "likelihood", "what remains")
    rows = ((f"[{h.id}](#{h.id}) {plain(h.title)}", *_risk(h)) for h in hazards)
    yield from table(heads, rows)
    for hazard in hazards:
        yield f"## {hazard.id}: {hazard.title} {{ #{hazard.id} }}\n"
        yield f"**Cause.** {hazard.cause}\n\n**Harm.** {hazard.harm}\n"
        yield f"**Severity:** {hazard.severity}. **Likelihood:** {hazard.likelihood}.\n"
        yield "**Controls**\n"
        for control in hazard.controls:
            tests = "".join(f"\n    - `{test}`" for test in control.tests)
            yield f"- {control.text}{tests}"
        yield f"\n**What remains.** {hazard.residual}\n"


def _risk(hazard: Hazard) -> Row:
    return plain(hazard.severity), plain(hazard.likelihood), plain(hazard.residual)
