"""What we see: pure functions from movement to meaning. No cameras, no clinical decisions.

    from ischia.motion import read_recording, tracker_plan, watch

Each name is loaded when it is first asked for: the tracker alone needs no numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ischia.motion.learn import learn_movement
    from ischia.motion.measuring import measured
    from ischia.motion.plan import tracker_plan
    from ischia.motion.recording import Recording, RecordingError, make_recording
    from ischia.motion.recording_file import read_recording, write_recording
    from ischia.motion.synthetic import Attempt, Synthetic
    from ischia.motion.synthetic_camera import Scene
    from ischia.motion.tracker.tracker import Tracker
    from ischia.motion.watching import watch

WHERE = {
    "Attempt": "synthetic",
    "Recording": "recording",
    "RecordingError": "recording",
    "Scene": "synthetic_camera",
    "Synthetic": "synthetic",
    "Tracker": "tracker.tracker",
    "learn_movement": "learn",
    "make_recording": "recording",
    "measured": "measuring",
    "read_recording": "recording_file",
    "tracker_plan": "plan",
    "watch": "watching",
    "write_recording": "recording_file",
}

__all__ = [
    "Attempt",
    "Recording",
    "RecordingError",
    "Scene",
    "Synthetic",
    "Tracker",
    "learn_movement",
    "make_recording",
    "measured",
    "read_recording",
    "tracker_plan",
    "watch",
    "write_recording",
]


def __getattr__(name: str) -> Any:
    if name not in WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{WHERE[name]}"), name)
