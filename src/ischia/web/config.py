"""What the surroundings decide: where the data lies, which database, which address.

ISCHIA_DATA      the data folder; by default the user's own
DATABASE_URL     sqlite:////path/to/file or postgresql://user:password@host:port/name
ISCHIA_ADDRESS   host:port that is served; set by `ischia serve`
ISCHIA_HOSTS     further host names that may be asked for, with commas (clinic mode)
ISCHIA_DRAW      no: figures are drawn when they are first asked for, and not ahead
ISCHIA_PACKS     folders of protocol packs, divided as in PATH
ISCHIA_CONTACT   mailto: or https: address by which a push service can reach whoever runs this
ISCHIA_DEV       anything: pages and static files are read anew at each request
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs
from msgspec import Struct

HOST, PORT = "127.0.0.1", 8765
# A push service wants a contact whose host there is, and a person's own is not given away.
CONTACT = "https://example.org/"
OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
SHORTEST_KEY = 50
SQLITE_START = (
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
    "PRAGMA busy_timeout = 10000;"
)


class ConfigError(ValueError):
    """The surroundings cannot be used; the text names what and the remedy."""


class Config(Struct, frozen=True):
    """The surroundings, read once."""

    data: Path
    database_url: str
    host: str
    port: int
    more_hosts: tuple[str, ...]
    dev: bool
    draw_ahead: bool = True
    packs: tuple[Path, ...] = ()
    contact: str = CONTACT

    @property
    def database_file(self) -> Path:
        return self.data / "ischia.sqlite3"

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url or self.database_url.startswith("sqlite:")

    @property
    def hosts(self) -> frozenset[str]:
        """Every value of the Host header that is answered."""
        own = (self.host, "localhost", "127.0.0.1", "[::1]")
        return frozenset([*(f"{name}:{self.port}" for name in own), *self.more_hosts])


def read_config(environ: Mapping[str, str] = os.environ) -> Config:
    """The surroundings as the environment gives them. Raises `ConfigError`."""
    data = environ.get("ISCHIA_DATA") or platformdirs.user_data_dir("ischia", appauthor=False)
    host, port = read_address(environ.get("ISCHIA_ADDRESS", f"{HOST}:{PORT}"))
    more = environ.get("ISCHIA_HOSTS", "")
    return Config(
        data=Path(data).expanduser().absolute(),
        database_url=environ.get("DATABASE_URL", ""),
        host=host,
        port=port,
        more_hosts=tuple(name.strip() for name in more.split(",") if name.strip()),
        dev=bool(environ.get("ISCHIA_DEV")),
        draw_ahead=environ.get("ISCHIA_DRAW", "").lower() != "no",
        packs=tuple(map(Path, filter(None, environ.get("ISCHIA_PACKS", "").split(os.pathsep)))),
        contact=read_contact(environ.get("ISCHIA_CONTACT", CONTACT)),
    )


def read_contact(text: str) -> str:
    """Whom a push service may write to. Raises `ConfigError`."""
    if not text.startswith(("mailto:", "https://")):
        remedy = "set ISCHIA_CONTACT to mailto:you@your.site or https://your.site"
        raise ConfigError(f"{text!r} is no contact. Remedy: {remedy}.")
    return text


def read_address(text: str) -> tuple[str, int]:
    """A host and a port. Raises `ConfigError`."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ConfigError(f"{text!r} is not an address. Remedy: write {HOST}:{PORT}.")
    return host, int(port)


def database_settings(config: Config) -> dict[str, Any]:
    """Django's settings for the database. Raises `ConfigError`."""
    if config.is_sqlite:
        given = unquote(urlsplit(config.database_url).path).removeprefix("/")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": given or str(config.database_file),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_START},
        }
    url = urlsplit(config.database_url)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        known = "sqlite:////path/to/file or postgresql://user:password@host:port/name"
        raise ConfigError(f"DATABASE_URL is of no known kind. Remedy: write {known}.")
    pool = {"min_size": 1, "max_size": 4, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.strip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {"pool": pool, **dict(parse_qsl(url.query))},
    }


def secret_key(config: Config) -> str:
    """The key that signs sessions: made once, kept in the data folder, readable by its owner."""
    path = config.data / "secret.key"
    key = own_secret(config, path.name, lambda: secrets.token_urlsafe(50))
    if len(key) < SHORTEST_KEY:
        text = f"{path} is damaged. Remedy: rm {path} (whoever is signed in must sign in again)."
        raise ConfigError(text)
    return key


def own_secret(config: Config, name: str, make: Callable[[], str]) -> str:
    """A secret of this installation: made once, in a file that only its owner can read."""
    path = config.data / name
    if not path.exists():
        make_data_folder(config)
        new = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
            file.write(make())
        try:
            os.link(new, path)  # whoever comes second keeps the first one's
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text("ascii", errors="replace").strip()


def make_data_folder(config: Config) -> None:
    """The data folder, for its owner only. Raises `ConfigError`."""
    try:
        config.data.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        fault = f"the data folder {config.data} cannot be made: {error.strerror}"
        raise ConfigError(f"{fault}. Remedy: set ISCHIA_DATA to a folder of yours.") from None
