"""Load the protocol: the shipped data and any protocol packs, as one typed, hashed whole.

A pack is a folder laid out like `data/`. An item whose id exists replaces it; any other is added.
The version is the SHA-256 of every file's path and content, so two installations with the same
version hold the same knowledge to the byte.
"""

from __future__ import annotations

import gc
import hashlib
import os
import stat
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import msgspec

from ischia.protocol.condition import Condition, ConditionError, parse_condition
from ischia.protocol.model import Protocol
from ischia.protocol.plain_yaml import Document, Plain, PlainYamlError, read_yaml
from ischia.protocol.problems import Problem, ProtocolError, explain_shape_error

DATA = Path(__file__).parent / "data"
MAX_FILE_BYTES = 200_000
FIXED = ("guarantees",)
FOR_CHECK = frozenset(
    {
        "bibliography",
        "findings",
        "regions",
        "families",
        "red_flags",
        "guarantees",
        "dispositions",
        "readings",
        "causes",
        "roots",
        "priors",
        "features",
        "tools",
        "parameters",
        "stages",
    }
)

Raw = dict[str, dict[str, Plain]]
Places = dict[tuple[str, str], Path]


def load_protocol(packs: Sequence[Path] = ()) -> Protocol:
    """The shipped protocol with `packs` laid over it, later packs over earlier ones.

    Raises `ProtocolError` listing every file that cannot be read, with line and remedy.
    """
    return _load((DATA, *(Path(pack) for pack in packs)))


@lru_cache(maxsize=1)
def load_for_check() -> Protocol:
    """What a check needs of the shipped protocol, for a quick start; its version is the whole's.

    Using any other kind of it is an error, not an empty answer.
    """
    with _uncollected():
        files = read_files((DATA,))
        some = [file for file in files if file.name.partition("/")[0] in FOR_CHECK]
        kinds = {kind: items for kind, items in parse_files(some).items() if kind in FOR_CHECK}
        return build(kinds, content_hash(files), (DATA,))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Protocol:
    with _uncollected():
        return protocol_of(read_files(folders), folders)


