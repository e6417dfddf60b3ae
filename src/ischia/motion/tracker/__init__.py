"""The tracker: what the camera makes of a movement, frame by frame.

Everything in this folder is written in the Python that CPython and MicroPython share, so that a
page on a phone and a server judge the same recording alike: no dataclasses, enum, `__future__`,
statistics, bisect, match, `math.hypot` or positional-only arguments; `typing` only where it may be
missing. `Tracker` in `tracker.py` is the way in; docs/reference/tracker.md explains the plan it
takes and the summary it gives.
"""
