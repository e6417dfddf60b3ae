"""What every kind of item is built on: dispositions, grades of evidence, sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

Words = Annotated[str, Meta(extra={"words": True})]
"""Text that a person reads, and that is translated. Any other `str` is a name or a key."""


class Disposition(StrEnum):
    """What a person should do, from the least to the most urgent."""

    SELF_CARE = "self_care"
    CLINICIAN_FIRST = "clinician_first"
    WITHIN_TWO_WEEKS = "within_two_weeks"
    SAME_DAY = "same_day"
    EMERGENCY_TODAY = "emergency_today"
    EMERGENCY_NOW = "emergency_now"

    @property
    def urgency(self) -> int:
        """0 for self care up to 5 for an emergency now."""
        return _URGENCY[self]


_URGENCY = {disposition: rank for rank, disposition in enumerate(Disposition)}
BY_URGENCY = tuple(Disposition)


CAUSES = (
    "lumbar_disc_herniation",
    "lumbar_spinal_stenosis",
    "degenerative_disc_disease",
    "isthmic_spondylolisthesis",
    "piriformis_syndrome",
    "sacroiliac_joint_dysfunction",
)
OTHER = "other_or_not_spinal"
ROOTS = ("L2", "L3", "L4", "L5", "S1")


class Grade(StrEnum):
    """How strong the evidence behind an item is (GRADE's words, and two below them)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    CONSENSUS = "consensus"
    PROJECT = "project"


class Review(StrEnum):
    """`published` rests on its source as it stands; `project_rule` is our choice built on it."""

    PUBLISHED = "published"
    PROJECT_RULE = "project_rule"


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every item has. `group` is the folder below the kind's own, filled in by the loader."""

    id: str
    source: tuple[str, ...]
    grade: Grade
    review: Review
    group: str = ""
    note: str = ""


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the bibliography. `read` says how far we read it ourselves."""

    id: str
    authors: str
    year: int
    title: str
    published_in: str
    kind: Literal[
        "guideline",
        "systematic_review",
        "trial",
        "diagnostic_study",
        "cohort",
        "review",
        "textbook",
        "consensus",
        "case_report",
        "standard",
        "instrument",
        "methods",
        "project",
    ]
    taken: str
    read: Literal["full_text", "abstract", "secondary", "not_read"]
    doi: str = ""
    address: str = ""
    group: str = ""
