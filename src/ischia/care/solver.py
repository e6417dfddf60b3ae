"""The solver (z3), whose Python interface is untyped, in one place and as `Any`."""

from __future__ import annotations

import importlib
from typing import Any

z3: Any = importlib.import_module("z3")
