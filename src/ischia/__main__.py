"""`python -m ischia` is the command line."""

from __future__ import annotations

from ischia.cli import main

main()
