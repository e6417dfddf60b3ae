"""The clinical lint: is the loaded protocol whole, sourced, consistent and allowed?

Each check yields `Fault`s that name the item and the field; `lint` finds file and line for them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from ischia.protocol.lint_adaptation import check_adaptation
from ischia.protocol.lint_assumptions import check_assumptions
from ischia.protocol.lint_common_faults import check_common_faults
from ischia.protocol.lint_conditions import check_conditions
from ischia.protocol.lint_courses import check_courses
from ischia.protocol.lint_daily import check_daily
from ischia.protocol.lint_easings import check_easings
from ischia.protocol.lint_fault import Fault
from ischia.protocol.lint_lifting import check_lifting
from ischia.protocol.lint_movements import check_movements
from ischia.protocol.lint_programs import check_programs
from ischia.protocol.lint_rechecks import check_rechecks
from ischia.protocol.load import DATA, find_file, load_protocol
from ischia.protocol.model import (
    CAUSES,
    OTHER,
    PARAMETERS,
    ROOTS,
    Cause,
    Disposition,
    Grade,
    Item,
    Protocol,
    Ratio,
    Review,
    Source,
)
from ischia.protocol.problems import Problem, ProtocolError, nearest

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_UNKIND = re.compile(r"\b(slipped|crumbl\w+|wear and tear|trapped|out of place)\b", re.IGNORECASE)
_NOT_SPOKEN = {"id", "source", "note", "group", "grade", "review"}
_SUM_TOLERANCE = 0.005


def lint(packs: Sequence[Path] = ()) -> list[Problem]:
    """Every fault of the protocol with `packs` laid over it, in order of file and line."""
    try:
        protocol = load_protocol(packs)
    except ProtocolError as error:
        return list(error.problems)
    folders = (DATA, *packs)
    return sorted(
        (_locate(fault, folders) for fault in find_faults(protocol)),
        key=lambda problem: (str(problem.path), problem.line),
    )


def load_linted(packs: Sequence[Path] = ()) -> Protocol:
    """The protocol; with packs, only if the lint finds no fault. Raises `ProtocolError`."""
    problems = lint(packs) if packs else []
    if problems:
        raise ProtocolError(problems)
    return load_protocol(packs)


def find_faults(protocol: Protocol) -> Iterator[Fault]:
    """All faults of an already loaded protocol."""
    for check in (
        check_ids,
        check_sources,
        check_conditions,
        check_red_flags,
        check_dispositions,
        check_findings,
        check_causes,
        check_priors,
        check_features,
        check_parameters,
        check_instruments,
        check_words,
        check_numbers,
        check_guarantees,
        check_programs,
        check_adaptation,
        check_lifting,
        check_courses,
        check_assumptions,
        check_rechecks,
        check_movements,
        check_easings,
        check_daily,
        check_common_faults,
    ):
        yield from check(protocol)


def items_of(protocol: Protocol) -> Iterator[tuple[str, Item]]:
    """Every sourced item with its kind."""
    for kind in Protocol.KINDS:
        for item in getattr(protocol, kind).values():
            if isinstance(item, Item):
                yield kind, item


def check_ids(protocol: Protocol) -> Iterator[Fault]:
    """Ids are spelt alike everywhere."""
    for kind, item in items_of(protocol):
        if kind != "roots" and not _ID.match(item.id):
            yield Fault(kind, item.id, "id", "an id is lower_snake_case", "rename it")


def check_sources(protocol: Protocol) -> Iterator[Fault]:
    """Everything rests on a source in the bibliography, and says honestly how."""
    known = protocol.bibliography
    for kind, item in items_of(protocol):
        keys = list(dict.fromkeys(cited_keys(item)))
        if not item.source:
            yield Fault(kind, item.id, "source", "no source is named", "add a bibliography key")
        for key in keys:
            if key not in known:
                hint = nearest(key, list(known))
                yield Fault(
                    kind,
                    item.id,
                    "source",
                    f"{key!r} is not in the bibliography{hint}",
                    f"add bibliography/{key}.yaml or correct the key",
                )
        yield from _check_review(kind, item, [known[key] for key in item.source if key in known])


def _check_review(kind: str, item: Item, sources: Sequence[Source]) -> Iterator[Fault]:
    if item.review is Review.PROJECT_RULE:
        return
    if item.grade is Grade.PROJECT:
        fault = "grade project means it is our own judgement, so it cannot be published"
        yield Fault(kind, item.id, "grade", fault, "set review: project_rule")
    if sources and all(source.read == "not_read" or source.kind == "project" for source in sources):
        fault = "published, but no source of it was read"
        yield Fault(kind, item.id, "review", fault, "read a source, or set review: project_rule")


def cited_keys(value: object) -> Iterator[str]:
    """Every key of the bibliography that an item cites, also in its parts."""
    if isinstance(value, tuple):
        for part in cast("tuple[object, ...]", value):
            yield from cited_keys(part)
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            content = getattr(value, field)
            if field == "source":
                yield from (content,) if isinstance(content, str) else content
            else:
                yield from cited_keys(content)


def check_red_flags(protocol: Protocol) -> Iterator[Fault]:
    """Rules are consistent in themselves."""
    for rule in protocol.red_flags.values():
        if rule.group not in protocol.families:
            hint = nearest(rule.group, list(protocol.families))
            fault = f"the folder {rule.group!r} is no family{hint}"
            yield Fault("red_flags", rule.id, "", fault, f"add families/{rule.group}.yaml")
        if rule.if_unsure is not None and rule.if_unsure.urgency > rule.then.urgency:
            fault = "being unsure would be more urgent than a yes"
            yield Fault("red_flags", rule.id, "if_unsure", fault, "lower if_unsure or raise then")
        if rule.weak and rule.then.urgency > Disposition.CLINICIAN_FIRST.urgency:
            fault = f"a weak flag may not lead to {rule.then}"
            yield Fault("red_flags", rule.id, "weak", fault, "drop weak, or set clinician_first")
        for accuracy in rule.accuracy:
            share = not accuracy.measure.startswith(("lr_", "odds"))
            possible = 0 <= accuracy.value <= (1 if share else math.inf)
            if not possible or not _ordered(accuracy.low, accuracy.value, accuracy.high):
                fault = f"{accuracy.measure}: not possible, or low, value and high not in order"
                yield Fault("red_flags", rule.id, "accuracy", fault, "check the figures")


def check_dispositions(protocol: Protocol) -> Iterator[Fault]:
    """All six dispositions have words, and only self care allows exercise."""
    for missing in set(Disposition) - set(protocol.dispositions):
        yield Fault("dispositions", missing, "", "this disposition has no text", "add its file")
    for text in protocol.dispositions.values():
        if text.id not in set(Disposition):
            yield Fault(
                "dispositions",
                text.id,
                "id",
                "not one of the six dispositions",
                f"use one of: {', '.join(Disposition)}",
            )
        elif text.allows_exercise and text.id != Disposition.SELF_CARE:
            fault = "only self_care may allow exercise without a clinician"
            yield Fault("dispositions", text.id, "allows_exercise", fault, "set it to false")


def check_findings(protocol: Protocol) -> Iterator[Fault]:
    """Each kind of finding has the fields that it needs."""
    for finding in protocol.findings.values():
        if finding.kind == "number" and not finding.min < finding.max:
            fault = "a number needs min and max, min below max"
            yield Fault("findings", finding.id, "min", fault, "set both")
        if finding.kind == "number" and not finding.unit:
            yield Fault("findings", finding.id, "unit", "a number needs a unit", "add unit")
        if finding.kind == "choice" and (not finding.choices or "unsure" in finding.choices):
            fault = "a choice needs choices, and unsure is always there already"
            yield Fault("findings", finding.id, "choices", fault, "name the other answers")
        if finding.kind == "choice" and set(finding.choices) != set(finding.choice_texts):
            fault = "choices and choice_texts do not name the same answers"
            yield Fault("findings", finding.id, "choice_texts", fault, "give each choice a text")
        if finding.reassuring and finding.kind != "yes_no":
            fault = "only a yes_no finding can reassure"
            yield Fault("findings", finding.id, "reassuring", fault, "remove reassuring")


def check_causes(protocol: Protocol) -> Iterator[Fault]:
    """The six causes, "other", "unknown" and the five roots are there."""
    for cause_id in (*CAUSES, OTHER, "unknown"):
        if cause_id not in protocol.causes:
            yield Fault("causes", cause_id, "", "this cause is missing", "add its file")
    mimics = [cause for cause in protocol.causes.values() if cause.kind == "mimic"]
    if mimics and abs(sum(mimic.share_of_other for mimic in mimics) - 1) > _SUM_TOLERANCE:
        fault = "the mimics' share_of_other do not add up to 1"
        yield Fault("causes", mimics[0].id, "share_of_other", fault, "correct the shares")
    for cause in protocol.causes.values():
        yield from _check_could_add(protocol, cause)
    for root in protocol.roots.values():
        if not 0 < root.prior < 1:
            yield Fault("roots", root.id, "prior", "a share is between 0 and 1", "correct it")
    for root_id in ROOTS:
        if root_id not in protocol.roots:
            yield Fault("roots", root_id, "", "this root is missing", "add its file")
    roots = list(protocol.roots.values())
    if roots and abs(sum(root.prior for root in roots) - 1) > _SUM_TOLERANCE:
        yield Fault("roots", roots[0].id, "prior", "the priors do not add up to 1", "correct them")


def _check_could_add(protocol: Protocol, cause: Cause) -> Iterator[Fault]:
    for finding_id in cause.could_add:
        if finding_id not in protocol.findings:
            fault = f"{finding_id!r} is not a finding{nearest(finding_id, list(protocol.findings))}"
            yield Fault("causes", cause.id, "could_add", fault, "correct the id")


def check_priors(protocol: Protocol) -> Iterator[Fault]:
    """Age bands leave no gap and their shares add up."""
    bands = sorted(protocol.priors.values(), key=lambda prior: prior.from_age)
    if not bands:
        return
    reach = 0.0
    for band in bands:
        if band.from_age != reach:
            fault = f"the band starts at {band.from_age:g}, the one before ends at {reach:g}"
            yield Fault("priors", band.id, "from_age", fault, "close the gap")
        reach = band.below_age
        if set(band.shares) != {*CAUSES, OTHER}:
            fault = "shares must name the six causes and other_or_not_spinal"
            yield Fault("priors", band.id, "shares", fault, "add or remove causes")
        if abs(sum(share.mid for share in band.shares.values()) - 1) > _SUM_TOLERANCE:
            yield Fault("priors", band.id, "shares", "the mids do not add up to 1", "correct them")
        for cause, share in band.shares.items():
            if not 0 < share.low <= share.mid <= share.high < 1:
                fault = f"{cause}: not 0 < low <= mid <= high < 1"
                yield Fault("priors", band.id, "shares", fault, "check the figures")
    age = protocol.findings.get("age_years")
    if age is not None and reach <= age.max:
        yield Fault("priors", bands[-1].id, "below_age", "the oldest have no prior", "raise it")
    if sum(band.when_age_unknown for band in bands) != 1:
        fault = "exactly one band must be used when the age is unknown"
        yield Fault("priors", bands[0].id, "when_age_unknown", fault, "mark one band")


def check_features(protocol: Protocol) -> Iterator[Fault]:
    """Likelihood ratios are possible and about something that exists."""
    for feature in protocol.features.values():
        if feature.about not in protocol.causes and feature.about not in protocol.roots:
            fault = f"about: {feature.about!r} is no cause, mimic or root"
            hint = nearest(feature.about, [*protocol.causes, *protocol.roots])
            yield Fault("features", feature.id, "about", fault + hint, "correct it")
        if feature.present is None and feature.absent is None:
            fault = "neither present nor absent has a ratio, so it says nothing"
            yield Fault("features", feature.id, "present", fault, "add a ratio or remove the file")
        for field, ratio in (("present", feature.present), ("absent", feature.absent)):
            if ratio and not (ratio.ratio > 0 and _ordered(ratio.low, ratio.ratio, ratio.high)):
                fault = "a likelihood ratio is above 0 and inside its interval"
                yield Fault("features", feature.id, field, fault, "check the figures")
        if _same_side(feature.present, feature.absent):
            fault = "present and absent point the same way, which no test can"
            yield Fault("features", feature.id, "absent", fault, "check the figures")


def _same_side(present: Ratio | None, absent: Ratio | None) -> bool:
    if present is None or absent is None:
        return False
    return (present.ratio - 1) * (absent.ratio - 1) > 0


def _ordered(low: float | None, value: float, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def check_parameters(protocol: Protocol) -> Iterator[Fault]:
    """Exactly the parameters that decisions read."""
    for parameter_id in PARAMETERS:
        if parameter_id not in protocol.parameters:
            yield Fault("parameters", parameter_id, "", "this parameter is missing", "add its file")
    for parameter in protocol.parameters.values():
        if parameter.id not in PARAMETERS:
            hint = nearest(parameter.id, list(PARAMETERS))
            fault = f"nothing reads this parameter{hint}"
            yield Fault("parameters", parameter.id, "id", fault, "remove or rename it")
            continue
        low, high = PARAMETERS[parameter.id]
        if not low <= parameter.value <= high:
            fault = f"{parameter.value:g} is not from {low:g} to {high:g}"
            yield Fault("parameters", parameter.id, "value", fault, "correct the value")


def check_instruments(protocol: Protocol) -> Iterator[Fault]:
    """Only instruments that may be shipped, with scoring that fits."""
    for instrument in protocol.instruments.values():
        if not instrument.licence_allows_shipping:
            fault = "its text may not be shipped"
            yield Fault(
                "instruments",
                instrument.id,
                "licence_allows_shipping",
                fault,
                "remove the file, or offer it as a protocol pack to those who have permission",
            )
        if not instrument.low < instrument.high:
            yield Fault("instruments", instrument.id, "low", "low is not below high", "correct it")
        item_ids = [item.id for item in instrument.items]
        if len(set(item_ids)) != len(item_ids):
            yield Fault(
                "instruments", instrument.id, "items", "two items share an id", "rename one"
            )
        for alert in instrument.alerts:
            if alert.item and alert.item not in item_ids:
                fault = f"the alert names {alert.item!r}, which is no item"
                yield Fault("instruments", instrument.id, "alerts", fault, "correct the item")
        follow = instrument.leads_to
        if follow is not None and follow.instrument not in protocol.instruments:
            fault = f"{follow.instrument!r} is no instrument"
            yield Fault("instruments", instrument.id, "leads_to", fault, "correct it")


def check_words(protocol: Protocol) -> Iterator[Fault]:
    """Words that frighten people about their back are not used when speaking to them."""
    for kind, item in items_of(protocol):
        for field in set(item.__struct_fields__) - _NOT_SPOKEN:
            found = _UNKIND.search(_words(getattr(item, field)))
            if found and kind != "instruments":
                fault = f"{field} says {found[0]!r}, which frightens and misleads"
                yield Fault(kind, item.id, field, fault, "say what is meant in neutral words")


def _words(value: object) -> str:
    """Every string in a field, joined."""
    if isinstance(value, dict):
        value = tuple(cast("dict[str, object]", value).values())
    if isinstance(value, tuple):
        return "\n".join(_words(part) for part in cast("tuple[object, ...]", value))
    return value if isinstance(value, str) else ""


def check_numbers(protocol: Protocol) -> Iterator[Fault]:
    """Every number is finite, wherever it stands."""
    for kind, item in items_of(protocol):
        for field in item.__struct_fields__:
            if not _finite(getattr(item, field)):
                fault = "not a finite number"
                yield Fault(kind, item.id, field, fault, "give a real figure")


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(_finite, cast("dict[str, object]", value).values()))
    if isinstance(value, tuple):
        return all(map(_finite, cast("tuple[object, ...]", value)))
    if isinstance(value, Struct):
        return all(_finite(getattr(value, field)) for field in value.__struct_fields__)
    return True


def check_guarantees(protocol: Protocol) -> Iterator[Fault]:
    """Being unsure is never promised more than being sure."""
    for item in protocol.guarantees.values():
        if item.if_unsure is not None and item.if_unsure.urgency > item.at_least.urgency:
            fault = "being unsure would be promised more than a yes"
            yield Fault("guarantees", item.id, "if_unsure", fault, "lower if_unsure")


def _locate(fault: Fault, folders: Sequence[Path]) -> Problem:
    try:
        path, document = find_file(folders, fault.kind, fault.item)
    except KeyError:
        path = folders[0] / fault.kind / f"{fault.item}.yaml"
        return Problem(path, 0, fault.text, fault.remedy)
    line = document.lines.get((fault.field,), 1)
    return Problem(path, line, fault.text, fault.remedy)


if __name__ == "__main__":
    import sys

    found = lint([Path(pack) for pack in sys.argv[1:]])
    sys.stdout.write("".join(f"{problem}\n" for problem in found))
    sys.stdout.write(f"{len(found)} problems\n")
    sys.exit(1 if found else 0)
