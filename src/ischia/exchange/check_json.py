"""A check as the documented JSON object (docs/reference/check-json.md)."""

from __future__ import annotations

from collections.abc import Sequence

from ischia.care.check import Check
from ischia.care.decision import Reason
from ischia.care.differential import Evidence
from ischia.protocol.model import Finding, Protocol, Source

Json = dict[str, object]
_DIGITS = 3


def check_json(check: Check, protocol: Protocol) -> Json:
    """Everything that was decided, with reasons and their sources."""
    screening = check.screening.value
    question = check.next_question
    reasons = [*check.screening.reasons, *check.contradictions]
    return {
        "disposition": screening.disposition,
        "complete": screening.complete,
        "current": screening.current,
        "safe_to_exercise": screening.allows_exercise,
        "reasons": [reason_json(reason) for reason in reasons],
        "contradictions": [reason.text for reason in check.contradictions],
        "next_question": question
        and question_json(protocol.findings[question.finding], question.purpose),
        "differential": [
            {
                "cause": estimate.cause,
                "band": estimate.band,
                "probability": [round(p, _DIGITS) for p in estimate.probability],
                "for": _evidence_json(estimate.supporting),
                "against": _evidence_json(estimate.opposing),
                "mimics": estimate.mimics,
            }
            for estimate in check.differential.value
        ],
        "roots": [
            {"root": root.root, "probability": round(root.probability, _DIGITS)}
            for root in check.roots.value.roots
        ],
        "root_pattern": check.roots.value.pattern,
        "sources": {
            key: citation(protocol.bibliography[key])
            for key in sorted({key for reason in reasons for key in reason.source})
        },
        "protocol": check.protocol,
    }


def question_json(finding: Finding, purpose: str) -> Json:
    """A question as a page or a program needs it to ask."""
    answers: dict[str, str] = {}
    if finding.kind == "yes_no":
        answers = {"yes": "Yes", "no": "No"}
    elif finding.kind == "choice":
        answers = dict(finding.choice_texts)
    return {
        "finding": finding.id,
        "purpose": purpose,
        "question": finding.question,
        "help": finding.help,
        "why": finding.why,
        "kind": finding.kind,
        "unit": finding.unit,
        "min": finding.min,
        "max": finding.max,
        "answers": {**answers, "unsure": finding.unsure_text or "I am not sure"},
    }


def reason_json(reason: Reason) -> Json:
    """A reason, field by field."""
    return {
        "rule": reason.rule,
        "text": reason.text,
        "findings": reason.findings,
        "source": reason.source,
        "grade": reason.grade,
        "review": reason.review,
    }


def _evidence_json(evidence: Sequence[Evidence]) -> list[Json]:
    return [
        {
            "feature": item.feature,
            "text": item.text,
            "findings": item.reason.findings,
            "likelihood_ratio": round(item.ratio, _DIGITS),
            "source": item.reason.source,
            "grade": item.reason.grade,
            "review": item.reason.review,
        }
        for item in evidence
    ]


def citation(source: Source) -> str:
    """One line of a bibliography."""
    place = f" doi:{source.doi}" if source.doi else f" {source.address}" if source.address else ""
    return f"{source.authors} ({source.year}). {source.title}. {source.published_in}.{place}"
