"""The tracker's numbers, from the protocol: every parameter whose id begins with `tracker_`."""

from __future__ import annotations

from ischia.protocol.model import Protocol

PREFIX = "tracker_"


def tracker_settings(protocol: Protocol) -> dict[str, float]:
    """{name without the prefix: value}; a plan carries them as `settings`."""
    return {
        name.removeprefix(PREFIX): float(parameter.value)
        for name, parameter in protocol.parameters.items()
        if name.startswith(PREFIX)
    }
