"""Every number that decisions read from the protocol, and the range in which it makes sense."""

from __future__ import annotations

PARAMETERS = {
    "assumed_interval_factor": (1.0, 10.0),
    "band_more_likely": (0.0, 1.0),
    "band_possible": (0.0, 1.0),
    "damping": (0.0, 1.0),
    "interview_reach": (0.0, 10.0),
    "root_margin": (0.0, 1.0),
    "screening_current_days": (0.0, 31.0),
    "self_report_cap": (0.0, 1.0),
}
