"""A check as a person reads it in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ischia.care.check import Check
from ischia.care.decision import Reason
from ischia.care.differential import CauseEstimate, Evidence
from ischia.cli.hanging import HangingConsole
from ischia.protocol.model import Disposition, Protocol, Review

_STYLES = {
    Disposition.EMERGENCY_NOW: "bold white on red",
    Disposition.EMERGENCY_TODAY: "bold red",
    Disposition.SAME_DAY: "bold red",
    Disposition.WITHIN_TWO_WEEKS: "bold yellow",
    Disposition.CLINICIAN_FIRST: "bold yellow",
    Disposition.SELF_CARE: "bold cyan",
}
_BANDS = {"more_likely": "more likely", "possible": "possible", "less_likely": "less likely"}
_SHOWN_EVIDENCE = 3
_EXPLAINED_CAUSES = 3
_WIDTH, _NARROWEST = 100, 20


def make_console(*, on_stderr: bool = False) -> Console:
    """A console no wider than a line that reads well; colour only where it is wanted."""
    console = HangingConsole(highlight=False, soft_wrap=False, stderr=on_stderr)
    console.width = max(_NARROWEST, min(console.width, _WIDTH))
    return console


def print_check(check: Check, protocol: Protocol) -> None:
    """Print the disposition with its reasons, then the picture unless it is an emergency."""
    show_check(make_console(), check, protocol)


def show_check(console: Console, check: Check, protocol: Protocol) -> None:
    """As `print_check`, on a given console."""
    print_disposition(console, check, protocol)
    for reason in check.contradictions:
        console.print(Text(f"Please note: {reason.text}", style="yellow"))
    reached = check.screening.value.disposition
    if reached is None or reached.urgency < Disposition.EMERGENCY_TODAY.urgency:
        if not check.screening.value.complete:
            _print_next(console, check, protocol)
        _print_picture(console, check, protocol)
    _print_footer(console, check, protocol)


def print_disposition(console: Console, check: Check, protocol: Protocol) -> None:
    """What to do, how soon, and why."""
    screening = check.screening.value
    if screening.disposition is None:
        text = Text("Nothing dangerous has been reported yet, but important questions are open. ")
        text.append("Do not start exercises before they are answered.", style="bold")
        console.print(Panel(text, title="Not finished", border_style="yellow"))
        return
    if screening.disposition is Disposition.SELF_CARE and not screening.current:
        text = Text(protocol.parameters["screening_current_days"].text, style="bold")
        console.print(Panel(text, title="These answers are too old", border_style="yellow"))
        return
    words = protocol.dispositions[screening.disposition]
    style = _STYLES[screening.disposition]
    body = Text(f"{words.headline}\n", style=style)
    body.append(f"How soon: {words.time_frame}\n\n", style="default")
    for line in dict.fromkeys((*words.do, *_instructions(check, protocol))):
        body.append(f"  - {line}\n", style="default")
    body.append(f"\nWhat to say: {words.say}\n", style="default")
    body.append(f"\n{words.safety_net}", style="dim")
    console.print(Panel(body, border_style=style.replace("bold ", "").split(" on ")[-1]))
    console.print(Text("Why", style="bold"))
    for reason in _deciding_reasons(check, protocol):
        console.print(Text(f"  - {reason.text} {_marks(reason)}"))
    console.print()


def _instructions(check: Check, protocol: Protocol) -> Iterable[str]:
    for reason in check.screening.reasons:
        rule = protocol.red_flags.get(reason.rule)
        if rule is not None and rule.do and rule.then == check.screening.value.disposition:
            yield rule.do


def _deciding_reasons(check: Check, protocol: Protocol) -> Sequence[Reason]:
    """Every red flag that holds, the most urgent first, as the person may have to read them out."""
    reasons = check.screening.reasons
    flags = [reason for reason in reasons if reason.rule in protocol.red_flags]
    return flags or reasons


def _marks(reason: Reason) -> str:
    own = ", our own rule" if reason.review is Review.PROJECT_RULE else ""
    return f"[{'; '.join(reason.source)}{own}]"


def _print_next(console: Console, check: Check, protocol: Protocol) -> None:
    question = check.next_question
    if question is not None:
        finding = protocol.findings[question.finding]
        console.print(Text("Next question", style="bold"))
        console.print(Text(f"  {finding.question}"))
        console.print(Text(f"  answers: {{{finding.id}: ...}}\n", style="dim"))


def _print_picture(console: Console, check: Check, protocol: Protocol) -> None:
    estimates = check.differential.value
    if not any(estimate.supporting for estimate in estimates):
        return
    console.print(Text("What it may be", style="bold"), Text("(not a diagnosis)", style="dim"))
    table = Table(box=None, padding=(0, 2, 1, 0))
    for heading in ("", "", "why"):
        table.add_column(heading, overflow="fold", header_style="dim")
    for estimate in estimates[:_EXPLAINED_CAUSES]:
        table.add_row(*_likelihood(estimate, protocol), _evidence(estimate))
    console.print(table)
    console.print(Text("Less likely than these:", style="dim"))
    for estimate in estimates[_EXPLAINED_CAUSES:]:
        title, band = _likelihood(estimate, protocol)
        console.print(Text(f"  {title}: {band.replace(chr(10), ', ')}", style="dim"))
    console.print()
    _print_roots(console, check, protocol)
    console.print(
        Text(
            "x2.0 means that this answer doubles the odds, x0.50 that it halves them. "
            "Each cause is weighed on its own; more than one can be present.\n",
            style="dim",
        )
    )


def _likelihood(estimate: CauseEstimate, protocol: Protocol) -> tuple[str, str]:
    low, _, high = (round(100 * p) for p in estimate.probability)
    title = protocol.causes[estimate.cause].title
    if estimate.mimics:
        title += f", for example: {protocol.causes[estimate.mimics[0]].title.lower()}"
    return title, f"{_BANDS[estimate.band]}\n{low} to {high} %"


def _evidence(estimate: CauseEstimate) -> Text:
    text = Text()
    for sign, style, items in (
        ("+", "green", estimate.supporting),
        ("-", "magenta", estimate.opposing),
    ):
        for item in items[:_SHOWN_EVIDENCE]:
            text.append(f"{sign} {item.text} {_strength(item)}\n", style=style)
    return text


def _strength(item: Evidence) -> str:
    return f"(x{item.ratio:.1f})" if item.ratio >= 1 else f"(x{item.ratio:.2f})"


def _print_roots(console: Console, check: Check, protocol: Protocol) -> None:
    picture = check.roots.value
    if not picture.pattern:
        return
    names = " or ".join(picture.pattern)
    area = protocol.roots[picture.pattern[0]].area.rstrip(".")
    doubt = "" if picture.examined else " Low confidence: it rests on what you report alone."
    console.print(Text(f"Nerve root: it looks like {names} ({area[0].lower()}{area[1:]}).{doubt}"))


def _print_footer(console: Console, check: Check, protocol: Protocol) -> None:
    if any(reason.rule in protocol.red_flags for reason in check.screening.reasons):
        console.print(Text("Each [name] is a source: ischia explain NAME", style="dim"))
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))
