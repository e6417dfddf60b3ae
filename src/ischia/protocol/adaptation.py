"""The rules by which a program follows the person: what each is called and says.

The thresholds are parameters; a rule is the sentence that a person and a clinician read when it
changed something. `care.adaptation` applies exactly these.
"""

from __future__ import annotations

from ischia.protocol.base import Item, Words

RULES = (
    "add_exercise",
    "cleared",
    "cut_amount",
    "danger_stop",
    "drop_direction",
    "fewer_exercises",
    "flare_felt",
    "flare_long",
    "flare_recover",
    "flare_rest",
    "flare_restore",
    "flare_resume",
    "flare_review",
    "flare_severe",
    "flare_spread",
    "flares_often",
    "form_unjudged",
    "good_session",
    "hold",
    "look_again",
    "maintain",
    "missing_answers",
    "more_often",
    "next_stage",
    "no_direction",
    "pain_severe",
    "person_easier",
    "person_less",
    "person_swap",
    "program_changed",
    "stage_program",
    "progress_amount",
    "progress_hold",
    "progress_level",
    "progress_sets",
    "questionnaire_alert",
    "regress_level",
    "rest_exercise",
    "retest_direction",
    "return_after_break",
    "return_exercise",
    "drop_stretch",
    "tingling_rests",
    "tingling_stays",
    "waiting_for_clinician",
)


class AdaptationRule(Item, frozen=True, kw_only=True):
    """Why a program changed, or stayed as it is, in words for the person."""

    title: Words
    text: Words
