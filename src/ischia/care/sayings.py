"""The sentences that reasons are put together from, with blanks in braces.

They stand here together so that they can be translated: a reason is made and kept in English, and
`said_again` finds the sentence that it was made from, and what fills its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

STANDS_IN = "It stands in for one that does not suit you now."
EASES = "Your pain eases in this direction."
GENTLY = "Go gently with this one, because of this: {state}."
FOR_YOU = "For you: {reason}"
ROLE_WORDS = {
    "core": "A main exercise",
    "option": "One of several that suit",
    "later": "One for when things have settled",
    "trial": "One to try out",
    "maintenance": "One that helps to stay well",
}
GRADE_WORDS = {
    "cause_specific": "described or studied in people with this cause",
    "general_back_pain": "studied in people with back pain in general",
    "clinical_reasoning": "chosen by reasoning, without a study of its own",
}


def basis(role: str, grade: str) -> str:
    """What an exercise is for a cause, and how well that is known."""
    return f"{ROLE_WORDS[role]}, {GRADE_WORDS[grade]}."


EVIDENCE = {  # the same, in a word
    "cause_specific": "this cause",
    "general_back_pain": "back pain",
    "clinical_reasoning": "reasoning",
}

UNFINISHED = "The safety questions are not finished, so there is no program yet."
BESIDE = "{exercise} does not fit into so short a session. Do it at another time of the day."
NONE_LEFT = "No exercise is left that is right for all of this. Ask a clinician to choose."
NOT_AT_THIS_STAGE = "Not at this stage for this cause."
FURTHER_DOWN = "This direction sends your pain further down the leg."
BOTH_WAYS = "It moves the back both ways, and both send your pain further down the leg."
TOO_HEAVY = "Too heavy for now."
YOU_WOULD_NEED = "You would need: {things}."
CLINICIAN_CAN_ALLOW = "{reason} A clinician can allow it."
STATE_BECAUSE = "{state}: {reason}"

DO_NOT_FIT = "The answers about {finding} do not fit together. The more serious reading was used."

NOT_SO = "not: {feature}"
SET_AT = "{text} Set at {value} ({unit})."

NO_SCORE = "There is no score: {why}."
NOTHING_ANSWERED = "nothing was answered"
NEVER_GUESSED = "{item} was left out, and its answer is never guessed"
LEFT_OUT = "{items} left out, and {most} may be"
SCORE = "{value} on a scale from {low} to {high}, where more is {better}."
SCORE_BAND = "{value} on a scale from {low} to {high}, where more is {better}: {band}."
FILLED = "Left out and filled with the mean of the others: {items}."
NO_CHANGE = "There is no change to show: too much was left out, now or the first time."
CHANGE = "Since the first score: {points} points, {meaning}."
CHANGE_SHARE = "Since the first score: {points} points ({percent} %), {meaning}."
COUNTS_POINTS = "What counts is {points} points or more."
COUNTS_PERCENT = "What counts is {percent} % of the first score or more."
COUNTS_BOTH = "What counts is {points} points and {percent} % of the first score or more."
MEANINGS = {
    "recovered": "the score is now where people call themselves recovered",
    "improved": "an improvement that matters",
    "worse": "a worsening that matters",
    "no_important_change": "not a change that matters",
    "not_defined": "how large a change matters is not known for this instrument",
}

FIRST_TOO_LOW = "The first score was below {least}, too low for a fair comparison."
ONE_SCORE = "One score is no course yet. It can be compared when there is a later one."
STUDIES_END = "The studies end after {weeks} weeks, so that this score is not compared."

NO_LOAD = "{term}: beyond what the equation allows, so it recommends no load at all."
LOWERS = "{term}: lowers the limit to {percent} %."

FAULTS = (  # what a page refuses, and how to mend it; made where they are raised
    "{value} is not a number",
    "{value} is not an answer",
    "{value} is not a date",
    "{value} is not possible",
    "{value} is not known",
    "{value} is out of range",
    "{day} is in the future (today is {today})",
    "{day} is before this was found ({found})",
    "{day} is before the exercises were stopped ({stopped})",
    "{number} habits at once are many",
    "{time} lies in the quiet hours",
    "quiet hours have a beginning and an end",
    "the equation ends at {hours} hours",
    "there is no answer",
    "there is no program yet",
    "there is no easier form of this",
    "this is the only exercise left",
    "this is too far off",
    "there are more faults",
    "answer at least one question",
    "answer yes, no or unsure",
    "ask a clinician about it, and give the day of that visit",
    "begin with fewer",
    "choose another time, or other quiet hours",
    "choose one of the list",
    "choose one of your exercises",
    "correct the date",
    "do less of it instead",
    "do less of it, or leave it out",
    "finish the check first",
    "give 0 or more",
    "give 0 to {hours}",
    "give a day up to {day}",
    "give a number from {low} to {high} ({unit}), or unsure",
    "give a whole number from {low} to {high} ({meanings}), or leave it out",
    "give at least one",
    "give both, or none",
    "mend these first",
    "type a number",
    "write YYYY-MM-DD",
)
THINGS = ("bike", "chair", "cushion", "mat", "pool", "step", "towel", "wall")
SAYINGS: tuple[str, ...] = (
    STANDS_IN,
    EASES,
    GENTLY,
    FOR_YOU,
    *(basis(role, grade) for role in ROLE_WORDS for grade in GRADE_WORDS),
    UNFINISHED,
    NONE_LEFT,
    BESIDE,
    NOT_AT_THIS_STAGE,
    FURTHER_DOWN,
    BOTH_WAYS,
    TOO_HEAVY,
    YOU_WOULD_NEED,
    CLINICIAN_CAN_ALLOW,
    DO_NOT_FIT,
    NOT_SO,
    SET_AT,
    NO_SCORE,
    NOTHING_ANSWERED,
    NEVER_GUESSED,
    LEFT_OUT,
    SCORE_BAND,
    SCORE,
    FILLED,
    NO_CHANGE,
    CHANGE_SHARE,
    CHANGE,
    COUNTS_BOTH,
    COUNTS_POINTS,
    COUNTS_PERCENT,
    *MEANINGS.values(),
    "better",
    "worse",
    "none",
    FIRST_TOO_LOW,
    ONE_SCORE,
    STUDIES_END,
    NO_LOAD,
    LOWERS,
    *THINGS,
    *FAULTS,
    STATE_BECAUSE,  # fits the most, so it is tried last
)
_BLANK = re.compile(r"\\\{(\w+)\\\}")
_SEVERAL = ("reason", "text")  # blanks that several sentences may fill
_NEXT = re.compile(r"(?<=[.!?]) (?=[A-Z])")

Say = Callable[[str], str]


def said_again(text: str, say: Say) -> str:
    """An English reason as `say` says its sentences; what it does not know stays as it is."""
    whole = say(text)
    if whole != text:
        return whole
    for saying, shape in _shapes():
        if found := shape.fullmatch(text):
            blanks = {name: _blank(part, say) for name, part in found.groupdict().items()}
            if saying == STATE_BECAUSE and blanks["state"] == found["state"]:
                continue  # any text with a colon would fit
            return say(saying).format(**blanks)
    first, *rest = _NEXT.split(text, maxsplit=1)
    return " ".join([said_again(first, say), said_again(rest[0], say)]) if rest else text


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences with blanks, as what finds them and what stands in each blank."""
    return tuple(
        (saying, re.compile(_BLANK.sub(_filler, re.escape(saying)), re.DOTALL))
        for saying in SAYINGS
        if "{" in saying
    )


def _filler(blank: re.Match[str]) -> str:
    filler = ".+?" if blank[1] in _SEVERAL else r"(?:(?!\. ).)+?"
    return f"(?P<{blank[1]}>{filler})"


def _blank(part: str, say: Say) -> str:
    """What stands in a blank: a text, one that lost its capital, or several with commas."""
    capital = part[:1].upper() + part[1:]
    if (known := say(part)) != part:
        return known
    if (known := say(capital)) != capital:
        return known[:1].lower() + known[1:]
    parts = part.split(", ")
    return ", ".join(_blank(one, say) for one in parts) if len(parts) > 1 else part
