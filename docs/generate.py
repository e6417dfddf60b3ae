"""Write the reference pages that come from the protocol, and the hazard log, before each build.

    python docs/generate.py

The pages are not kept in the repository: they would only ever be a copy. Each one names the version
of the protocol it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from drawn_pages import draw_figures, draw_plot, exercises_drawn
from hazards import hazard_log
from program_pages import combinations, example_programs
from protocol_words import (
    Row,
    accuracy_words,
    anchored,
    plain,
    ratio_words,
    sources,
    spaced,
    standing,
    table,
    words,
)

from ischia.exchange.check_json import citation
from ischia.protocol.assumption import Assumption, Trajectory
from ischia.protocol.condition import Condition, ToolTest, findings_of, leaves
from ischia.protocol.lint import items_of
from ischia.protocol.load import load_protocol
from ischia.protocol.model import (
    Cause,
    Feature,
    Finding,
    Guarantee,
    Item,
    Parameter,
    Prior,
    Protocol,
    Reading,
    RedFlag,
    Review,
    Root,
    Source,
)

DOCS = Path(__file__).parent
GENERATED = DOCS / "reference" / "generated"
HAZARDS = DOCS / "safety" / "hazards.yaml"
HAZARD_LOG = DOCS / "safety" / "hazard-log.md"
EXAMPLE_PROGRAMS = DOCS / "guide" / "example-programs.md"
NO_HAZARDS = "# Hazard log\n\nThis copy of the source has no `docs/safety/hazards.yaml`.\n"


def main() -> None:
    """Write every generated page."""
    protocol = load_protocol()
    GENERATED.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        text = "\n".join(page(protocol))
        footer = f"\n---\n\nMade from protocol `{protocol.version}`.\n"
        (GENERATED / f"{name}.md").write_text(f"{text}\n{footer}", "utf-8")
    draw_figures(protocol, GENERATED)
    draw_plot(GENERATED)
    examples = "\n".join(example_programs(protocol))
    EXAMPLE_PROGRAMS.write_text(f"{examples}\nMade from protocol `{protocol.version}`.\n", "utf-8")
    if HAZARDS.is_file():
        HAZARD_LOG.write_text("\n".join(hazard_log(HAZARDS.read_text("utf-8"))) + "\n", "utf-8")
    else:
        print(f"{HAZARDS} is not there; the hazard log says so")
        HAZARD_LOG.parent.mkdir(parents=True, exist_ok=True)
        HAZARD_LOG.write_text(NO_HAZARDS, "utf-8")


def red_flags(protocol: Protocol) -> Iterator[str]:
    """Every rule of the screening by family, and the guarantees that the rules must keep."""
    yield "# Red flags\n"
    yield "Each rule can only raise: the most urgent one that holds decides. *Unsure* says what"
    yield 'follows when a rule holds only through answers of "unsure"; where it is the same, it is'
    yield "left out. *Weak* rules are non-specific: alone they never go beyond `clinician_first`.\n"
    for family in sorted(protocol.families.values(), key=lambda family: family.order):
        rules = [rule for rule in protocol.red_flags.values() if rule.group == family.id]
        rules.sort(key=lambda rule: (-rule.then.urgency, rule.id))
        yield f"## {family.title}\n"
        heads = ("rule", "when", "then", "accuracy", "sources", "standing")
        yield from table(heads, (_red_flag_row(rule, protocol) for rule in rules))
    yield "## Guarantees\n"
    yield "Proved for every possible set of answers, on every version of the protocol. A protocol"
    yield "pack may add guarantees but not replace one. Where *unsure* is not given, nothing is"
    yield "promised for it.\n"
    heads = ("guarantee", "given", "at least", "in words", "sources", "standing")
    yield from table(heads, (_guarantee_row(g, protocol) for g in protocol.guarantees.values()))


def _red_flag_row(rule: RedFlag, protocol: Protocol) -> Row:
    then = f"`{rule.then}`" + (" (weak)" if rule.weak else "")
    if rule.if_unsure is not None and rule.if_unsure is not rule.then:
        then += f"; unsure: `{rule.if_unsure}`"
    accuracy = "<br>".join(accuracy_words(each) for each in rule.accuracy) or "-"
    title = f"{anchored(rule.id)}<br>{plain(rule.title)}"
    when = words(rule.when, protocol)
    return title, when, then, accuracy, sources(rule.source), standing(rule)


def _guarantee_row(guarantee: Guarantee, protocol: Protocol) -> Row:
    least = f"`{guarantee.at_least}`"
    if guarantee.if_unsure is not None:
        least += f"; unsure: `{guarantee.if_unsure}`"
    given = words(guarantee.given, protocol)
    return (
        f"`{guarantee.id}`",
        given,
        least,
        plain(guarantee.text),
        sources(guarantee.source),
        standing(guarantee),
    )


def findings(protocol: Protocol) -> Iterator[str]:
    """Every finding by group: what is asked, which answers there are, and what uses it."""
    yield "# Findings\n"
    yield "Everything that can stand below `answers:` in an answers file. Every finding also takes"
    yield "`unsure`. A *clinician* finding comes from an examination, a test or a scan; the"
    yield "interview never asks a person for it.\n"
    users = _users(protocol)
    groups = sorted({finding.group for finding in protocol.findings.values()})
    heads = ("finding", "question", "answers", "who", "asked if", "used by")
    for group in groups:
        yield f"## {spaced(group).capitalize()}\n"
        inside = [f for f in protocol.findings.values() if f.group == group]
        yield from table(heads, (_finding_row(f, users, protocol) for f in inside))
    yield "## Body regions\n"
    yield "For findings that take regions. A paired region can be written with its side"
    yield "(`left_calf`, `right_calf`) or without (`calf`).\n"
    regions = protocol.regions.values()
    yield from table(
        ("region", "what it is", "view", "paired"),
        ((f"`{r.id}`", plain(r.label), r.view, "yes" if r.paired else "no") for r in regions),
    )


def _users(protocol: Protocol) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for rule in protocol.red_flags.values():
        for finding in findings_of(rule.when):
            users.setdefault(finding, []).append(f"[{rule.id}](red-flags.md#{rule.id})")
    abouts = [(f, x.about) for x in protocol.features.values() for f in _read_by(x.when, protocol)]
    for finding, about in dict.fromkeys(abouts):
        users.setdefault(finding, []).append(f"[{about}](causes.md#{about})")
    return users


def _read_by(condition: Condition, protocol: Protocol) -> Iterator[str]:
    """The findings that a condition reads, directly or through a tool."""
    for leaf in leaves(condition):
        if isinstance(leaf, ToolTest):
            for line in protocol.tools[leaf.tool].items:
                yield from _read_by(line.when, protocol)
        else:
            yield leaf.finding


def _finding_row(finding: Finding, users: dict[str, list[str]], protocol: Protocol) -> Row:
    answers = {
        "yes_no": "yes, no",
        "number": f"{finding.min:g} to {finding.max:g} {finding.unit}",
        "choice": ", ".join(f"`{choice}`" for choice in finding.choices),
        "regions": "body regions",
    }
    ask_if = words(finding.ask_if, protocol) if finding.ask_if is not None else ""
    return (
        anchored(finding.id),
        plain(finding.question),
        plain(answers[finding.kind]),
        finding.who,
        ask_if,
        ", ".join(users.get(finding.id, ())),
    )


def causes(protocol: Protocol) -> Iterator[str]:
    """Causes, mimics and roots with their features, and the numbers behind the differential."""
    yield "# Causes, mimics and nerve roots\n"
    yield "A likelihood ratio above 1 speaks for, below 1 against; brackets hold the published 95 %"
    yield "interval, where there is one. (c) was calculated by us from published figures."
    yield "*Overlaps* names the construct: features of one construct are damped.\n"
    for kind, title in (("cause", "The six causes"), ("mimic", 'Mimics, ranked as "other"')):
        yield f"## {title}\n"
        for cause in (c for c in protocol.causes.values() if c.kind == kind):
            yield from _cause(cause, protocol)
    yield "## Nerve roots\n"
    for root in protocol.roots.values():
        yield from _root(root, protocol)
    yield "## Starting shares (priors)\n"
    for prior in protocol.priors.values():
        yield from _prior(prior)
    yield "## Parameters\n"
    yield from table(
        ("parameter", "value", "what it does", "sources", "standing"),
        (_parameter_row(parameter) for parameter in protocol.parameters.values()),
    )


def _cause(cause: Cause, protocol: Protocol) -> Iterator[str]:
    yield f"### {cause.title} {{ #{cause.id} }}\n"
    share = f' Share of "other": {cause.share_of_other:g}.' if cause.share_of_other else ""
    yield f"`{cause.id}`. {cause.plain} {cause.text}{share}"
    yield f"({sources(cause.source)}; {standing(cause)})\n"
    if cause.could_add:
        could = (protocol.findings[finding].label for finding in cause.could_add)
        yield f"A clinician could add: {'; '.join(could)}.\n"
    yield from _features(cause.id, protocol)


def _root(root: Root, protocol: Protocol) -> Iterator[str]:
    yield f"### {root.title} {{ #{root.id} }}\n"
    yield f"Starting share {root.prior:g}. Feeling: {root.area} Strength: {root.weakness}"
    yield f"Reflex: {root.reflex} ({sources(root.source)}; {standing(root)})\n"
    yield from _features(root.id, protocol)


def _features(about: str, protocol: Protocol) -> Iterator[str]:
    own = [feature for feature in protocol.features.values() if feature.about == about]
    own.sort(key=lambda feature: (feature.construct, feature.id))
    heads = ("feature", "when", "if so", "if not", "overlaps", "studied in", "sources", "standing")
    yield from table(heads, (_feature_row(feature, protocol) for feature in own))


def _feature_row(feature: Feature, protocol: Protocol) -> Row:
    return (
        plain(feature.label),
        words(feature.when, protocol),
        ratio_words(feature.present),
        ratio_words(feature.absent),
        spaced(feature.construct),
        plain(feature.population),
        sources(feature.source),
        standing(feature),
    )


def _prior(prior: Prior) -> Iterator[str]:
    unknown = "; also used when the age is not known" if prior.when_age_unknown else ""
    yield f"### Age {prior.from_age:g} to below {prior.below_age:g}{unknown}\n"
    shares = ((f"`{c}`", f"{s.mid:g}", f"{s.low:g} to {s.high:g}") for c, s in prior.shares.items())
    yield from table(("cause", "share", "range"), shares)
    yield f"{prior.note} ({sources(prior.source)}; {standing(prior)})\n"


def _parameter_row(parameter: Parameter) -> Row:
    return (
        f"`{parameter.id}`",
        f"{parameter.value:g} {parameter.unit}",
        plain(parameter.text),
        sources(parameter.source),
        standing(parameter),
    )


def assumptions(protocol: Protocol) -> Iterator[str]:
    """What the simulation takes for granted about virtual people."""
    yield "# What the simulation assumes\n"
    yield "No decision about a real person reads any of this. [Simulation](../simulation.md) says"
    yield "what it is for. A *project rule* is our own choice.\n"
    yield "## Courses of leg pain\n"
    heads = ("course", "share", "starts at", "then, by month", "days differ by", "why", "standing")
    yield from table(heads, (_course_row(course) for course in protocol.trajectories.values()))
    heads = ("assumption", "value", "what it says", "why", "sources", "standing")
    for group in sorted({item.group for item in protocol.assumptions.values()}):
        yield f"## {spaced(group).capitalize()}\n"
        inside = [item for item in protocol.assumptions.values() if item.group == group]
        yield from table(heads, (_assumption_row(item) for item in inside))


def _course_row(course: Trajectory) -> Row:
    return (
        plain(course.title),
        f"{course.share:g}",
        f"{course.start_mean:g} (sd {course.start_sd:g})",
        ", ".join(f"{month:g}: {points:g}" for month, points in course.months),
        f"sd {course.daily_sd:g}",
        plain(course.note),
        f"{sources(course.source)}; {standing(course)}",
    )


def _assumption_row(item: Assumption) -> Row:
    return (
        f"`{item.id}`",
        f"{item.value:g} {plain(item.unit)}",
        plain(item.text),
        plain(item.note),
        sources(item.source),
        standing(item),
    )


def bibliography(protocol: Protocol) -> Iterator[str]:
    """Every source, what was taken from it, and how far we read it."""
    yield "# Bibliography\n"
    yield f"{len(protocol.bibliography)} sources. *Read* says how far we read each one ourselves;"
    yield "what rests only on sources that we did not read is marked as a project rule.\n"
    rows = (
        (anchored(s.id), _linked(s), spaced(s.kind), spaced(s.read), plain(s.taken))
        for s in protocol.bibliography.values()
    )
    yield from table(("key", "source", "kind", "read", "what was taken"), rows)


def _linked(source: Source) -> str:
    """A citation whose DOI is a link."""
    text, doi = plain(citation(source)), f"doi:{source.doi}"
    return text.replace(doi, f"[{doi}](<https://doi.org/{source.doi}>)") if source.doi else text


def sign_off(protocol: Protocol) -> Iterator[str]:
    """Every project rule by kind: what a clinician is asked to agree to."""
    items = list(items_of(protocol))
    ours = [(kind, item) for kind, item in items if item.review is Review.PROJECT_RULE]
    yield "# Project rules that await sign-off\n"
    yield f"{len(ours)} of {len(items)} items are project rules: our own choice, built on the cited"
    yield "material. [What we ask of you](../../clinic/what-we-ask-of-you.md) says how to answer.\n"
    for kind in Protocol.KINDS:
        own = [item for of, item in ours if of == kind]
        if own:
            yield f"## {spaced(kind).capitalize()} ({len(own)})\n"
            rows = (_sign_off_row(item, protocol) for item in own)
            yield from table(("item", "what it says", "why", "grade", "sources"), rows)


def _sign_off_row(item: Item, protocol: Protocol) -> Row:
    return (
        f"`{item.id}`",
        _gist(item, protocol),
        plain(item.note),
        spaced(item.grade),
        sources(item.source),
    )


def _gist(item: Item, protocol: Protocol) -> str:
    """What an item claims, in one cell."""
    match item:
        case RedFlag():
            unsure = f" (unsure: `{item.if_unsure}`)" if item.if_unsure else ""
            return f"{words(item.when, protocol)} → `{item.then}`{unsure}"
        case Guarantee() | Reading():
            return plain(item.text)
        case Feature():
            ratios = f"{ratio_words(item.present)} if so, {ratio_words(item.absent)} if not"
            return f"`{item.about}`: {words(item.when, protocol)}: {ratios}"
        case Finding():
            return plain(item.question)
        case Parameter() | Assumption():
            return f"{item.value:g} {plain(item.unit)}: {plain(item.text)}"
        case Prior():
            return ", ".join(f"{spaced(c)} {s.mid:g}" for c, s in item.shares.items())
        case _:
            fields = ("title", "headline", "label", "plain", "text")
            return plain(": ".join(str(getattr(item, f)) for f in fields if hasattr(item, f)))


PAGES: dict[str, Callable[[Protocol], Iterator[str]]] = {
    "red-flags": red_flags,
    "findings": findings,
    "causes": causes,
    "assumptions": assumptions,
    "bibliography": bibliography,
    "sign-off": sign_off,
    "combinations": combinations,
    "exercises-drawn": exercises_drawn,
}


if __name__ == "__main__":
    main()
