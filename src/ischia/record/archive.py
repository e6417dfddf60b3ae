"""Reading the files of an export that somebody hands in: a folder or a zip, trusted in nothing.

Nothing is ever written to disk. Names that lead elsewhere, names that stand twice, encrypted or
linked files, and more content than a record can have are refused before they are read.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

MOST_FILES = 20_000
MOST_BYTES = 1_000_000_000  # all that is read; the record of a year has about 30 MB
MOST_OF_ONE = 500_000_000
SPOILT = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


class ArchiveError(RuntimeError):
    """The export cannot be imported; the text names what is wrong and the remedy."""


class Archive:
    """The files of an export by name. Counts what is read, so that no zip unfolds without end."""

    def __init__(self, sizes: dict[str, int], read: Callable[[str, int], bytes]) -> None:
        self._sizes, self._read, self._left = sizes, read, MOST_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def read(self, name: str) -> bytes:
        """One file. Raises `ArchiveError`."""
        if name not in self._sizes:
            raise ArchiveError(f"{name} is missing. Remedy: use a whole export.")
        most = min(self._left, MOST_OF_ONE)
        if self._sizes[name] > most:
            raise too_large(name)
        try:
            content = self._read(name, most + 1)
        except SPOILT as error:
            raise ArchiveError(f"{name} cannot be read ({error}). Remedy: export again.") from None
        if len(content) > most:
            raise too_large(name)
        self._left -= len(content)
        return content


def too_large(name: str) -> ArchiveError:
    """That a file holds more than a record can."""
    return ArchiveError(f"{name} is larger than a record can be. Remedy: use your own export.")


@contextmanager
def open_archive(source: Path) -> Generator[Archive]:
    """The export at `source`, a folder or a zip. Raises `ArchiveError`."""
    if source.is_dir():
        yield _folder(source)
        return
    try:
        opened = zipfile.ZipFile(source)
    except SPOILT as error:
        fault = f"{source} is neither a folder nor a whole zip ({error})"
        raise ArchiveError(f"{fault}. Remedy: give what `ischia export` has made.") from None
    with opened:
        yield _zip(opened)


def _zip(opened: zipfile.ZipFile) -> Archive:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise ArchiveError("it holds too many files. Remedy: use your own export.")
    sizes: dict[str, int] = {}
    for member in members:
        _check_name(member.filename)
        if member.filename in sizes:
            raise ArchiveError(f"{member.filename} stands in it twice. Remedy: export again.")
        if member.flag_bits & 1:
            raise ArchiveError("it is encrypted. Remedy: unpack it and import the folder.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise ArchiveError(f"{member.filename} is a link. Remedy: export again.")
        sizes[member.filename] = member.file_size

    def read(name: str, most: int) -> bytes:
        with opened.open(name) as file:
            return file.read(most)

    return Archive(sizes, read)


def _check_name(name: str) -> None:
    """A plain path below the archive itself."""
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "\x00" in name or not name
    if odd or path.is_absolute() or ".." in path.parts:
        raise ArchiveError(f"it holds a file with the name {name!r}. Remedy: export again.")


def _folder(source: Path) -> Archive:
    sizes: dict[str, int] = {}
    for path in source.rglob("*"):
        if path.is_symlink():
            raise ArchiveError(f"{path.name} is a link. Remedy: export again.")
        if path.is_file():
            sizes[path.relative_to(source).as_posix()] = path.stat().st_size
        if len(sizes) > MOST_FILES:
            raise ArchiveError("it holds too many files. Remedy: use your own export.")

    def read(name: str, most: int) -> bytes:
        with (source / name).open("rb") as file:
            return file.read(most)

    return Archive(sizes, read)
