"""Say parts of the protocol in words, as Markdown; used by `generate.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ischia.protocol.condition import NUMBER_OPS, Condition, Test, ToolTest, fold
from ischia.protocol.model import Accuracy, Item, Protocol, Ratio, Review

Row = Sequence[str]


def plain(text: object) -> str:
    """Text that is safe in a cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")


def table(heads: Row, rows: Iterable[Row]) -> Iterator[str]:
    """A table, with an empty line after it."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def anchored(item_id: str) -> str:
    """An id that other pages can link to."""
    return f'<a id="{item_id}"></a>`{item_id}`'


def sources(keys: Iterable[str]) -> str:
    """Links into the bibliography."""
    return ", ".join(f"[{key}](bibliography.md#{key})" for key in dict.fromkeys(keys))


def standing(item: Item) -> str:
    """Whether an item stands in its source, or is ours; and how strong the evidence is."""
    ours = "project rule" if item.review is Review.PROJECT_RULE else "published"
    return f"{ours}; {spaced(item.grade)}"


def spaced(word: str) -> str:
    """An id as words."""
    return word.replace("_", " ")


class Said(Struct, frozen=True):
    """A part of a condition in words; a compound one needs brackets inside another."""

    text: str
    compound: bool = False

    def inside(self) -> str:
        return f"({self.text})" if self.compound else self.text


def words(condition: Condition, protocol: Protocol) -> str:
    """A condition as a clinician would read it aloud."""

    def every(parts: Sequence[Said]) -> Said:
        return _joined(parts, " **and** ")

    def some(parts: Sequence[Said]) -> Said:
        return _joined(parts, " **or** ")

    def count(needed: int, parts: Sequence[Said]) -> Said:
        listed = "; ".join(part.inside() for part in parts)
        return Said(f"at least {needed} of: {listed}", compound=True)

    def leaf(test: Test | ToolTest) -> Said:
        return Said(plain(_test_words(test, protocol)))

    return fold(condition, leaf, every, some, count).text


def _joined(parts: Sequence[Said], by: str) -> Said:
    if len(parts) == 1:
        return parts[0]
    return Said(by.join(part.inside() for part in parts), compound=True)


def _test_words(test: Test | ToolTest, protocol: Protocol) -> str:
    if isinstance(test, ToolTest):
        return f"{protocol.tools[test.tool].title}: {test.at_least:g} points or more"
    finding = protocol.findings[test.finding]
    if test.op in NUMBER_OPS:
        return f"{finding.label}: {spaced(test.op)} {test.number:g} {finding.unit}"
    if test.op == "includes":
        marked = " or ".join(protocol.regions[region].label.lower() for region in test.values)
        return f"{finding.label}: {marked}"
    if finding.kind == "choice":
        return f"{finding.label}: {' or '.join(spaced(value) for value in test.values)}"
    answers = {"yes": finding.label, "no": f"not: {finding.label}", "unsure": "unsure"}
    return " or ".join(answers[value] for value in test.values)


def ratio_words(ratio: Ratio | None) -> str:
    """A likelihood ratio with its interval; (c) marks one that we calculated."""
    if ratio is None:
        return "-"
    interval = f" ({ratio.low:g} to {ratio.high:g})" if ratio.low and ratio.high else ""
    return f"{ratio.ratio:g}{interval}{' (c)' if ratio.calculated else ''}"


_SHORT = {"lr_positive": "LR+", "lr_negative": "LR-", "auc": "area under the curve"}


def accuracy_words(accuracy: Accuracy) -> str:
    """A published figure, its interval, in whom, and by whom."""
    interval = f" ({accuracy.low:g} to {accuracy.high:g})" if accuracy.low and accuracy.high else ""
    measure = _SHORT.get(accuracy.measure, spaced(accuracy.measure))
    about = f"{plain(accuracy.population)}, {sources([accuracy.source])}"
    return f"{measure} {accuracy.value:g}{interval}: {about}"