@contextmanager
def _uncollected() -> Generator[None]:
    """What is read stays and holds no circles: looking for garbage meanwhile takes a tenth more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_files(folders: Sequence[Path]) -> list[File]:
    """Every file of these folders, laid one over the other. Raises `ProtocolError`."""
    files, problems = _read_folders(folders)
    if problems:
        raise ProtocolError(problems)
    return files


def protocol_of(files: Sequence[File], folders: Sequence[Path] = ()) -> Protocol:
    """The protocol that files hold. `folders` are where they lie, if they still do."""
    return build(parse_files(files), content_hash(files), folders)


class File(msgspec.Struct, frozen=True):
    """A protocol file before it is parsed. `name` is its path inside its folder."""

    folder: Path
    name: str
    text: str

    @property
    def path(self) -> Path:
        return self.folder / self.name


def content_hash(files: Iterable[File]) -> str:
    """SHA-256 over names and contents, in order of folder and name."""
    digest = hashlib.sha256()
    for file in files:
        for part in (file.name, file.text):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _read_folders(folders: Sequence[Path]) -> tuple[list[File], list[Problem]]:
    files: list[File] = []
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            problems.append(Problem(folder, 0, "there is no such folder", "check the path"))
            continue
        for path in sorted(_paths(folder), key=lambda path: path.parts):
            outcome = _read_file(folder, path)
            (files if isinstance(outcome, File) else problems).append(outcome)  # pyright: ignore[reportArgumentType]
    return files, problems


def _paths(folder: Path) -> Iterator[Path]:
    """Every file and linked folder. (`os.scandir` asks the disk a third as often as `rglob`.)"""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _paths(Path(entry.path))
            elif not _is_beside_the_point(entry.name):
                yield Path(entry.path)


def _is_beside_the_point(name: str) -> bool:
    """A pack's README or LICENSE, and editors' lock files; anything else must count."""
    return name.startswith((".#", ".git")) or name in ("README.md", "LICENSE")


def _read_file(folder: Path, path: Path) -> File | Problem:
    name = path.relative_to(folder)
    try:
        seen = path.stat()
    except OSError:
        return Problem(path, 0, "this is not a file that can be read", "mend or remove it")
    if stat.S_ISDIR(seen.st_mode):
        return Problem(path, 0, "a linked folder is not read", "put the files themselves here")
    if not stat.S_ISREG(seen.st_mode):
        return Problem(path, 0, "this is not a file that can be read", "mend or remove it")
    if path.name.startswith("."):
        return Problem(path, 0, "a hidden file is not read", "rename or remove it")
    if path.suffix != ".yaml":
        return Problem(path, 0, "only .yaml files belong here", "rename or remove it")
    if len(name.parts) < 2 or name.parts[0] not in Protocol.KINDS:
        kinds = ", ".join(Protocol.KINDS)
        return Problem(path, 0, "this is not in the folder of a kind", f"use one of: {kinds}")
    if seen.st_size > MAX_FILE_BYTES:
        fault = f"larger than {MAX_FILE_BYTES} bytes"
        return Problem(path, 0, fault, "split it: one item a file")
    try:
        return File(folder, name.as_posix(), path.read_text("utf-8"))
    except OSError as error:
        return Problem(path, 0, f"cannot be read: {error.strerror}", "mend or remove it")
    except UnicodeDecodeError:
        return Problem(path, 0, "this is not UTF-8 text", "save it as UTF-8")


def parse_files(files: Iterable[File]) -> Raw:
    """Parse every file into `{kind: {id: content}}`. Raises `ProtocolError`."""
    raw: Raw = {kind: {} for kind in Protocol.KINDS}
    seen: dict[tuple[Path, str, str], Path] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            content = read_yaml(file.text).content
        except PlainYamlError as error:
            problems.append(Problem(file.path, error.line, error.message, "mend the YAML"))
            continue
        kind, *groups, stem = Path(file.name).with_suffix("").parts
        problem = _misplaced(file, content, stem)
        if problem is None and kind in FIXED and file.folder != DATA and stem in raw[kind]:
            fault = f"a pack may add {kind}, but not replace {stem}"
            problem = Problem(file.path, 1, fault, "give it another id")
        key = (file.folder, kind, stem)
        if problem is None and key in seen:
            problem = Problem(file.path, 1, f"{stem} is also in {seen[key]}", "keep one of them")
        if problem is not None:
            problems.append(problem)
            continue
        seen[key] = file.path
        if isinstance(content, dict):
            raw[kind][stem] = {**content, "group": "/".join(groups)}
    if problems:
        raise ProtocolError(problems)
    return {kind: dict(sorted(items.items())) for kind, items in raw.items()}


def _misplaced(file: File, content: Plain, stem: str) -> Problem | None:
    if not isinstance(content, dict):
        return Problem(file.path, 1, "an item is a mapping of fields", "start with: id: ...")
    if content.get("id") != stem:
        found = content.get("id")
        return Problem(
            file.path, 1, f"id is {found!r} but the file is {stem}.yaml", "make them one"
        )
    if "group" in content:
        return Problem(file.path, 1, "group is the folder's name", "remove the field")
    return None


def decode_hook(kind: type, value: object) -> object:
    """Lets msgspec build `Condition`s."""
    if kind is Condition:
        try:
            return parse_condition(value)
        except ConditionError as error:
            raise ValueError(str(error)) from None
    raise NotImplementedError(kind)


def build(raw: Raw, version: str, folders: Sequence[Path]) -> Protocol:
    """Turn parsed content into typed items. Raises `ProtocolError` naming file, line and remedy."""
    problems: list[Problem] = []
    kinds: dict[str, dict[str, object]] = {}
    for kind, items in raw.items():
        kinds[kind] = {}
        for item_id, content in items.items():
            try:
                kinds[kind][item_id] = msgspec.convert(
                    content, Protocol.KINDS[kind], strict=False, dec_hook=decode_hook
                )
            except msgspec.ValidationError as error:
                path, document = find_file(folders, kind, item_id)
                problems.append(explain_shape_error(error, Protocol.KINDS[kind], path, document))
    if problems:
        raise ProtocolError(problems)
    absent = dict.fromkeys(Protocol.KINDS.keys() - raw.keys(), msgspec.UNSET)
    return Protocol(version=version, **kinds, **absent)  # pyright: ignore[reportArgumentType]


def find_file(folders: Sequence[Path], kind: str, item_id: str) -> tuple[Path, Document]:
    """The file that an item was last defined in, read again for its line numbers."""
    for folder in reversed(folders):
        for path in (folder / kind).rglob(f"{item_id}.yaml"):
            return path, read_yaml(path.read_text("utf-8"))
    raise KeyError(f"{kind}/{item_id}")
