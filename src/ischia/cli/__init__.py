"""The one front door for the terminal: `ischia`.

Commands are imported only when called, so that `ischia check FILE` starts fast.
"""

from __future__ import annotations

import importlib
import io
import sys

import click

_COMMANDS = {
    "serve": ("ischia.cli.serve", "Open Ischia in the browser."),
    "check": ("ischia.cli.check", "Is it safe, what may it be, what to ask next."),
    "program": ("ischia.cli.program", "Today's two sessions, and why."),
    "adapt": ("ischia.cli.adapt", "How a plan follows what the sessions did."),
    "score": ("ischia.cli.score", "What a questionnaire adds up to, and whether it changed."),
    "course": ("ischia.cli.course", "How it goes, beside the published course."),
    "lift": ("ischia.cli.lift", "What makes a lift lighter for the back."),
    "exercise": ("ischia.cli.exercise", "How one exercise is done, and when not."),
    "figure": ("ischia.cli.figure", "An exercise as a moving drawing, picture or sheet."),
    "watch": ("ischia.cli.watch", "What a recording of somebody exercising shows."),
    "learn": ("ischia.cli.learn", "A movement from recordings of it done well."),
    "simulate": ("ischia.cli.simulate", "Virtual people live with the rules; is it safe?"),
    "explain": ("ischia.cli.explain", "What a term, rule, cause or source means."),
    "doctor": ("ischia.cli.doctor", "What is wrong here, and the line that mends it."),
    "replay": ("ischia.cli.replay", "Make every kept decision again."),
    "backup": ("ischia.cli.backup", "Everything that is kept, in one checked file."),
    "restore": ("ischia.cli.restore", "A backup into a new data folder."),
    "report": ("ischia.cli.report", "One page for a clinician, as PDF or HTML."),
    "export": ("ischia.cli.export", "Everything kept of a person, as open files."),
    "import": ("ischia.cli.import_", "An export into an Ischia that keeps nothing yet."),
    "erase": ("ischia.cli.erase", "Everything kept of a person, taken out."),
    "protocol": ("ischia.cli.protocol", "Lint, prove, show or compare the knowledge."),
}


class FrontDoor(click.Group):
    """Loads a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        return module.command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            from ischia.protocol.problems import nearest

            hint = nearest(args[0], list(_COMMANDS))
            raise click.UsageError(f"there is no command {args[0]!r}{hint}.", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ischia")
def front_door() -> None:
    """Ischia: support for people with sciatica and their clinicians.

    It screens for danger, weighs likely causes and says why, with sources. It is not a diagnosis
    and does not replace a clinician. In an emergency call your emergency number.
    """


def main() -> None:
    """Run the command line; a broken pipe is no error worth a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a "?"
    try:
        front_door(prog_name="ischia")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:  # a full disk, a closed terminal
        click.echo(f"ischia: cannot write: {error.strerror}. Remedy: free space, retry.", err=True)
        sys.exit(1)
