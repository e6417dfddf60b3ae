"""The interactive check: one plain question at a time, with back, unsure and why."""

from __future__ import annotations

import sys
from datetime import date

from rich.console import Console
from rich.text import Text

from ischia.care.answers import AnswerError
from ischia.care.check import Check, Checker
from ischia.care.interview import DANGER
from ischia.cli.show_check import make_console
from ischia.protocol.model import Disposition, Finding, Protocol

_DIGITS = 3
_SHORT = {"y": "yes", "n": "no", "u": "unsure", "?": "why", "b": "back", "q": "quit"}


def ask(checker: Checker, *, on_stderr: bool = False) -> Check:
    """Ask until nothing more needs asking, or until the person stops. Returns the last check.

    `on_stderr` keeps standard output free for the result.
    """
    console = make_console(on_stderr=on_stderr)
    console.print(
        Text("Ischia check", style="bold"),
        Text("About fifty short questions on safety, the urgent ones first, then what it may be."),
    )
    console.print(
        Text(
            "Answer y, n or u (unsure). ? says why we ask, b goes back, q stops and shows what is "
            "known so far. Nothing leaves this computer.\n",
            style="dim",
        )
    )
    answers: dict[str, object] = {}
    order: list[str] = []
    warned: frozenset[str] = frozenset()
    told = False
    while True:
        check = checker.check(checker.read(answers, date.today()))  # noqa: DTZ011
        question = check.next_question
        if question is None:
            return check
        warned = _warn(console, check, checker.protocol, warned)
        if question.purpose != DANGER and not told:
            told = True
            console.print(
                Text("The safety questions are done. Now what it may be.\n", style="cyan")
            )
        finding = checker.protocol.findings[question.finding]
        answer = _answer(console, finding, checker, len(order) + 1)
        if answer == "quit":
            return check
        if answer == "back":
            if order:
                answers.pop(order.pop())
            continue
        answers[finding.id] = answer
        order.append(finding.id)


def _warn(
    console: Console, check: Check, protocol: Protocol, warned: frozenset[str]
) -> frozenset[str]:
    """Say at once what cannot wait; returns the rules that have been spoken of."""
    urgent = [
        rule
        for reason in check.screening.reasons
        if (rule := protocol.red_flags.get(reason.rule)) is not None
        and rule.then.urgency >= Disposition.SAME_DAY.urgency
    ]
    reached = check.screening.value.disposition
    for rule in urgent:
        if rule.id not in warned and reached is not None:
            console.print(Text(f"   {protocol.dispositions[reached].headline}.", style="bold red"))
            console.print(Text(f"   {rule.text} {rule.do}", style="red"))
            console.print(Text("   The next questions tell how urgent it is; q stops here.\n"))
            break
    return frozenset(rule.id for rule in urgent)


def _answer(console: Console, finding: Finding, checker: Checker, number: int) -> object:
    """One valid answer, or "back" or "quit"."""
    console.print(Text(f"{number}. {finding.question}", style="bold"))
    if finding.help:
        console.print(Text(f"   {finding.help}", style="dim"))
    options = _options(finding, checker.protocol)
    for index, (_, text) in enumerate(options, 1):
        console.print(Text(f"   {index}  {text}"))
    while True:
        word = _read_word(console, _prompt(finding))
        command = _SHORT.get(word, word)
        if command == "why":
            console.print(Text(f"   {finding.why or finding.help or 'It changes the advice.'}"))
        elif command in ("back", "quit"):
            return command
        elif word:
            answer = _chosen(finding, options, command)
            try:
                checker.read({finding.id: answer}, date.today())  # noqa: DTZ011
            except AnswerError as error:
                fault = error.faults[0]
                console.print(Text(f"   {fault.fault}: {fault.remedy}.", style="yellow"))
            else:
                return answer


def _prompt(finding: Finding) -> str:
    if finding.kind == "yes_no":
        return "   y / n / u > "
    if finding.kind == "number":
        return f"   {finding.min:g} to {finding.max:g} {finding.unit} > "
    if finding.kind == "regions":
        return "   numbers with commas, 0 for none (or left_calf, right_calf ...) > "
    return "   number > "


def _options(finding: Finding, protocol: Protocol) -> list[tuple[str, str]]:
    if finding.kind == "choice":
        return [(choice, finding.choice_texts[choice]) for choice in finding.choices]
    if finding.kind == "regions":
        return [(region.id, region.label) for region in protocol.regions.values()]
    return []


def _chosen(finding: Finding, options: list[tuple[str, str]], word: str) -> object:
    """The typed word as an answer: numbers of a list become its ids."""

    def pick(part: str) -> str:
        part = part.strip()
        is_number = part.isascii() and part.isdecimal() and len(part) <= _DIGITS
        in_list = is_number and 1 <= int(part) <= len(options)
        return options[int(part) - 1][0] if in_list else part

    if finding.kind == "regions" and word != "unsure":
        return [] if word == "0" else [pick(part) for part in word.split(",")]
    return pick(word) if options else word


def _read_word(console: Console, prompt: str) -> str:
    """What was typed; the end of input stops the interview."""
    console.file.write(prompt)
    console.file.flush()
    try:
        line = sys.stdin.readline() if sys.stdin else ""
    except (KeyboardInterrupt, UnicodeDecodeError):
        line = ""
    if not line:
        console.file.write("\n")
        return "quit"
    return line.strip().lower()
