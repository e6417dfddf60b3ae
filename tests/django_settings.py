"""The settings of the tests: those of the program, with a data folder that nobody lives in."""

# pyright: reportConstantRedefinition=false, reportWildcardImportFromLibrary=false

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_DATA = tempfile.mkdtemp(prefix="ischia-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["ISCHIA_DATA"] = _DATA
os.environ["TZ"] = "UTC"

from ischia.web.settings import *  # noqa: E402, F403

Path(_DATA, "static").mkdir()
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
