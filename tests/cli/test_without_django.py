"""The core and its commands work where the pages are not installed."""

from __future__ import annotations

import subprocess
import sys

HIDE = "import sys; sys.modules['django'] = sys.modules['granian'] = None; "


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", HIDE + code], capture_output=True, text=True)


def test_the_core_needs_no_django() -> None:
    done = python(
        "import ischia; print(ischia.check({'fever': 'yes'}).screening.value.disposition)"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "same_day"


def test_the_commands_of_the_core_need_no_django() -> None:
    done = python("sys.argv[1:] = ['explain', 'fever']; from ischia.cli import main; main()")
    assert done.returncode == 0, done.stderr


def test_the_commands_of_the_record_say_what_is_missing() -> None:
    for command in ("serve", "doctor", "replay", "erase"):
        done = python(f"sys.argv[1:] = ['{command}']; from ischia.cli import main; main()")
        assert done.returncode == 2, command
        assert "pip install 'ischia[web]'" in done.stderr
