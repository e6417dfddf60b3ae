"""Django made ready outside a server: for commands, for the server's start, for tests by hand."""

from __future__ import annotations

import os
from pathlib import Path

import django

from ischia.web.config import Config, make_data_folder, read_config


def boot(data: Path | None = None, address: str = "") -> Config:
    """Read the surroundings and set Django up by them. Raises `ConfigError`."""
    if data is not None:
        os.environ["ISCHIA_DATA"] = str(data)
    if address:
        os.environ["ISCHIA_ADDRESS"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "ischia.web.settings"
    config = read_config()
    make_data_folder(config)
    os.umask(0o077)  # what is written from here on is its owner's alone
    django.setup()
    return config
