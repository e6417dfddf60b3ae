"""What the simulation assumes of virtual people: the course of leg pain, and single numbers.

No decision about a real person reads any of this. Chances and shares are 0 to 1; pain is 0 to 10.
"""

from __future__ import annotations

from ischia.protocol.base import Item

_SHARE = (0.0, 1.0)
_POINTS = (0.0, 10.0)
_HUNDRED = (0.0, 100.0)

ASSUMPTIONS: dict[str, tuple[float, float]] = {
    # course
    "back_start_mean": _POINTS,
    "back_start_sd": _POINTS,
    "below_knee_share": _SHARE,
    "foot_share": _SHARE,
    "thigh_share": _SHARE,
    "duration_mean_weeks": (1.0, 520.0),
    "daily_carry": (0.0, 0.99),
    "zone_points": (0.5, 10.0),
    "recurrence_month": _SHARE,
    "recurrence_days": (1.0, 365.0),
    "benefit_points": _POINTS,
    "benefit_weeks": (0.5, 52.0),
    # flares
    "flare_month_improving": (0.0, 10.0),
    "flare_month_persistent": (0.0, 10.0),
    "flare_mean_days": (1.0, 28.0),
    "flare_points": _POINTS,
    "flare_felt_only": _SHARE,
    "flare_pain_only": _SHARE,
    "flare_spread": _SHARE,
    # response to a session
    "irritability_high_share": _SHARE,
    "irritability_medium_share": _SHARE,
    "provoked_low": _SHARE,
    "provoked_medium": _SHARE,
    "provoked_high": _SHARE,
    "provoked_per_level": _SHARE,
    "borne_level": (1.0, 5.0),
    "borne_loss": (0.0, 5.0),
    "provoked_points": _POINTS,
    "provoked_lasts": _SHARE,
    "provoked_spreads": _SHARE,
    "provoked_tingles": _SHARE,
    "settle_low_hours": (0.01, 168.0),
    "settle_medium_hours": (0.01, 168.0),
    "settle_high_hours": (0.01, 168.0),
    "named_share": _SHARE,
    "preference_share": _SHARE,
    "preference_fits": _SHARE,
    "preference_known": _SHARE,
    "eases_session": _SHARE,
    "wrong_direction_session": _SHARE,
    # what people do
    "done_week_1": _SHARE,
    "done_week_4": _SHARE,
    "done_week_8": _SHARE,
    "done_week_12": _SHARE,
    "done_sd": _SHARE,
    "gave_up_week_4": _SHARE,
    "session_done_mean": _SHARE,
    "session_done_sd": _SHARE,
    "effort_start": _POINTS,
    "effort_per_level": _POINTS,
    "effort_sd": _POINTS,
    "form_rated": _SHARE,
    "form_mean": _HUNDRED,
    "form_sd": _HUNDRED,
    "less_week": _SHARE,
    "diagnosed_share": _SHARE,
    "equipped_share": _SHARE,
    "state_share": _SHARE,
    # what people tell
    "missed_answer": _SHARE,
    "over_reporter_share": _SHARE,
    "over_reporter_points": _POINTS,
    "over_reporter_flare": _SHARE,
    "non_reporter_share": _SHARE,
    "non_reporter_missed": _SHARE,
    "silent_share": _SHARE,
    "silent_points_day": _POINTS,
    "silent_danger_days": (1.0, 365.0),
    # danger
    "danger_month": _SHARE,
    "false_alarm_month": _SHARE,
    "danger_told": _SHARE,
    "check_done": (0.01, 1.0),
    "clinician_wait_days": (1.0, 90.0),
    "clinician_clears": _SHARE,
}


class Assumption(Item, frozen=True, kw_only=True):
    """A number that virtual people are made with."""

    value: float
    unit: str
    text: str


class Trajectory(Item, frozen=True, kw_only=True):
    """One course of leg pain: how many take it, where it starts, and its mean after so many months.

    `months` is a rising list of (months from the start, points); between them the course is
    straight, and after the last it stays. `daily_sd` is how much one person's days differ.
    """

    title: str
    share: float
    improving: bool
    start_mean: float
    start_sd: float
    months: tuple[tuple[float, float], ...]
    daily_sd: float
