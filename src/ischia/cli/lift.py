"""`ischia lift`: what makes a lift lighter, by the revised NIOSH lifting equation."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click
from rich.table import Table
from rich.text import Text

from ischia.care.answers import AnswerError
from ischia.care.decision import Decision
from ischia.care.ergonomics import Lift, LiftingLimit, lifting_limit
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.protocol.lifting import GripName, LiftingEquation
from ischia.protocol.model import Protocol

EQUATION = "niosh_1991"


@click.command("lift", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--load", type=float, required=True, help="Weight of the load in kg.")
@click.option(
    "--horizontal", type=float, required=True, help="From between the ankles to the hands, in cm."
)
@click.option(
    "--vertical", type=float, required=True, help="From the floor to the hands at the start, in cm."
)
@click.option("--travel", type=float, required=True, help="How far up or down it goes, in cm.")
@click.option(
    "--twist", type=float, default=0.0, help="From straight ahead to the load, in degrees [0]."
)
@click.option("--per-minute", type=float, default=0.0, help="Lifts a minute [a single lift].")
@click.option("--hours", type=float, default=1.0, help="Hours of lifting at a time [1].")
@click.option(
    "--grip",
    type=click.Choice(get_args(GripName)),
    default="poor",
    help="How well the hands can hold it [poor].",
)
@json_option
@pack_option
def command(
    load: float,
    horizontal: float,
    vertical: float,
    travel: float,
    twist: float,
    per_minute: float,
    hours: float,
    grip: GripName,
    packs: tuple[Path, ...],
    *,
    as_json: bool,
) -> None:
    """Compare ways of lifting with the revised NIOSH lifting equation.

    It was made for healthy workers. It shows which change makes a lift lighter; it does not say
    what a person in pain may lift.

    Exit codes: 0, 2 bad input.
    """
    lift = Lift(
        load_kg=load,
        horizontal_cm=horizontal,
        vertical_cm=vertical,
        travel_cm=travel,
        twist_degrees=twist,
        per_minute=per_minute,
        hours=hours,
        grip=grip,
    )
    _decide(lift, packs, as_json=as_json)


def _decide(lift: Lift, packs: tuple[Path, ...], *, as_json: bool) -> None:
    protocol = load(packs)
    equation = protocol.lifting_equations[EQUATION]
    try:
        decision = lifting_limit(equation, lift)
    except AnswerError as error:
        fail([str(fault) for fault in error.faults])
    if as_json:
        from ischia.exchange.lift_json import lift_json

        write_json(lift_json(decision, protocol.version))
    else:
        _print(decision, equation, protocol)


def _print(decision: Decision[LiftingLimit], equation: LiftingEquation, protocol: Protocol) -> None:
    from ischia.cli.show_check import make_console

    console = make_console()
    result = decision.value
    index = "none: no load is recommended" if result.index is None else f"{result.index:.2f}"
    console.print(Text(equation.title, style="bold"))
    console.print(Text(f"  Recommended weight limit: {result.recommended_kg:.1f} kg"))
    console.print(Text(f"  Lifting index (load / limit): {index}\n"))
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for part in result.multipliers:
        label = equation.terms[part.term].label
        table.add_row(f"  {part.symbol}", f"{part.value:.2f}", Text(label, style="dim"))
    console.print(table)
    if result.helps_most is not None:
        console.print(Text("\nWhat would help most", style="bold"))
        console.print(Text(f"  {result.helps_most.advice} {_gain(result)}"))
    console.print(Text("\nHow far to trust this", style="bold"))
    for limit in result.limits:
        console.print(Text(f"  - {limit}"))
    console.print(Text(f"  [{'; '.join(equation.source)}]", style="dim"))
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _gain(result: LiftingLimit) -> str:
    best = result.helps_most
    if best is None:
        return ""
    if best.recommended_kg == 0:
        return "Other things are beyond the limits of the equation as well."
    change = f"{result.recommended_kg:.1f} to {best.recommended_kg:.1f} kg"
    gain = "" if best.gain_percent is None else f" (+{best.gain_percent:.0f} %)"
    return f"At its best, this alone would raise the limit from {change}{gain}."
